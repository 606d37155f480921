"""Hostile text through every place that shows text: nothing runs, nothing breaks, and what was typed is what is read."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import create_app
from portal.accounts import services as accounts
from portal.accounts.models import User
from portal.articles.texts import render_text
from portal.core.database import db, transaction
from portal.core.lines import one_line
from portal.tickets import services as tickets
from portal.tickets.links import link_token
from portal.tickets.models import Message, Ticket
from tests.conftest import Browser, browser_like
from tests.security.looking import Page
from tests.security.samples import FOLDER, OWN, everything
from tests.support.factories import person, sign_in, sync, ticket, write

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the hostile samples of the starter kit are not at hand"
)

TEXTS = everything()
SUBJECTS = [line for line in dict.fromkeys(one_line(text)[:200].strip() for text in TEXTS) if line]
NAMES = [line for line in dict.fromkeys(one_line(text)[:120].strip() for text in TEXTS) if line]


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Make one portal whose every text is hostile; the tests of this module only look at it."""
    home = tmp_path_factory.mktemp("hostile")
    (home / "articles").mkdir()
    (home / "portal.db").write_bytes(sqlite_template.read_bytes())
    made = create_app(
        {
            "DATABASE_URL": f"sqlite:///{home / 'portal.db'}", "INSTANCE": home, "ARTICLES": home / "articles",
            "SECRET_KEY": "only for tests", "TESTING": True, "WTF_CSRF_ENABLED": False,
        }
    )  # fmt: skip
    made.test_client_class = Browser
    with made.app_context():
        yield made
        for name in ("portal.trail", "portal.workshop"):
            if name in made.extensions:
                made.extensions[name].close()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def admin(house: Flask) -> FlaskClient:
    """Give an admin, who sees everything."""
    return sign_in(browser_like(house), person("admin", "technician"))


def look(answer: Any, where: object = "") -> Page:
    """Return the page of an answer and check that nothing on it can do anything."""
    assert answer.status_code < 500, (where, answer.status_code)
    assert answer.mimetype == "text/html", (where, answer.mimetype)
    page = Page(answer.text)
    assert page.dangers == [], (where, page.dangers)
    return page


def pieces(text: str) -> str:
    """Return letters and digits only, to compare what Markdown made of a text with the text.

    The word behind a fence names the language of the code and is not shown.
    """
    return "".join(char for char in re.sub(r"(?m)^```.*$", "", text) if char.isalnum())


# ---- articles ----------------------------------------------------------------------------------------------


def quoted(text: str) -> str:
    """Write a text as YAML's double quotes have it, every odd character escaped."""
    escaped = "".join(
        char if char.isascii() and char.isprintable() and char not in '"\\' else f"\\U{ord(char):08x}"
        for char in text
    )
    return f'"{escaped}"'


@pytest.fixture(scope="module")
def articles(house: Flask) -> list[str]:
    """Publish every sample as title, summary, tag, category and body, as a whole front matter, and as file name."""
    for number, text in enumerate(TEXTS):
        said = quoted(text)
        head = f"title: {said}\nsummary: {said}\ntags: [{said}, x]\ncategory: {said}\nowner: {said}\nrelated: [{said}]"
        write(f"en/text/{number}.md", f"---\n{head}\n---\n{text}\n\n{text}")
        write(f"es/matter/{number}.md", f"---\n{text}\n---\n# {text}\n\ntext")
        name = "".join("-" if char in "/\x00" else char for char in text).encode("utf-8", "replace")[:200]
        write(f"en/name/{number}{name.decode('utf-8', 'ignore')}.md", f"text {number}")
    report = sync()
    assert report.new + len(report.problems) >= 3 * len(TEXTS)
    return list(
        db.session.scalars(db.text("SELECT lang || '/' || slug FROM articles WHERE status = 'published'"))
    )


def test_article_pages_do_nothing(house: Flask, articles: list[str]) -> None:
    reader = browser_like(house)
    assert len(articles) >= 2.5 * len(TEXTS)
    for address in [one for one in articles if "/name/" not in one] + [
        one for one in articles if "/name/" in one
    ][::5]:
        answer = reader.get(f"/articles/{quote(address)}", follow_redirects=True)
        assert answer.status_code == 200, address
        look(answer, address)


def test_titles_and_names_of_files_are_read_as_they_were_written(house: Flask, articles: list[str]) -> None:
    reader = browser_like(house, "es")
    for number in range(0, len(TEXTS), 7):
        page = look(reader.get(f"/articles/en/text/{number}"))
        words = re.findall(r"\w{4,}", TEXTS[number].split("\n")[0][:150])
        assert [word for word in words if word not in page.texts["h1"][0] + page.text] == [], TEXTS[number]


def test_lists_feeds_and_problems_do_nothing(house: Flask, articles: list[str], admin: FlaskClient) -> None:
    for reader in (browser_like(house), browser_like(house, "es"), admin):
        for path in ("/", "/articles", "/courses", "/search", "/tickets/new"):
            look(reader.get(path), path)
    topics = re.findall(r'href="(/topics/[^"]+)"', admin.get("/articles").text)
    assert len(topics) > 100
    for topic in topics[::5]:
        look(admin.get(topic), topic)
    assert "text/0.md" in look(admin.get("/write/problems")).text
    for feed in ("/feed/en.atom", "/feed/es.atom", "/sitemap.xml"):
        root = ET.fromstring(browser_like(house).get(feed).data)
        assert len(list(root)) >= 30


# ---- search ------------------------------------------------------------------------------------------------


def test_search_echoes_what_was_asked(house: Flask, articles: list[str]) -> None:
    reader = browser_like(house)
    for text in TEXTS:
        page = look(reader.get("/search", query_string={"q": text}), text)
        kept = text.replace("\0", "")[:400].strip()
        assert kept.replace("\r", "\n") in [value.replace("\r", "\n") for value in page.values["q"]], text
        if text in OWN:
            assert look(reader.get("/articles/en/text/0"), text).texts["h1"]  # says what was searched
    trail = look(reader.get("/privacy"))
    assert one_line(TEXTS[-1])[:80] in trail.text
    form = look(reader.get("/tickets/new", query_string={"subject": TEXTS[0], "category": TEXTS[1]}))
    assert form.values["subject"][0].strip() == TEXTS[0].strip()


def test_api_answers_are_json_and_echo_the_question(house: Flask, articles: list[str]) -> None:
    reader = browser_like(house)
    for text in TEXTS:
        for path, longest in (("/api/v1/search", 5000), ("/api/v1/suggest", 200)):
            answer = reader.get(path, query_string={"q": text})
            assert answer.status_code == 200, text
            assert answer.mimetype == "application/json"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.json["query"] == text.replace("\0", "")[:longest]
            assert all(
                urlsplit(hit["url"]).scheme == "" and hit["url"].startswith("/")
                for hit in answer.json["hits"]
            )


def test_api_parameters_are_refused_not_broken(house: Flask) -> None:
    reader = browser_like(house)
    for text in TEXTS:
        answer = reader.get(
            "/api/v1/search",
            query_string={"q": "a", "lang": text, "kind": text, "limit": text, "offset": text},
        )
        assert answer.status_code == 400, text
        assert answer.mimetype == "application/problem+json"
        filtered = {"q": "text", "lang": text, "kind": text, "category": text, "page": text}
        look(reader.get("/search", query_string=filtered), text)


# ---- tickets -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def asked(house: Flask, admin: FlaskClient) -> tuple[User, Ticket]:
    """Let one person ask everything, guests of every name ask once, and one ticket hold every text as a reply."""
    rosa, desk = person("requester"), person("technician", email="desk@example.org")
    said = [tickets.Text(text, render_text(text)) for text in TEXTS]
    with transaction():
        for subject in SUBJECTS:
            ticket(subject=subject, requester=rosa, body="x", html="<p>x</p>")
        for name in NAMES:
            ticket(subject="A guest", name=name)
        long_one = ticket(subject="Everything", requester=rosa)
        for text in said:
            tickets.answer(ticket=long_one, actor=rosa, text=text)
            tickets.reply(ticket=long_one, actor=desk, text=text, articles=[], asks=False)
            tickets.note(ticket=long_one, actor=desk, text=text)
    return rosa, long_one


def test_subjects_are_read_as_they_were_written(house: Flask, asked: tuple[User, Ticket]) -> None:
    mine = sign_in(browser_like(house), asked[0])
    page = look(mine.get("/tickets"))
    assert [subject for subject in SUBJECTS if subject not in page.texts["a"]] == []


def test_names_and_subjects_stand_in_the_queue(
    house: Flask, asked: tuple[User, Ticket], admin: FlaskClient
) -> None:
    shown: set[str] = set()
    for number in range(1, 2 + (len(SUBJECTS) + len(NAMES)) // 50):
        shown.update(look(admin.get(f"/desk?view=all&page={number}")).texts["a"])
    assert [subject for subject in SUBJECTS if subject not in shown] == []


def test_pages_of_single_tickets_do_nothing(
    house: Flask, asked: tuple[User, Ticket], admin: FlaskClient
) -> None:
    guest = browser_like(house)
    chosen = list(db.session.scalars(db.select(Ticket).where(Ticket.subject == "A guest")))
    for one in chosen[::9]:
        page = look(admin.get(f"/desk/tickets/{one.number}"), one.requester_name)
        assert one.requester_name in page.text
        look(guest.get(f"/t/{link_token(one, 'only for tests')}"), one.requester_name)
    for one in db.session.scalars(db.select(Ticket).where(Ticket.subject.in_(SUBJECTS[::9]))):
        page = look(admin.get(f"/desk/tickets/{one.number}"), one.subject)
        assert one.subject in page.texts["h1"], one.subject


def test_replies_and_notes_keep_every_letter(
    house: Flask, asked: tuple[User, Ticket], admin: FlaskClient
) -> None:
    stored = list(db.session.scalars(db.select(Message.body).where(Message.ticket_id == asked[1].id)))
    kept = [text.replace("\0", "").strip() for text in TEXTS]
    assert stored[1::3] == stored[2::3] == stored[3::3] == [text for text in kept if text]
    mine = sign_in(browser_like(house), asked[0])
    for reader, path, times in ((admin, "desk/tickets", 3), (mine, "tickets", 2)):
        page = look(reader.get(f"/{path}/{asked[1].number}"))
        letters = pieces(page.text)
        lost = [text for text in kept if letters.count(pieces(text)) < times]
        assert lost == [], path


def test_refused_form_gives_back_what_was_typed(house: Flask) -> None:
    guest = browser_like(house)
    for text in [*OWN, *TEXTS[len(OWN) :: 2]]:
        typed = text.replace("\0", "").replace("\r\n", "\n").strip()
        facts = {"subject": text, "body": text, "name": text, "email": text, "category": text, "trail": text}
        answer = guest.post("/tickets/new", data=facts)
        assert answer.status_code == 400, text
        page = look(answer, text)
        for field in ("subject", "body", "name", "email"):
            assert page.values[field][0].replace("\r", "\n").strip("\n") == typed.replace("\r", "\n").strip(
                "\n"
            ), text


def test_names_of_people_are_read_as_they_were_written(house: Flask, admin: FlaskClient) -> None:
    with transaction():
        for number, name in enumerate(NAMES):
            accounts.add_user(email=f"p{number}@example.org", name=name, roles=[], tier=None, lang="en")
    shown = look(admin.get("/admin")).text
    assert [name for name in NAMES if name not in shown] == []
    for number in range(0, len(NAMES), 25):
        user = accounts.find_user_by_email(f"p{number}@example.org")
        assert NAMES[number] in look(sign_in(browser_like(house), user).get("/account")).text


def test_people_forms_refuse_and_do_nothing(house: Flask, admin: FlaskClient) -> None:
    for text in TEXTS[::60]:
        facts = {"email": text, "name": text, "roles": text, "tier": text, "lang": text, "password": text}
        look(admin.post("/admin/people", data=facts), text)
        answer = browser_like(house).post("/account/login", data=facts, query_string={"next": text})
        look(answer, text)
        assert answer.status_code in (400, 429)


# ---- addresses, cookies, headers ------------------------------------------------------------------------------


def test_next_never_leads_away(house: Flask) -> None:
    reader = browser_like(house)
    tricks = [
        "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example", "/\t/evil.example",
        "//[", "/\\[", "//\u2100.example", "http://[::1", "/%5cevil.example", "javascript:alert(1)", " //evil.example", "/.//evil.example",
        "//evil.example@localhost/", "/\r\nSet-Cookie: a=b", "\x00//evil.example", "/\u2028/evil", "/" + "x" * 5000, "data:text/html,x", ".", "x",
    ]  # fmt: skip
    for text in [*tricks, *TEXTS]:
        answer = reader.get("/language/es", query_string={"next": text})
        assert answer.status_code == 302, text
        target = urlsplit(answer.headers["Location"])
        assert (target.scheme, target.netloc) == ("", ""), text
        assert answer.headers["Location"].startswith("/"), text
        assert not answer.headers["Location"].replace("\\", "/").startswith("//"), text
        look(reader.get("/account/login", query_string={"next": text}), text)


def test_addresses_that_are_not_here_say_so(house: Flask) -> None:
    reader = browser_like(house)
    for number, text in enumerate(TEXTS):
        part = quote(text, safe="")
        paths = (
            f"/articles/en/{part}",
            f"/{part}",
            f"/courses/es/{part}/{part}",
            f"/t/{part}",
            f"/account/link/{part}",
        )
        for path in paths if text in OWN else paths[number % 5 :][:1]:
            answer = reader.get(path)
            assert answer.status_code in (301, 302, 308, 404), (path, answer.status_code)
            if answer.status_code == 404:
                look(answer, path)
            else:
                assert urlsplit(unquote(answer.headers["Location"])).netloc in ("", "localhost"), path
    assert reader.get("/api/v1/%3Cscript%3E").mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    ["/", "/search?q=text", "/tickets", "/tickets/new", "/privacy", "/nowhere", "/api/v1/suggest?q=text"],
)
def test_cookies_and_headers_change_nothing(house: Flask, path: str) -> None:
    for number, text in enumerate(TEXTS[len(path) % 3 :: 3]):
        raw = text.replace("\r", " ").replace("\n", " ").encode("utf-8", "replace").decode("latin-1")
        reader = house.test_client(use_cookies=False)
        cookie = quote(text) if number % 2 else raw
        answer = reader.get(
            path,
            environ_overrides={
                "HTTP_COOKIE": f"visit={cookie}; session={cookie}; lang={cookie}; theme={cookie}", "HTTP_ACCEPT_LANGUAGE": raw,
                "HTTP_USER_AGENT": raw, "HTTP_REFERER": raw, "HTTP_X_FORWARDED_FOR": raw, "HTTP_X_FORWARDED_HOST": raw,
                "HTTP_X_FORWARDED_PROTO": raw, "HTTP_X_FORWARDED_PREFIX": raw, "HTTP_IF_NONE_MATCH": raw, "HTTP_ACCEPT": raw,
                "HTTP_ACCEPT_ENCODING": raw, "HTTP_HX_REQUEST": raw, "HTTP_DNT": raw, "HTTP_RANGE": raw,
            },
        )  # fmt: skip
        assert answer.status_code in (200, 404), (text, answer.status_code)
        if answer.mimetype == "text/html":
            look(answer, text)


def test_host_header_reaches_no_link(house: Flask, articles: list[str]) -> None:
    for text in [*TEXTS[::15], "evil.example", "a b", "[", "[::1", "x:99999999", "localhost:abc", "", "a,b"]:
        raw = text.replace("\r", " ").replace("\n", " ").encode("utf-8", "replace").decode("latin-1")
        for path in (
            "/articles/en/text/0",
            "/feed/en.atom",
            "/sitemap.xml",
            "/robots.txt",
            "/static/ui.css",
            "/nowhere",
        ):
            answer = house.test_client().get(path, environ_overrides={"HTTP_HOST": raw})
            assert answer.status_code in (200, 400, 404), (text, path)
            assert "<script>" not in answer.text.replace("&lt;script&gt;", ""), (text, path)
