"""Hostile input: nothing runs, and authors cannot pretend to be the page."""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.articles.reading.decoding import without_controls
from portal.articles.reading.frontmatter import parse
from portal.articles.rendering.render import render_article, render_message

SECURITY = Path("/work/shared/starter/security")
Dangers = Callable[[str], list[str]]
VisibleText = Callable[[str], str]


def samples() -> list[str]:
    """Return the hostile texts of the starter kit, none where it is not at hand."""
    if not SECURITY.is_dir():
        return []
    strings = json.loads((SECURITY / "blns.json").read_text("utf-8"))
    cases = json.loads((SECURITY / "dompurify-50.json").read_text("utf-8"))
    return [*strings, *(case["payload"] for case in cases)]


def html_of(body: str) -> str:
    return render_article("en/a.md", body, title="T").html


def typed(text: str) -> str:
    """Return what can be seen of a text: no blanks, no controls, no noncharacters."""
    return "".join(
        char
        for char in text
        if not char.isspace() and unicodedata.category(char) != "Cc" and char != "\ufffe"
    )


@pytest.mark.parametrize("wrap", ["{}", "# {}", "- {}", "| a |\n|---|\n| {} |", "> {}", "[{}](x.md)", "![{}](x.png)",
                                  "[x]({})", "<div>{}</div>", "=== \"{}\"\n    x", "!!! note \"{}\"\n    x", "```{}\nx\n```"])  # fmt: skip
def test_nothing_runs_in_an_article(wrap: str, dangers: Dangers) -> None:
    for sample in samples():
        page = render_article("en/a.md", wrap.replace("{}", sample), title=sample)
        assert dangers(page.html) == [], sample


def test_nothing_runs_in_a_message_and_it_is_seen_as_typed(
    dangers: Dangers, visible_text: VisibleText
) -> None:
    for sample in samples():
        html = render_message(sample)
        assert dangers(html) == [], sample
        assert typed(visible_text(html)) == typed(sample)


def test_any_title_in_the_front_matter_is_kept() -> None:
    for sample in filter(str.strip, samples()):
        written = without_controls(sample)
        quoted, *_ = parse(f"---\ntitle: {json.dumps(written, ensure_ascii=False)}\n---\nbody")
        shown = typed(quoted.title)
        assert shown == typed(written) if len(written) <= 300 else typed(written).startswith(shown)
        bare, body, _line, _problems = parse(f"---\ntitle: {written}\n---\nbody")
        assert len(bare.title) <= 300
        assert body.endswith("body")


@pytest.mark.parametrize(
    "html",
    [
        '<input type="radio" name="__tabbed_1" id="__tabbed_1_1" checked>',
        '<input type="checkbox" disabled>',
        '<input type="radio" data-made="1">',
        '<div markdown="1">\n<input type="radio" name="x">\n</div>',
        '<input type="text" name="password">',
        '<label for="q">Search</label>',
        "<button>Send</button>",
        '<form action="/account/logout"><input type="submit"></form>',
        "<select><option>x</option></select>",
        "- [ ] x{: data-made=1 }",
    ],
)
def test_inputs_of_authors_are_dropped(html: str) -> None:
    shown = html_of(html).replace('<input aria-label="Done" disabled="" type="checkbox"> x', "")
    assert "<input" not in shown
    assert "<label" not in shown
    assert "<form" not in shown
    assert "<button" not in shown


def test_secret_mark_of_our_inputs_is_never_shown() -> None:
    assert "data-made" not in html_of('- [x] a\n\n=== "A"\n    a\n')


@pytest.mark.parametrize(
    "html",
    [
        '<p style="position:fixed" class="alert btn" onclick="x">text</p>',
        '<p data-copy hx-get="/x" aria-hidden="true" role="dialog">text</p>',
        '<p hidden contenteditable tabindex="5">text</p>',
    ],
)
def test_attributes_that_are_not_ours_are_dropped(html: str) -> None:
    assert html_of(html) == "<p>text</p>"


def test_only_classes_of_ours_are_kept() -> None:
    assert html_of('<span class="k evil">a</span> <a class="btn" href="b.md">b</a>') == (
        '<p><span class="k">a</span> <a href="/articles/en/b">b</a></p>'
    )


@pytest.mark.parametrize("attribute", [".btn onclick=x", "style=color:red", "#a onload=x", ".note hx-get=/x"])
def test_attribute_lists_bring_nothing_in(attribute: str, dangers: Dangers) -> None:
    html = html_of(f"## H {{{attribute}}}\n\n[x](a.md){{{attribute}}}\n\ntext\n{{{attribute}}}")
    assert dangers(html) == []
    assert "btn" not in html.replace('id="btn"', "")
    assert "hx-get" not in html.replace("{.note hx-get=/x}", "")
