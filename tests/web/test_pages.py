"""The shell: home, languages, errors, headers, static files."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import browser_like
from tests.support.factories import person, sign_in, sync, write


def test_home_shows_topics_what_is_read_and_courses(client: FlaskClient) -> None:
    write("en/net/vpn.md", "---\ncategory: Network and VPN\n---\n# Set up the VPN\n\ntext")
    write(
        "en/courses/safe/index.md", "---\nkind: course\ntitle: Safe and sound\nsummary: Five lessons.\n---\n"
    )
    write("en/courses/safe/01-a.md", "# First\n\ntext")
    sync()
    page = client.get("/").text
    for words in (
        "How can we help you?",
        "Network and VPN",
        "Set up the VPN",
        "Safe and sound",
        "1 lesson",
        "Open a ticket",
        "My tickets",
    ):
        assert words in page
    assert "autofocus" in page


def test_empty_home_says_what_is_true(client: FlaskClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "No articles in English yet" in page.text


@pytest.mark.parametrize(
    ("header", "lang"),
    [("es-MX,es;q=0.9", "es"), ("en-US", "en"), ("fr", "en"), ("", "en"), ("*", "en"), ("x" * 5000, "en")],
)
def test_language_follows_the_browser(app: Flask, header: str, lang: str) -> None:
    client = browser_like(app, header)
    assert f'<html lang="{lang}"' in client.get("/").text


def test_language_can_be_chosen_and_stays(client: FlaskClient) -> None:
    answer = client.get("/language/es?next=/articles")
    assert answer.headers["Location"] == "/articles"
    assert '<html lang="es"' in client.get("/").text


def test_language_of_the_account_counts_before_the_browser_s(client: FlaskClient) -> None:
    sign_in(client, person("trainer", lang="es"))
    assert '<html lang="es"' in client.get("/").text


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil", "\\\\evil", "javascript:x", "/a\nb", ""]
)
def test_language_switch_never_leads_away(client: FlaskClient, target: str) -> None:
    assert client.get("/language/es", query_string={"next": target}).headers["Location"] == "/"


def test_unknown_page_offers_a_search_for_its_words(client: FlaskClient) -> None:
    answer = client.get("/help/vpn-windows_10.html")
    assert answer.status_code == 404
    assert 'value="vpn windows 10"' in answer.text
    assert 'lang="en"' in answer.text
    assert browser_like(client.application, "es").get("/nada").text.count('<html lang="es"') == 1


def test_unknown_page_shows_what_its_words_find(client: FlaskClient) -> None:
    write("en/net/vpn.md", "# Set up the VPN\n\ntext")
    sync()
    page = client.get("/help/vpn.html").text
    assert 'href="/articles/en/net/vpn"' in page


def test_address_of_an_older_site_leads_to_the_article(client: FlaskClient) -> None:
    write("es/net/vpn.md", "---\naliases: [/help/vpn.html]\n---\n# La VPN\n\ntexto")
    sync()
    answer = client.get("/help/vpn.html")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/articles/es/net/vpn")


def test_error_below_api_is_a_problem_document(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_unexpected_error_shows_a_number_and_no_secret(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("portal.web.pages.articles.topics", fails)
    app.config["TESTING"] = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "read out this number" in answer.text


def test_every_answer_carries_the_policy(client: FlaskClient) -> None:
    for path in ("/", "/nope", "/api/v1/search?q=a", "/healthz", "/static/ui.css", "/tickets/new"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe-inline" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_static_files_are_kept_for_ever_under_their_hash(client: FlaskClient) -> None:
    page = client.get("/").text
    address = page.split('href="/static/ui.css?v=')[1].split('"')[0]
    answer = client.get(f"/static/ui.css?v={address}", headers={"Accept-Encoding": "gzip"})
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" not in client.get("/static/ui.css").headers["Cache-Control"]
    assert client.get("/static/../shell.py").status_code == 404


def test_theme_of_the_cookie_is_in_the_page(client: FlaskClient) -> None:
    client.set_cookie("theme", "dark")
    assert 'data-theme="dark"' in client.get("/").text
    client.set_cookie("theme", '"><script>')
    assert "data-theme" not in client.get("/").text.split(">")[1]


def test_pages_kept_for_guests_hold_nothing_of_another(app: Flask, client: FlaskClient) -> None:
    write("en/net/vpn.md", "# Set up the VPN\n\nrouter")
    sync()
    first, second = client, browser_like(app)
    first.get("/search?q=router")
    assert "Back to the result" in first.get("/articles/en/net/vpn").text
    page = second.get("/articles/en/net/vpn").text
    assert "Back to the result" not in page
    for path in ("/articles/en/net/vpn", "/search?q=router", "/"):
        tokens = [
            set(re.findall(r'name="csrf_token" value="([^"]+)"', reader.get(path).text))
            for reader in (first, second)
        ]
        assert not (tokens[0] & tokens[1]), path
        assert "\x02" not in first.get(path).text


def test_health_and_robots(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text
