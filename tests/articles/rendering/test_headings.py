"""The title, the headings, their anchors, the table of contents and the sections of a page."""

import pytest

from portal.articles.rendering.render import Rendered, render_article
from portal.articles.rendering.sections import Section, TocEntry


def rendered(body: str, title: str = "", path: str = "en/network/set-up_vpn.md") -> Rendered:
    return render_article(path, body, title=title)


def heading(level: int, anchor: str, text: str) -> str:
    label = f"Link to this section: {text}"
    return f'<h{level} id="{anchor}">{text}<a class="headerlink" href="#{anchor}" aria-label="{label}">#</a></h{level}>'


def test_title_is_the_given_one() -> None:
    page = rendered("text", title="Given")
    assert (page.title, page.second_title, page.html) == ("Given", "", "<p>text</p>")


def test_title_is_else_the_first_heading_which_is_not_shown_twice() -> None:
    page = rendered("# First *heading*\n\ntext")
    assert (page.title, page.html) == ("First heading", "<p>text</p>")


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("en/network/set-up_vpn.md", "Set up vpn"),
        ("en/network/index.md", "Network"),
        ("es/año nuevo.md", "Año nuevo"),
        ("en/v1.2 notes.md", "V1.2 notes"),
    ],
)
def test_title_is_else_the_name_of_the_file(path: str, title: str) -> None:
    assert rendered("text", path=path).title == title


@pytest.mark.parametrize(
    "written", ["# Contraseña", "## CONTRASENA", "Contraseña\n=====", "# **Contraseña**"]
)
def test_heading_that_repeats_the_title_is_not_shown_twice(written: str) -> None:
    page = rendered(f"{written}\n\ntext", title="Contraseña")
    assert (page.second_title, page.html, page.toc) == ("", "<p>text</p>", [])


def test_title_with_markup_is_recognised_in_its_heading() -> None:
    assert rendered("# Use `ssh`\n\nx", title="Use `ssh`").html == "<p>x</p>"


def test_heading_that_differs_is_the_second_title_and_stays() -> None:
    page = rendered("# Other words\n\ntext", title="Given")
    assert page.second_title == "Other words"
    assert page.html == f"{heading(2, 'other-words', 'Other words')}\n<p>text</p>"


def test_first_section_is_no_second_title() -> None:
    assert rendered("## Steps\n\ntext", title="Given").second_title == ""


def test_page_has_no_h1_and_leaves_out_no_level() -> None:
    page = rendered("# T\n\n### a\n\n##### b\n\n## c\n\n# d\n\n###### e", title="T")
    assert [(entry.level, entry.text) for entry in page.toc] == [
        (2, "a"),
        (3, "b"),
        (2, "c"),
        (2, "d"),
        (3, "e"),
    ]
    assert "<h1" not in page.html


def test_anchors_are_words_in_lower_case_with_their_accents() -> None:
    assert [entry.anchor for entry in rendered("## ¿Qué es la VPN?\n\n## Año & más", title="T").toc] == [
        "qué-es-la-vpn",
        "año--más",
    ]


def test_anchor_of_an_author_is_kept() -> None:
    assert rendered("## Steps {#how-to}", title="T").html == heading(2, "how-to", "Steps")


def test_anchors_are_made_unique() -> None:
    page = rendered("## A\n\n## A\n\n## A\n\n## B {#a}", title="T")
    assert [entry.anchor for entry in page.toc] == ["a", "a-1", "a-2", "a-3"]


@pytest.mark.parametrize("word", ["main", "q", "vote", "search"])
def test_anchors_do_not_take_the_ids_of_the_page(word: str) -> None:
    html = rendered(f"## {word}\n\n[x](#{word})", title="T").html
    assert html == f'{heading(2, f"{word}-1", word)}\n<p><a href="#{word}-1">x</a></p>'


def test_id_of_an_author_does_not_take_the_id_of_the_page() -> None:
    assert rendered('<div id="main">\n\nx\n\n</div>', title="T").html == '<div id="main-1">\n<p>x</p>\n</div>'


def test_named_anchors_stay_as_ids() -> None:
    html = rendered('## <a name="old"></a>New\n\ntext <a name="here"></a>', title="T").html
    assert html == (
        '<h2 id="new"><span id="old"></span>New<a class="headerlink" href="#new" '
        'aria-label="Link to this section: New">#</a></h2>\n<p>text <span id="here"></span></p>'
    )


def test_named_anchor_equal_to_its_heading_is_the_heading() -> None:
    assert rendered('## <a name="new"></a>New', title="T").html == heading(2, "new", "New")


def test_link_within_the_page_finds_its_heading_without_capitals_and_accents() -> None:
    html = rendered("[x](#Configuracion)\n\n## Configuración", title="T").html
    assert html.startswith('<p><a href="#configuración">x</a></p>')


def test_label_of_the_heading_link_speaks_the_language_of_the_article() -> None:
    html = rendered('## Paso "1"', title="T", path="es/a.md").html
    assert 'aria-label="Enlace a esta sección: Paso &quot;1&quot;"' in html


def test_empty_heading_is_dropped() -> None:
    assert rendered("## \n\ntext", title="T").html == "<p>text</p>"


def test_table_of_contents_has_two_levels_and_no_boxes() -> None:
    page = rendered("## A\n\n### B\n\n#### C\n\n> ## D\n", title="T")
    assert page.toc == [TocEntry(2, "a", "A"), TocEntry(3, "b", "B")]


def test_sections_hold_the_plain_text_below_each_heading() -> None:
    page = rendered(
        "Intro *text* with a [link](x.md).\n\n## First\n\n- one\n- two `code`\n\n![Shown](a.png)\n\n"
        "```bash\nls -l\n  cd x\n```\n\n### Second &amp; last\n\n| a | b |\n|---|---|\n| c | d |\n",
        title="T",
    )
    assert page.sections == [
        Section("", "", 1, "Intro text with a link."),
        Section("first", "First", 2, "one\ntwo code\nShown\nls -l\ncd x"),
        Section("second--last", "Second & last", 3, "a b\nc d"),
    ]


def test_text_is_everything_readable_and_is_counted() -> None:
    page = rendered("Intro.\n\n## Head line\n\nMore words[^1].\n\n[^1]: A note.\n", title="T")
    assert page.text == "Intro.\nHead line\nMore words.\nA note."
    assert page.words == 7


def test_page_without_text_has_no_sections() -> None:
    page = rendered("", title="T")
    assert (page.html, page.sections, page.text, page.words) == ("", [], "", 0)


def test_rendered_survives_json() -> None:
    page = rendered("# A\n\n[x](b.md) ![y](c.png) [z](../../d.md)\n\n## B\n\ntext")
    assert Rendered.from_json(page.as_json()) == page
