"""Admonitions, alerts, folded boxes and tabs: many ways to write them, one way to look."""

import pytest

from portal.articles.rendering.render import render_article


def html_of(body: str, path: str = "en/a.md") -> str:
    return render_article(path, body, title="T").html


def box(look: str, title: str, text: str = "<p>text</p>") -> str:
    return f'<div class="admonition {look}">\n<p class="admonition-title">{title}</p>\n{text}\n</div>'


@pytest.mark.parametrize(
    "body",
    ["!!! note\n    text", "> [!NOTE]\n> text", "> [!note] text", ">[!Note]\n>\n>text", ":::note\ntext\n:::",
     "::: {.note}\n\ntext\n\n:::", "```{note}\ntext\n```", "!!! note\n  text", "> [!NOTE]\ntext"],
)  # fmt: skip
def test_note_looks_the_same_however_it_is_written(body: str) -> None:
    assert html_of(body) == box("note", "Note")


@pytest.mark.parametrize(
    ("name", "look", "english", "spanish"),
    [
        ("NOTE", "note", "Note", "Nota"),
        ("TIP", "tip", "Tip", "Consejo"),
        ("IMPORTANT", "note", "Important", "Importante"),
        ("WARNING", "warning", "Warning", "Advertencia"),
        ("CAUTION", "danger", "Caution", "Precaución"),
    ],
)
def test_alerts_of_github_have_titles_in_the_language_of_the_article(
    name: str, look: str, english: str, spanish: str
) -> None:
    assert html_of(f"> [!{name}]\n> text") == box(look, english)
    assert html_of(f"> [!{name}]\n> text", "es/a.md") == box(look, spanish)
    assert html_of(f"!!! {name.lower()}\n    text", "es/a.md") == box(look, spanish)


@pytest.mark.parametrize(
    ("name", "look"),
    [
        ("success", "success"),
        ("danger", "danger"),
        ("bug", "danger"),
        ("hint", "tip"),
        ("info", "note"),
        ("odd", "note"),
    ],
)
def test_other_names_get_one_of_our_looks(name: str, look: str) -> None:
    assert f'<div class="admonition {look}">' in html_of(f"!!! {name}\n    text")


def test_own_title_is_kept() -> None:
    assert html_of('!!! warning "Only *here*"\n    text', "es/a.md") == box("warning", "Only <em>here</em>")


def test_box_may_have_no_title() -> None:
    assert html_of('!!! note ""\n    text') == '<div class="admonition note">\n<p>text</p>\n</div>'


def test_two_alerts_in_a_row_stay_two() -> None:
    assert html_of("> [!NOTE]\n> text\n\n> [!TIP]\n> text") == f"{box('note', 'Note')}\n{box('tip', 'Tip')}"


def test_alert_inside_a_step_stays_inside() -> None:
    html = html_of("1. One\n\n   > [!TIP]\n   > text\n\n2. Two")
    assert html == f"<ol>\n<li>\n<p>One</p>\n{box('tip', 'Tip')}\n</li>\n<li>\n<p>Two</p>\n</li>\n</ol>"


def test_plain_quote_stays_a_quote() -> None:
    assert (
        html_of("> a\nlazy\n> - b") == "<blockquote>\n<p>a\nlazy</p>\n<ul>\n<li>b</li>\n</ul>\n</blockquote>"
    )


def test_folded_boxes_are_details() -> None:
    assert html_of('??? tip "More"\n    text\n\n???+ note\n    text', "es/a.md") == (
        '<details class="tip">\n<summary>More</summary>\n<p>text</p>\n</details>\n'
        '<details class="note" open="">\n<summary>Nota</summary>\n<p>text</p>\n</details>'
    )


def test_solution_of_a_lesson_is_folded_and_takes_its_heading_as_title() -> None:
    body = "::::: challenge\n\n## Try it\n\ntext\n\n::: solution\n\n## Answer\n\n42\n:::\n:::::\n"
    assert html_of(body) == box(
        "note",
        "Try it",
        '<p>text</p>\n<details class="note">\n<summary>Answer</summary>\n<p>42</p>\n</details>',
    )


def test_tabs_work_without_script() -> None:
    assert html_of('=== "Windows"\n\n    a\n\n=== "macOS"\n\n    b\n') == (
        '<div class="tabbed-set tabbed-alternate">'
        '<input checked="" id="__tabbed_1_1" name="__tabbed_1" type="radio">'
        '<input id="__tabbed_1_2" name="__tabbed_1" type="radio">'
        '<div class="tabbed-labels"><label for="__tabbed_1_1">Windows</label><label for="__tabbed_1_2">macOS</label></div>\n'
        '<div class="tabbed-content">\n<div class="tabbed-block">\n<p>a</p>\n</div>\n'
        '<div class="tabbed-block">\n<p>b</p>\n</div>\n</div>\n</div>'
    )


def test_second_set_of_tabs_has_ids_of_its_own() -> None:
    html = html_of('=== "A"\n    a\n\ntext\n\n=== "B"\n    b\n')
    assert 'id="__tabbed_1_1"' in html
    assert 'id="__tabbed_2_1"' in html


def test_code_inside_a_tab_is_code() -> None:
    assert "<code>x = {{ y }}</code>" in html_of('=== "A"\n\n    ```\n    x = {{ y }}\n    ```\n')
