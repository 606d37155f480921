"""Requests that are too large, too long, badly written or absurd are answered, plainly and in the reader's language."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.web import pages as shell_pages
from portal.web.shell import LARGEST_BODY, LARGEST_FIELD, POLICY
from tests.conftest import browser_like
from tests.security.looking import Page
from tests.support.factories import person, sign_in, sync, ticket, write

NUMBERS = [
    "0", "-1", "-0", "+1", "1.5", "1e3", "0x10", "01", " 1", "1_000", "٣", "１２", "²", "①", "۵۵", "½", "𝟙", "1\u0663", "NaN", "inf", "true", "[1]",
    "2147483647", "2147483648", "4294967296", "9223372036854775807", "9223372036854775808", "9" * 40, "9" * 400, "9" * 5000, "-" + "9" * 400,
    "1;DROP TABLE users", "1 OR 1=1", "%00", "null", "\ufeff1",
]  # fmt: skip


def answers(reader: FlaskClient, path: str, **settings: Any) -> Any:
    """Ask and check that the answer is one of ours."""
    answer = reader.open(path, **settings)
    assert answer.status_code < 500, (path[:120], answer.status_code)
    if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 308):
        assert Page(answer.text).dangers == [], path[:120]
    return answer


def multipart(name: str, value: bytes) -> dict[str, Any]:
    """Write a form of one part; the test client would leave its temporary file open."""
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
    return {"data": head + value + b"\r\n--x--\r\n", "content_type": "multipart/form-data; boundary=x"}


# ---- numbers ---------------------------------------------------------------------------------------------------


def test_absurd_numbers_break_nothing(app: Flask) -> None:
    write("en/a.md", "# A\n\nzebra")
    sync()
    ticket()
    guest, admin = browser_like(app), sign_in(browser_like(app), person("admin", "technician"))
    for number in NUMBERS:
        for name in ("page", "limit", "offset"):
            answers(guest, "/search", query_string={"q": "zebra", name: number})
            api = answers(guest, "/api/v1/search", query_string={"q": "zebra", name: number})
            assert api.status_code in (200, 400)
            answers(guest, "/api/v1/suggest", query_string={"q": "zebra", name: number})
            answers(admin, "/desk", query_string={"view": "all", name: number})
            answers(admin, "/admin", query_string={name: number})
        answers(admin, "/desk/find", query_string={"number": number})
        answers(guest, "/articles/en/a", query_string={"s": number, "v": number})


def test_page_of_results_may_have_any_number_of_digits(client: FlaskClient) -> None:
    write("en/a.md", "# A\n\nzebra")
    sync()
    assert client.get("/search", query_string={"q": "zebra", "page": "9" * 5000}).status_code == 200


@pytest.mark.parametrize(
    "planted", ["q=zebra" + "+" * 500 + "planted", "q=zebra&lang=planted", "q=zebra&kind=planted"]
)
def test_page_of_results_keeps_nothing_of_another_guests_address(app: Flask, planted: str) -> None:
    for number in range(30):
        write(f"en/{number}.md", f"# Zebra {number}\n\nzebra")
    sync()
    browser_like(app).get(f"/search?{planted}")
    assert "planted" not in browser_like(app).get("/search?q=zebra").text


def test_absurd_numbers_in_addresses_are_unknown(app: Flask) -> None:
    guest, admin = browser_like(app), sign_in(browser_like(app), person("admin", "technician"))
    for number in NUMBERS[8:]:
        for path in ("/admin/people/{}", "/desk/tickets/{}", "/tickets/{}", "/t/{}", "/topics/{}"):
            assert answers(admin, path.format(number)).status_code in (302, 404), (path, number[:50])
        for path in ("/articles/{}/vote", "/articles/{}/reading"):
            answer = answers(
                guest, path.format(number), method="POST", data={"solved": "yes", "seconds": number}
            )
            assert answer.status_code in (404, 405), (path, number[:50])
        for path in (
            "/admin/people/{}/roles",
            "/admin/people/{}/active",
            "/admin/people/{}/link",
            "/desk/tickets/{}/take",
        ):
            assert answers(admin, path.format(number), method="POST").status_code == 404, (path, number[:50])


def test_absurd_numbers_in_forms_are_refused_or_ignored(app: Flask) -> None:
    write("en/a.md", "# A\n\nzebra")
    sync()
    one = ticket()
    admin = sign_in(browser_like(app), person("admin", "technician"))
    for number in NUMBERS:
        facts = {
            "email": f"p{NUMBERS.index(number)}@example.org",
            "name": "N",
            "roles": "technician",
            "tier": number,
        }
        refused = answers(admin, "/admin/people", method="POST", data=facts).status_code == 400
        assert refused is (number.strip() not in ("1", "2", "3")), number
        answers(admin, "/articles/1/reading", method="POST", data={"seconds": number})
        said = {"text": "hello", "audience": "reply", "action": "reply", "cite": number}
        assert (
            answers(admin, f"/desk/tickets/{one.number}/write", method="POST", data=said).status_code == 302
        )
        answers(admin, "/tickets/new", method="POST", data={"subject": "s", "body": "b", "trail": number})


# ---- size --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "title"), [("en", "That is too large"), ("es", "Es demasiado grande")])
@pytest.mark.parametrize("path", ["/tickets/new", "/account/login", "/privacy", "/articles/1/vote"])
@pytest.mark.parametrize("checks_tokens", [True, False])
def test_body_that_is_too_large_is_said_to_be(
    app: Flask, lang: str, title: str, path: str, checks_tokens: bool
) -> None:
    app.config["WTF_CSRF_ENABLED"] = checks_tokens
    guest = browser_like(app, lang)
    field = {"body": "x" * (LARGEST_FIELD + 1000)}
    bodies: list[dict[str, Any]] = [
        {"data": field},
        multipart("body", b"x" * (LARGEST_FIELD + 1000)),
        multipart('file"; filename="x.txt', b"x" * (LARGEST_BODY + 1)),
        {"data": {f"f{number}": "x" for number in range(1100)}, "content_type": "multipart/form-data"},
        {"data": b"{" * (LARGEST_FIELD + 1000), "content_type": "application/json"},
        {"data": field, "environ_overrides": {"CONTENT_LENGTH": str(LARGEST_BODY * 100)}},
    ]
    for body in bodies:
        answer = answers(guest, path, method="POST", **body)
        if answer.status_code != 413 and (
            "json" in body.get("content_type", "") or answer.status_code == 404
        ):
            continue  # what was sent was not needed to answer
        assert answer.status_code == 413, (path, body.keys())
        assert title in answer.text
        assert answer.headers["Content-Security-Policy"] == POLICY


def test_body_of_any_kind_is_answered(client: FlaskClient) -> None:
    bodies = [
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"), (b"a=%ff%fe&b=%zz&%00=%00", "application/x-www-form-urlencoded"),
        (b"--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=x"), (b"", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary=" + "b" * 300), (b'{"a": 1', "application/json"), (b"[" * 5000, "application/json"),
        (b"subject=%ED%A0%80&body=%F4%90%80%80", "application/x-www-form-urlencoded; charset=utf-16"), (b"x", "text/\xe9".encode("latin-1").decode("latin-1")),
        (b"=&=&&&;;" * 100, "application/x-www-form-urlencoded"), (b"x", ""), (b"x", "a/b/c; ; ="),
    ]  # fmt: skip
    for data, kind in bodies:
        for path in (
            "/tickets/new",
            "/account/login",
            "/privacy",
            "/api/v1/search",
            "/api/v1/suggest",
            "/nowhere",
        ):
            answer = answers(client, path, method="POST", data=data, content_type=kind)
            assert answer.status_code in (302, 400, 404, 405, 413, 429), (path, kind)


def test_long_questions_and_addresses_are_answered(client: FlaskClient) -> None:
    write("en/a.md", "# A\n\nzebra")
    sync()
    for words in (
        "zebra " * 20_000,
        "a" * 100_000,
        "ñ" * 10_000,
        "(" * 5000,
        '"' * 5000,
        " ".join(f"w{n}" for n in range(5000)),
        "\u0301" * 5000,
        "🧑\u200d" * 3000,
    ):
        for path in ("/search", "/api/v1/search", "/api/v1/suggest"):
            assert answers(client, path, query_string={"q": words}).status_code in (200, 400)
        answers(client, "/tickets/new", query_string={"subject": words, "category": words})
        answers(client, f"/articles/en/{words[:20_000]}")
        answers(
            client, "/search", query_string={"q": "zebra", "category": words, "kind": words, "lang": words}
        )
    answers(client, "/search?" + "&".join(f"q{n}=x" for n in range(20_000)))
    answers(client, "/search?" + "q=x&" * 20_000)
    answers(client, "/" + "a/" * 20_000)


# ---- encoding ------------------------------------------------------------------------------------------------------

BYTES = ["%ff", "%fe%ff", "%c3", "%c3%28", "%ed%a0%80", "%f4%90%80%80", "%c0%80", "%e2%82", "%80%81", "%zz", "%", "%u0041", "caf%e9", "%00", "a%00b", "%0d%0aSet-Cookie:a=b"]  # fmt: skip


@pytest.mark.parametrize("written", BYTES)
def test_bytes_that_are_no_text_are_answered(app: Flask, written: str) -> None:
    guest, admin = browser_like(app), sign_in(browser_like(app), person("admin", "technician"))
    for path in (f"/{written}", f"/articles/en/{written}", f"/articles/{written}/x", f"/media/{written}", f"/courses/en/{written}/{written}",
                 f"/topics/{written}", f"/static/{written}", f"/t/{written}", f"/language/{written}", f"/feed/{written}.atom",
                 f"/search?q={written}", f"/search?{written}={written}", f"/api/v1/search?q={written}", f"/api/v1/suggest?q={written}",
                 f"/api/v1/suggest?q=abc{written}", f"/tickets/new?subject={written}", f"/language/es?next=/{written}", f"/account/login?next={written}",
                 f"/articles/en/x?s={written}"):  # fmt: skip
        answer = answers(guest, path)
        assert "a" not in [name for name, _value in answer.headers if name == "a"]
        assert not any("Set-Cookie:a=b" in line for line in answer.headers.getlist("Set-Cookie"))
        assert "\n" not in answer.headers.get("Location", "")
    for path in (
        f"/desk?view={written}&page={written}",
        f"/desk/find?number={written}",
        f"/desk/tickets/{written}",
        f"/tickets/{written}",
    ):
        answers(admin, path)
    for path in ("/tickets/new", "/account/login", "/privacy"):
        answers(guest, path, method="POST", data=f"subject={written}&body=x{written}&name={written}&email=a@b.co&{written}=x",
                content_type="application/x-www-form-urlencoded")  # fmt: skip


def test_odd_but_whole_texts_are_kept_on_every_database(app: Flask) -> None:
    guest = browser_like(app)
    texts = [
        "Ñandú \U0001f9d1\u200d\U0001f9d2",
        "nul \x00 inside",
        "\x02vote\x03 x",
        "\uffff\ufffe x",
        "\ud7ff\ue000 x",
        "ﷺ" * 50,
        "z" + "\u0301" * 190,
        "' OR 1=1 --",
        "\\N \\x00 $1 %s",
    ]
    for number, text in enumerate(texts):
        facts = {"subject": text, "body": text, "name": text[:60], "email": f"g{number}@example.org"}
        answer = guest.post("/tickets/new", data=facts, environ_overrides={"REMOTE_ADDR": f"10.1.1.{number}"})
        assert answer.status_code == 302, text
        page = Page(guest.get(answer.headers["Location"]).text)
        kept = " ".join(re.sub(r"[\x00-\x1f]", " ", text.replace("\x00", "")).split())
        assert page.texts["h1"] == [kept], text


# ---- headers ---------------------------------------------------------------------------------------------------------


def test_every_answer_carries_the_headers_that_protect(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    write("en/a.md", "# A\n\n![p](p.png)")
    write("en/p.png", b"\x89PNG\r\n\x1a\n")
    gone = write("en/gone.md", "# Gone\n\nx")
    sync()
    gone.unlink()
    sync()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    guest, trainer = browser_like(app), sign_in(browser_like(app), person("trainer"))
    monkeypatch.setattr(shell_pages, "render_template", lambda *_: 1 / 0)
    for _ in range(6):
        guest.post("/account/login", data={"email": "a@example.org", "password": "nope"})
    asked = [
        (200, guest.get("/")), (200, guest.get("/articles/en/a")), (200, guest.get("/search?q=a")), (200, guest.get("/feed/en.atom")),
        (200, guest.get("/robots.txt")), (200, guest.get("/healthz")), (200, guest.get("/static/ui.css")), (200, guest.get("/api/v1/search?q=a")),
        (302, guest.get("/language/es")), (302, guest.get("/admin")), (301, guest.get("/articles/en/a.md")), (302, guest.get("/favicon.ico")),
        (400, guest.get("/api/v1/search?limit=x")), (400, guest.post("/tickets/new")), (403, trainer.get("/admin")), (404, guest.get("/nowhere")),
        (404, guest.get("/static/nowhere")), (404, guest.get("/api/v1/nowhere")), (404, guest.get("/a%00b")), (405, guest.put("/search")),
        (410, guest.get("/articles/en/gone")), (413, guest.post("/tickets/new", data={"body": "x" * (LARGEST_FIELD + 1000)})),
        (429, guest.post("/account/login", data={"email": "a@example.org", "password": "nope"})), (500, guest.get("/accessibility")),
        (200, guest.options("/")), (200, guest.head("/")),
    ]  # fmt: skip
    for status, answer in asked:
        where = answer.request.path, status
        assert answer.status_code == status, (where, answer.status_code)
        assert answer.headers["Content-Security-Policy"] == POLICY, where
        assert answer.headers["X-Content-Type-Options"] == "nosniff", where
        assert answer.headers["Referrer-Policy"] == "same-origin", where
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", where
        assert "Server" not in answer.headers, where
        if "/static/" not in answer.request.path:
            assert "Cookie" in answer.headers["Vary"], where
            assert "public" not in answer.headers.get("Cache-Control", ""), where
    picture = guest.get("/media/en/p.png")
    assert picture.headers["Content-Security-Policy"].endswith("sandbox")
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in POLICY
    assert "*" not in POLICY


def test_unexpected_error_shows_a_number_and_nothing_of_the_house(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(shell_pages, "render_template", lambda *_: {}["secret/path.py"])
    answer = browser_like(app).get("/accessibility")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert "secret/path" not in answer.text
    assert re.search(r'<strong class="ref">[0-9a-f]{8}</strong>', answer.text)


def test_forwarded_headers_count_only_behind_a_proxy_that_was_declared(app: Flask) -> None:
    forwarded = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Prefix": "/evil",
        "Forwarded": "host=evil.example",
    }
    write("en/a.md", "# A\n\nx")
    sync()
    for path in ("/", "/articles/en/a", "/feed/en.atom", "/sitemap.xml", "/robots.txt", "/admin"):
        answer = browser_like(app).get(path, headers=forwarded)
        assert "evil" not in answer.text, path
        assert "evil" not in str(answer.headers), path
