"""The results page and the search for programs."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import browser_like
from tests.support.factories import sync, write


def some_articles() -> None:
    write(
        "en/net/vpn.md",
        "---\ncategory: Network\n---\n# Set up the VPN\n\nIntro.\n\n## Error 809\n\nThe router at home holds back the tunnel.",
    )
    write("es/net/vpn.md", "---\ncategory: Red\n---\n# Configurar la VPN\n\nLa contraseña caducada.")
    write("en/mail/full.md", "---\ncategory: Mail\n---\n# Mailbox full\n\nDelete large mails, also over VPN.")
    sync()


def test_best_section_is_linked_and_words_are_marked(client: FlaskClient) -> None:
    some_articles()
    page = client.get("/search?q=router+tunnel").text
    assert "/articles/en/net/vpn?s=error-809#error-809" in page
    assert "<mark>router</mark>" in page


@pytest.mark.parametrize("words", ["contrasena", "contraseña", "CONTRASEÑAS", "contraseña caducadas"])
def test_accents_and_endings_do_not_matter(app: Flask, words: str) -> None:
    some_articles()
    answer = browser_like(app, "es").get("/api/v1/search", query_string={"q": words, "lang": "es"})
    assert answer.json["hits"][0]["path"] == "es/net/vpn.md"


def test_answer_for_programs_has_its_shape(client: FlaskClient) -> None:
    some_articles()
    answer = client.get("/api/v1/search?q=router&lang=en&kind=article&limit=1&offset=0").json
    assert set(answer) == {"query", "lang", "total", "took_ms", "suggestion", "hits"}
    assert answer["total"] == 1
    [hit] = answer["hits"]
    assert {name: hit[name] for name in ("path", "kind", "lang", "title", "url", "section", "section_url")} == {
        "path": "en/net/vpn.md", "kind": "article", "lang": "en", "title": "Set up the VPN",
        "url": "/articles/en/net/vpn", "section": "Error 809", "section_url": "/articles/en/net/vpn#error-809",
    }  # fmt: skip
    assert "router" in hit["snippet"]
    assert isinstance(hit["score"], float)


@pytest.mark.parametrize(
    "query", ["lang=fr", "kind=nonsense", "limit=-1", "limit=x", "offset=１", "limit=99999999999999"]
)
def test_parameter_without_sense_is_a_problem_document(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/v1/search?q=vpn&{query}")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == 400


def test_reader_s_language_comes_first_and_the_other_is_offered(client: FlaskClient) -> None:
    some_articles()
    page = client.get("/search?q=vpn").text
    assert page.index("Set up the <mark>VPN</mark>") < page.index("Configurar la <mark>VPN</mark>")
    assert "in Spanish" in page
    only = client.get("/search?q=vpn&lang=es").text
    assert "Set up the <mark>VPN</mark>" not in only


def test_filters_narrow_and_count(client: FlaskClient) -> None:
    some_articles()
    page = client.get("/search?q=vpn&category=mail").text
    assert "Mailbox full" in page
    assert "Set up the" not in page
    assert client.get("/api/v1/search?q=vpn&category=mail").json["total"] == 1


def test_empty_page_is_honest_and_carries_the_words_into_a_ticket(client: FlaskClient) -> None:
    some_articles()
    page = client.get("/search?q=zzyzx+qwfpgj").text
    assert "We have nothing on “zzyzx qwfpgj” yet" in page
    assert 'action="/tickets/new"' in page
    assert 'value="zzyzx qwfpgj"' in page


def test_slip_of_the_keyboard_is_offered_corrected(client: FlaskClient) -> None:
    some_articles()
    answer = client.get("/api/v1/search?q=rooter+tunel&lang=en").json
    assert answer["hits"][0]["path"] == "en/net/vpn.md"
    assert answer["suggestion"] == "router tunnel"


def test_suggestions_begin_with_the_third_letter(client: FlaskClient) -> None:
    some_articles()
    assert client.get("/api/v1/suggest?q=vp&lang=en").json["hits"] == []
    hits = client.get("/api/v1/suggest?q=mailb&lang=en").json["hits"]
    assert [(hit["title"], hit["category"]) for hit in hits] == [("Mailbox full", "Mail")]


def test_pages_go_on_and_end(client: FlaskClient) -> None:
    for number in range(23):
        write(f"en/many/{number:02}.md", f"# Printer {number}\n\nThe printer number {number}.")
    sync()
    first = client.get("/search?q=printer").text
    assert "1 to 10 of 23" in first
    assert 'rel="next"' in first
    last = client.get("/search?q=printer&page=3").text
    assert "21 to 23 of 23" in last
    assert 'rel="next"' not in last
    for page in ("0", "-1", "x", "９", "9" * 400):
        assert client.get("/search", query_string={"q": "printer", "page": page}).status_code == 200


def test_results_change_with_the_index(client: FlaskClient) -> None:
    some_articles()
    assert "Set up the" in client.get("/search?q=router").text
    write("en/net/vpn.md", "# Something else\n\nNothing to see.")
    sync()
    assert "Set up the" not in client.get("/search?q=router").text


def test_results_kept_for_guests_hold_nothing_of_staff(app: Flask, client: FlaskClient) -> None:
    from tests.support.factories import person, sign_in

    write("en/net/a.md", "---\naudience: internal\n---\n# Zanzibar\n\nrouter")
    some_articles()
    staff = sign_in(browser_like(app), person("technician"))
    assert "Zanzibar" in staff.get("/search?q=router").text
    assert "Zanzibar" not in client.get("/search?q=router").text
    assert "Zanzibar" in staff.get("/search?q=router").text
