"""Links and pictures: every address leads where its author meant, and none out of the articles folder."""

import pytest

from portal.articles.rendering.links import Kind, Link, resolve
from portal.articles.rendering.render import Rendered, render_article
from portal.core.problems import Problem

HERE = "es/red/vpn.md"


def rendered(body: str) -> Rendered:
    return render_article(HERE, body, title="VPN")


@pytest.mark.parametrize(
    ("written", "href", "target"),
    [
        ("wifi.md", "/articles/es/red/wifi", "es/red/wifi.md"),
        ("../correo/buzon.md", "/articles/es/correo/buzon", "es/correo/buzon.md"),
        ("./sub/x.md#paso-2", "/articles/es/red/sub/x#paso-2", "es/red/sub/x.md"),
        ("a%20b.md", "/articles/es/red/a%20b", "es/red/a b.md"),
        ("<a b.md>", "/articles/es/red/a%20b", "es/red/a b.md"),
        ("a b.md", "/articles/es/red/a%20b", "es/red/a b.md"),
        ("R&D/x.md", "/articles/es/red/R%26D/x", "es/red/R&D/x.md"),
        ("año/buzón.md", "/articles/es/red/a%C3%B1o/buz%C3%B3n", "es/red/año/buzón.md"),
        ("an\u0303o.md", "/articles/es/red/a%C3%B1o", "es/red/año.md"),
        ("index.md", "/articles/es/red/index", "es/red/index.md"),
        ("/correo/buzon.md", "/articles/es/correo/buzon", "es/correo/buzon.md"),
        ("/en/red/wifi.md", "/articles/en/red/wifi", "en/red/wifi.md"),
        ("../../en/red/wifi.md", "/articles/en/red/wifi", "en/red/wifi.md"),
        ("wifi.md?tabs=x#y", "/articles/es/red/wifi#y", "es/red/wifi.md"),
        ("..\\\\otro.md", "/articles/es/otro", "es/otro.md"),
        ("wifi", "/articles/es/red/wifi", "es/red/wifi.md"),
        ("../correo/", "/articles/es/correo/index", "es/correo/index.md"),
        ("wifi.md#main", "/articles/es/red/wifi#main-1", "es/red/wifi.md"),
    ],
)
def test_link_to_another_file_leads_to_its_page(written: str, href: str, target: str) -> None:
    page = rendered(f"[x]({written})")
    assert page.html == f'<p><a href="{href}">x</a></p>'
    assert [link.target for link in page.links] == [target]
    assert page.problems == []


def test_link_by_reference_leads_to_its_page() -> None:
    page = rendered("See [the page][1].\n\n[1]: <otra página.md> 'Otra'\n")
    assert page.html == '<p>See <a href="/articles/es/red/otra%20p%C3%A1gina" title="Otra">the page</a>.</p>'


def test_links_know_their_lines_in_the_file() -> None:
    page = render_article(HERE, "a\n\n[x](a.md) [y](b.md#c)\n\n[z](a.md)", title="T", line_offset=10)
    assert page.links == [
        Link("es/red/a.md", "", 12),
        Link("es/red/b.md", "c", 12),
        Link("es/red/a.md", "", 14),
    ]


def test_file_in_no_language_folder_links_in_the_language_of_its_article() -> None:
    page = render_article("guides/a.md", "[x](b.md) [y](/c.md)", title="T", lang="es")
    assert 'href="/articles/es/guides/b"' in page.html
    assert [link.target for link in page.links] == ["guides/b.md", "c.md"]


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("https://example.org/a?b=1&c=2", '<a href="https://example.org/a?b=1&amp;c=2" rel="noopener">x</a>'),
        ("//example.org/x", '<a href="https://example.org/x" rel="noopener">x</a>'),
        ("www.example.org", '<a href="https://www.example.org" rel="noopener">x</a>'),
        ("mailto:ayuda@example.org", '<a href="mailto:ayuda@example.org">x</a>'),
        ("ayuda@example.org", '<a href="mailto:ayuda@example.org">x</a>'),
        ("tel:+34900100100", '<a href="tel:+34900100100">x</a>'),
        ("/tickets/new", '<a href="/tickets/new">x</a>'),
    ],
)
def test_links_outside_and_into_the_portal_stay_as_written(written: str, html: str) -> None:
    page = rendered(f"[x]({written})")
    assert page.html == f"<p>{html}</p>"
    assert page.links == []


@pytest.mark.parametrize(
    "written",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "&#106;avascript:alert(1)", "data:text/html,x", "vbscript:x",
     "file:///etc/passwd", "C:\\x", "\\x0Bjavascript:alert(1)", "./javascript:alert(1)"],
)  # fmt: skip
def test_dangerous_addresses_leave_only_their_text(written: str) -> None:
    assert rendered(f"[x]({written})").html == "<p>x</p>"


@pytest.mark.parametrize(
    "written",
    ["../../../x.md", "../../../../etc/passwd.md", "%2e%2e/%2e%2e/%2e%2e/x.md", "/../../x.md", "/../../../etc/x.png",
     "..\\\\..\\\\..\\\\x.md", "../../.."],
)  # fmt: skip
def test_link_that_leaves_the_folder_is_plain_text_and_a_problem_with_its_line(written: str) -> None:
    page = render_article(HERE, f"one\n\ntwo [x]({written})", title="T", line_offset=5)
    assert page.html == "<p>one</p>\n<p>two x</p>"
    assert [problem.code for problem in page.problems] == ["link_leaves_folder"]
    assert page.links == []


def test_line_of_a_link_that_leaves_the_folder_is_told() -> None:
    page = render_article(HERE, "one\n\n[x](../../../x.md)", title="T", line_offset=5)
    assert page.problems == [Problem("link_leaves_folder", 7, "../../../x.md")]


def test_link_to_a_file_that_is_never_served_is_told() -> None:
    page = rendered("[plan](plan.pdf)")
    assert (page.html, page.problems) == ("<p>plan</p>", [Problem("link_unsupported", 1, "plan.pdf")])


def test_bare_addresses_become_links_but_not_in_code() -> None:
    assert rendered("Go to https://example.org/a_b. Or `https://no`.").html == (
        '<p>Go to <a href="https://example.org/a_b" rel="noopener">https://example.org/a_b</a>. '
        "Or <code>https://no</code>.</p>"
    )


@pytest.mark.parametrize(
    ("written", "src", "path"),
    [
        ("img/a.png", "/media/es/red/img/a.png", "es/red/img/a.png"),
        ("../img/a b.png", "/media/es/img/a%20b.png", "es/img/a b.png"),
        ("../R&D/año.PNG", "/media/es/R%26D/a%C3%B1o.PNG", "es/R&D/año.PNG"),
        ("/img/a.svg", "/media/es/img/a.svg", "es/img/a.svg"),
        ("../../shared/a.webp", "/media/shared/a.webp", "shared/a.webp"),
    ],
)
def test_picture_is_served_by_its_path_and_keeps_its_text(written: str, src: str, path: str) -> None:
    page = rendered(f"![El botón]({written})")
    assert page.html == f'<p><img src="{src}" alt="El botón" loading="lazy"></p>'
    assert page.images == [path]
    assert page.text == "El botón"


def test_picture_without_text_is_decoration() -> None:
    assert rendered("![](a.png)").html == '<p><img src="/media/es/red/a.png" alt="" loading="lazy"></p>'


def test_picture_that_is_a_link_always_has_a_text() -> None:
    html = rendered("[![](mi_foto.png)](wifi.md)").html
    assert html == (
        '<p><a href="/articles/es/red/wifi"><img src="/media/es/red/mi_foto.png" alt="Mi foto" loading="lazy"></a></p>'
    )


def test_picture_that_leaves_the_folder_shows_its_text_and_is_a_problem() -> None:
    page = rendered("one\n\n![Foto](../../../a.png)")
    assert page.html == "<p>one</p>\n<p>Foto</p>"
    assert page.problems == [Problem("image_leaves_folder", 3, "../../../a.png")]


def test_picture_from_elsewhere_becomes_a_link() -> None:
    assert rendered("![Plan](https://example.org/a.png)").html == (
        '<p><a href="https://example.org/a.png" rel="noopener">Plan</a></p>'
    )


def test_picture_in_html_is_treated_like_any_other() -> None:
    html = rendered('<img src="a.png" alt="A" width="20" onerror="x" style="x">').html
    assert html == '<p><img src="/media/es/red/a.png" alt="A" loading="lazy" width="20"></p>'


def test_link_without_any_text_is_none() -> None:
    assert rendered("a [](wifi.md) b").html == "<p>a  b</p>"


def test_address_of_nothing_leads_nowhere() -> None:
    assert resolve("", base=HERE, lang="es").kind is Kind.NOWHERE
    assert resolve("#", base=HERE, lang="es").kind is Kind.NOWHERE
