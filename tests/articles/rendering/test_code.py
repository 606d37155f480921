"""Code is verbatim, coloured by classes, and says its language."""

import pytest

from portal.articles.rendering.render import render_article

STRANGE = "{% raw %} {{ x }} ::: [!NOTE] {: .x} <b> &amp; <!-- c --> \\* `a`"


def html_of(body: str) -> str:
    return render_article("en/a.md", body, title="T").html


def code(text: str, name: str = "") -> str:
    label = f' data-lang="{name}"' if name else ""
    return f'<div class="code"{label}><pre tabindex="0"><code>{text}</code></pre></div>'


def test_code_is_coloured_by_classes_and_names_its_language() -> None:
    assert html_of("```powershell\nGet-Item x\n```") == code(
        '<span class="nb">Get-Item</span> <span class="n">x</span>', "PowerShell"
    )


@pytest.mark.parametrize(
    "body",
    [
        f"```\n{STRANGE}\n```",
        f"~~~\n{STRANGE}\n~~~",
        f"    {STRANGE}",
        f"````text\n{STRANGE}\n````",
        f"```\n{STRANGE}",
    ],
)
def test_everything_in_code_stays_as_it_is(body: str) -> None:
    shown = STRANGE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert html_of(body) == code(shown)


def test_tabs_and_blank_lines_in_code_stay() -> None:
    assert html_of("```\nall:\n\n\techo\n```") == code("all:\n\n\techo")


def test_fence_in_a_fence_stays_code() -> None:
    assert html_of("````\n```\nx\n```\n````") == code("```\nx\n```")


@pytest.mark.parametrize(
    ("info", "name"),
    [
        ("bash title=\"x y\" {1,2}", "Bash"),
        ("{.python .numberLines}", "Python"),
        ("azurecli-interactive", "Bash"),
        ("language-json", "JSON"),
        ("Powershell", "PowerShell"),
        ("cobweb", "cobweb"),
        ("text", ""),
        ("{1,2}", ""),
    ],
)  # fmt: skip
def test_info_string_of_any_tool_is_understood(info: str, name: str) -> None:
    html = html_of(f"```{info}\nx\n```")
    assert html.startswith(code("", name).partition("<pre")[0] + "<pre")


def test_fence_without_end_runs_to_the_end_and_is_told() -> None:
    page = render_article("en/a.md", "text\n\n```\nx\n\ny", title="T", line_offset=4)
    assert page.html == f"<p>text</p>\n{code('x' + chr(10) * 2 + 'y')}"
    assert [(problem.code, problem.line) for problem in page.problems] == [("fence_unclosed", 6)]


def test_fence_inside_lists_and_quotes_loses_only_their_indent() -> None:
    assert code("a\n  b") in html_of("- x\n\n  ```\n  a\n    b\n  ```\n")
    assert code("a\n  b") in html_of("> ```\n> a\n>   b\n> ```\n")
    assert code("a\n  b") in html_of("1. ```\n   a\n     b\n   ```\n")


def test_highlight_of_jekyll_is_code() -> None:
    assert html_of("{% highlight text %}\n{{ x }}\n{% endhighlight %}") == code("{{ x }}")


def test_pre_of_html_is_verbatim_and_can_be_reached_by_keyboard() -> None:
    assert html_of("<pre>\n*a*\n\n{{ b }}\n</pre>") == '<pre tabindex="0">*a*\n\n{{ b }}\n</pre>'


def test_code_in_text_stays_as_it_is() -> None:
    assert html_of("`{{ x }}` and ``a ` b`` and `<b>`") == (
        "<p><code>{{ x }}</code> and <code>a ` b</code> and <code>&lt;b&gt;</code></p>"
    )


def test_very_long_code_is_shown_without_colours() -> None:
    html = html_of("```python\n" + "x = 1\n" * 10_000 + "```")
    assert 'data-lang="Python"' in html
    assert "<span" not in html
