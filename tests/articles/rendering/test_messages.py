"""Messages of tickets: a little Markdown, and everything else seen as it was typed."""

from collections.abc import Callable

import pytest

from portal.articles.rendering.render import plain_html, render_message

VisibleText = Callable[[str], str]


def test_markup_that_is_clearly_meant_is_shown() -> None:
    assert render_message("Try **this** and *that*, then `gpupdate /force`.") == (
        "<p>Try <strong>this</strong> and <em>that</em>, then <code>gpupdate /force</code>.</p>"
    )


def test_line_breaks_are_kept() -> None:
    assert render_message("Hello,\r\nit broke.\n\nLuis") == "<p>Hello,<br>\nit broke.</p>\n<p>Luis</p>"


def test_lists_and_quotes_are_shown() -> None:
    assert render_message("I tried:\n- one\n- two\n\n> you wrote\n> this") == (
        "<p>I tried:</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<blockquote>\n<p>you wrote<br>\nthis</p>\n</blockquote>"
    )


def test_fenced_code_is_verbatim() -> None:
    assert render_message("```\n<b> *x* \\\\srv\n```") == (
        '<div class="code"><pre tabindex="0"><code>&lt;b&gt; *x* \\\\srv</code></pre></div>'
    )


def test_links_carry_no_trust() -> None:
    rel = 'rel="nofollow noopener noreferrer ugc"'
    assert render_message("See https://example.org/a_b?x=1&y=2. Or [here](https://example.org/c_d).") == (
        f'<p>See <a href="https://example.org/a_b?x=1&amp;y=2" {rel}>https://example.org/a_b?x=1&amp;y=2</a>. '
        f'Or <a href="https://example.org/c_d" {rel}>here</a>.</p>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "C:\\_new\\*.txt and \\\\server\\share",
        "<b>bold</b> & &amp; &lt;i&gt;",
        "# of users",
        "--version and -- and -",
        "2*3*4 snake_case_name __init__.py",
        "a * b * c and a*b*c",
        "![x](y) [x](javascript:alert(1)) [TODO]",
        "![alt](https://example.org/a.png)",
        "><script>alert(1)</script>",
        "a | b\n--|--",
        "{% x %} {{ y }} ::: [!NOTE] {: .z}",
        "    indented",
        "Name\n-----\nTitle\n=====",
        "[1]: https://example.org",
        "+++ and ``` and ~~~",
        "1.",
        "`only code`",
    ],
)
def test_everything_else_is_seen_as_it_was_typed(text: str, visible_text: VisibleText) -> None:
    assert visible_text(render_message(text)) == "".join(text.split())


def test_pictures_are_not_loaded() -> None:
    assert "<img" not in render_message(
        "![x](https://example.org/a.png) <img src='https://example.org/a.png'>"
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "x.md"])
def test_link_to_a_strange_address_is_text(address: str) -> None:
    assert "<a" not in render_message(f"[x]({address})")


def test_empty_message_is_empty() -> None:
    assert render_message(" \n ") == ""


def test_plain_html_is_escaped_paragraphs() -> None:
    assert plain_html("a <b>\nc & d\n\n\n\ne\x00") == "<p>a &lt;b&gt;<br>c &amp; d</p>\n<p>e</p>"
