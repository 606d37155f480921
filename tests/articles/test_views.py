"""Pages of articles, as readers and staff get them."""

import xml.etree.ElementTree as ET

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient

from tests.conftest import browser_like
from tests.support.factories import person, sign_in, sync, write


def test_article_page_shows_title_summary_text_and_contents(client: FlaskClient) -> None:
    write(
        "en/net/vpn.md",
        "---\ntitle: The VPN\nsummary: From home.\n---\n# The VPN\n\nHello\n\n## One\n\na\n\n## Two\n\nb",
    )
    sync()
    page = client.get("/articles/en/net/vpn").text
    assert page.count("<h1>The VPN</h1>") == 1
    assert '<p class="lede">From home.</p>' in page
    assert 'href="#one"' in page
    assert '<html lang="en"' in page


def test_translations_lead_to_each_other(client: FlaskClient) -> None:
    write("en/net/vpn.md", "# The VPN\n\ntext")
    write("es/net/vpn.md", "# La VPN\n\ntexto")
    sync()
    page = client.get("/articles/en/net/vpn").text
    assert "Leer en español" in page
    assert "/language/es?next=/articles/es/net/vpn" in page.replace("%2F", "/")


def test_article_in_the_other_language_is_marked_as_such(app: Flask) -> None:
    write("en/net/vpn.md", "# The VPN\n\ntext")
    sync()
    page = browser_like(app, "es").get("/articles/en/net/vpn").text
    assert '<html lang="es"' in page
    assert 'lang="en"' in page


def test_internal_article_is_for_staff_only_everywhere(app: Flask, client: FlaskClient) -> None:
    write(
        "en/net/secret.md",
        "---\ntitle: Zanzibar router\naudience: internal\ncategory: Hidden\n---\n![p](p.png)\n\nzanzibar",
    )
    write("en/net/p.png", b"\x89PNG\r\n\x1a\n")
    sync()
    staff = sign_in(browser_like(app), person("technician"))
    pages = ("/articles/en/net/secret", "/topics/hidden", "/search?q=zanzibar", "/api/v1/search?q=zanzibar",
             "/api/v1/suggest?q=zanz", "/feed/en.atom", "/sitemap.xml", "/", "/articles", "/media/en/net/p.png")  # fmt: skip
    for page in pages:
        answer = client.get(page)
        assert "Zanzibar" not in answer.text.replace("“zanzibar”", ""), page
        assert "Hidden" not in answer.text, page
    assert client.get("/articles/en/net/secret").status_code == 404
    assert client.get("/media/en/net/p.png").status_code == 404
    assert "Zanzibar router" in staff.get("/articles/en/net/secret").text
    assert "Zanzibar" in staff.get("/search?q=zanzibar").text
    assert staff.get("/api/v1/search?q=zanzibar").json["total"] == 1
    assert staff.get("/media/en/net/p.png").status_code == 200


def test_old_address_redirects_and_a_gone_article_says_so(client: FlaskClient) -> None:
    file = write("en/a.md", "# Title here\n\ntext")
    sync()
    file.rename(file.with_name("b.md"))
    sync()
    answer = client.get("/articles/en/a")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/articles/en/b")
    file.with_name("b.md").unlink()
    sync()
    gone = client.get("/articles/en/b")
    assert gone.status_code == 410
    assert "Title here" in gone.text


def test_address_with_md_is_mended(client: FlaskClient) -> None:
    assert client.get("/articles/en/a.md").headers["Location"] == "/articles/en/a"


@pytest.mark.parametrize(
    "path",
    [
        "/articles/en/../../etc/passwd", "/articles/en/%2e%2e/%2e%2e/secret", "/articles/../secret/x",
        "/media/../secret.md", "/media/%2e%2e/secret.md", "/media//etc/passwd", "/media/en/a.md", "/media/en/..%5csecret",
        "/articles/en/%00", "/media/%00", "/static/../shell.py", "/static/%2e%2e/shell.py", "/courses/en/../../x/y",
        "/articles/en/" + "a/" * 400, "/feed/xx.atom", "/articles/fr/a",
    ],
)  # fmt: skip
def test_no_address_reaches_a_file_outside(client: FlaskClient, path: str) -> None:
    write("en/a.md", "text")
    sync()
    (current_app.config["ARTICLES"].parent / "secret.md").write_text("top secret")
    answer = client.get(path)
    assert answer.status_code in (301, 302, 308, 404)
    assert "top secret" not in answer.text


def test_picture_is_served_with_a_policy_that_runs_nothing(client: FlaskClient) -> None:
    write("en/a.md", "![p](img/my%20%26%20p%C3%ADcture.svg)")
    write(
        "en/img/my & pícture.svg", '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    )
    sync()
    page = client.get("/articles/en/a").text
    address = page.split('src="/media/')[1].split('"')[0].replace("&amp;", "&")
    answer = client.get(f"/media/{address}")
    assert answer.status_code == 200
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_feed_is_atom_and_sitemap_lists_public_texts(client: FlaskClient) -> None:
    write("en/a.md", "---\ntitle: 'A & B <c>'\nsummary: s\n---\ntext")
    write("es/a.md", "# Á\n\ntexto")
    sync()
    feed = ET.fromstring(client.get("/feed/en.atom").data)
    ns = "{http://www.w3.org/2005/Atom}"
    assert [entry.findtext(f"{ns}title") for entry in feed.iter(f"{ns}entry")] == ["A & B <c>"]
    sitemap = ET.fromstring(client.get("/sitemap.xml").data)
    assert len(list(sitemap)) == 2


def test_course_is_read_in_order(client: FlaskClient) -> None:
    write("en/courses/safe/index.md", "---\nkind: course\ntitle: Safe and sound\n---\nWelcome.")
    for number, name in ((1, "first"), (2, "second"), (10, "tenth")):
        write(f"en/courses/safe/{number:02}-{name}.md", f"# The {name} lesson\n\ntext {name}")
    sync()
    assert "Safe and sound" in client.get("/courses").text
    course = client.get("/courses/en/safe").text
    assert course.index("first lesson") < course.index("second lesson") < course.index("tenth lesson")
    second = client.get("/courses/en/safe/02-second").text
    assert 'rel="prev"' in second
    assert "/courses/en/safe/01-first" in second
    assert "/courses/en/safe/10-tenth" in second
    assert (
        client.get("/articles/en/courses/safe/02-second").headers["Location"] == "/courses/en/safe/02-second"
    )
    assert client.get("/courses/en/safe/99-none").status_code == 404
    assert client.get("/search?q=tenth").text.count("The <mark>tenth</mark> lesson") == 1


def test_topic_lists_its_articles_in_both_languages(app: Flask, client: FlaskClient) -> None:
    write("en/net/vpn.md", "---\ncategory: Network\n---\n# The VPN\n\ntext")
    write("es/net/vpn.md", "---\ncategory: Red\n---\n# La VPN\n\ntexto")
    sync()
    assert "The VPN" in client.get("/topics/network").text
    assert "La VPN" in browser_like(app, "es").get("/topics/network").text
    assert client.get("/topics/nothing").status_code == 404
