"""Markdown of the real world: what authors write elsewhere looks here as they meant it."""

import pytest

from portal.articles.rendering.render import render_article


def html_of(body: str, path: str = "en/a.md") -> str:
    return render_article(path, body, title="T").html


def test_table_has_header_cells_with_scope_and_alignment() -> None:
    assert html_of("text\n| a | b |\n|:--|--:|\n| 1 | `x|y` |\nafter") == (
        '<p>text</p>\n<table tabindex="0">\n<thead>\n<tr>\n<th align="left" scope="col">a</th>\n'
        '<th align="right" scope="col">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align="left">1</td>\n'
        '<td align="right"><code>x|y</code></td>\n</tr>\n</tbody>\n</table>\n<p>after</p>'
    )


def test_empty_header_cell_heads_nothing() -> None:
    assert '<tr>\n<td></td>\n<th scope="col">b</th>\n</tr>' in html_of("|  | b |\n|--|--|\n| 1 | 2 |")


def test_task_list_has_disabled_boxes_with_a_name() -> None:
    assert html_of("- [ ] open\n- [x] **done**", "es/a.md") == (
        '<ul>\n<li class="task-list-item"><input aria-label="Hecho" disabled="" type="checkbox"> open</li>\n'
        '<li class="task-list-item"><input aria-label="Hecho" checked="" disabled="" type="checkbox"> '
        "<strong>done</strong></li>\n</ul>"
    )


def test_footnotes_lead_there_and_back() -> None:
    assert html_of("Word[^a].\n\n[^a]: Note.") == (
        '<p>Word<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">1</a></sup>.</p>\n'
        '<div class="footnote">\n<hr>\n<ol>\n<li id="fn:a">\n<p>Note.&nbsp;<a class="footnote-backref" href="#fnref:a" '
        'title="Back to the text from note 1" aria-label="Back to the text from note 1">↩</a></p>\n</li>\n</ol>\n</div>'
    )


def test_keys_are_shown_as_keys() -> None:
    assert html_of("Press ++ctrl+c++.") == (
        '<p>Press <span class="keys"><kbd>Ctrl</kbd><span>+</span><kbd>C</kbd></span>.</p>'
    )


def test_struck_text_and_plain_html_in_text() -> None:
    assert html_of("~~old~~ <kbd>x</kbd><br>y") == "<p><del>old</del> <kbd>x</kbd><br>y</p>"


def test_hard_breaks_by_blanks_and_by_backslash() -> None:
    assert html_of("a  \nb\\\nc") == "<p>a<br>\nb<br>\nc</p>"


def test_list_needs_no_blank_line_before_it() -> None:
    assert html_of("Do:\n- a\n- b") == "<p>Do:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"


def test_year_at_the_start_of_a_line_is_no_list() -> None:
    assert html_of("It was in\n2020. Really.") == "<p>It was in\n2020. Really.</p>"


@pytest.mark.parametrize("indent", [2, 3, 4])
def test_nested_list_may_be_indented_by_two_to_four(indent: int) -> None:
    body = f"- a\n{' ' * indent}- b\n{' ' * (2 * indent)}- c\n- d"
    assert html_of(body) == (
        "<ul>\n<li>a<ul>\n<li>b<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n</li>\n<li>d</li>\n</ul>"
    )


def test_steps_keep_what_is_between_them() -> None:
    body = "1. One\n\n   ![p](a.png)\n2. Two:\n   ```\n   x\n   ```\n3. Three\n   - sub\n\nEnd"
    assert html_of(body) == (
        '<ol>\n<li>\n<p>One</p>\n<p><img src="/media/en/a.png" alt="p" loading="lazy"></p>\n</li>\n<li>\n<p>Two:</p>\n'
        '<div class="code"><pre tabindex="0"><code>x</code></pre></div>\n</li>\n<li>\n<p>Three</p>\n<ul>\n<li>sub</li>\n'
        "</ul>\n</li>\n</ol>\n<p>End</p>"
    )


def test_numbers_go_on_after_text_between_the_steps() -> None:
    assert html_of("1. One\n\nBetween.\n\n2. Two") == (
        '<ol>\n<li>One</li>\n</ol>\n<p>Between.</p>\n<ol start="2">\n<li>Two</li>\n</ol>'
    )


def test_numbers_with_a_bracket_are_steps_too() -> None:
    assert html_of("1) a\n2) b") == "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"


def test_setext_headings_and_rules_are_told_apart() -> None:
    assert html_of("- a\n---\ntext\n\n***") == "<ul>\n<li>a</li>\n</ul>\n<hr>\n<p>text</p>\n<hr>"


def test_sign_without_blank_is_no_heading() -> None:
    assert html_of("#1 printer") == "<p>#1 printer</p>"


def test_details_of_html_may_hold_markdown() -> None:
    assert html_of("<details>\n<summary>More</summary>\n\n**yes**\n\n- a\n\n</details>\n\nafter") == (
        "<details>\n<summary>More</summary>\n<p><strong>yes</strong></p>\n<ul>\n<li>a</li>\n</ul>\n</details>\n<p>after</p>"
    )


def test_html_table_and_markdown_behind_it() -> None:
    assert html_of('<table>\n\n<tr><td><a href="b.md">b</a></td></tr>\n\n</table>\n*after*') == (
        '<table tabindex="0">\n\n<tbody><tr><td><a href="/articles/en/b">b</a></td></tr>\n\n</tbody></table>\n'
        "<p><em>after</em></p>"
    )


def test_definition_list_and_abbreviation() -> None:
    assert html_of("VPN\n:   a tunnel\n\n*[VPN]: private network") == (
        '<dl>\n<dt><abbr title="private network">VPN</abbr></dt>\n<dd>a tunnel</dd>\n</dl>'
    )


def test_words_in_angle_brackets_are_shown() -> None:
    assert html_of("ssh <your name>@host, \\<x\\>") == "<p>ssh &lt;your name&gt;@host, &lt;x&gt;</p>"


def test_two_articles_one_after_the_other_share_nothing() -> None:
    html_of("[a]: b.md\n\n*[VPN]: x\n\n[^1]: note\n\nx[^1]")
    assert html_of("[a] VPN [^1]") == "<p>[a] VPN [^1]</p>"


def test_emphasis_that_crosses_itself_loses_nothing() -> None:
    assert html_of("*a**b*`c` d") == "<p><em>a**b</em><code>c</code> d</p>"
