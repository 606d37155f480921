"""Who asks for what is not theirs gets nothing: files, tickets, links, sessions, forms of others."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask, current_app
from flask.testing import FlaskClient
from itsdangerous import URLSafeSerializer

from portal import create_app
from portal.accounts import links, services
from portal.core.clock import now
from portal.core.database import db
from portal.core.roles import ROLES
from portal.core.throttle import record_try
from portal.tickets import services as tickets
from portal.tickets.links import link_token
from portal.tickets.models import Message, Ticket
from tests.conftest import browser_like
from tests.support.factories import person, sign_in, sync, ticket, write

SECRET = "only for tests"
PASSWORD = "correct horse battery"


def follow(client: FlaskClient, path: str) -> Any:
    """Ask, and go where the answer leads, as long as it stays here."""
    for _ in range(5):
        answer = client.get(path)
        if answer.status_code not in (301, 302, 308):
            return answer
        path = answer.headers["Location"].removeprefix("http://localhost")
        assert path.startswith("/"), path
        assert not path.startswith("//"), path
    raise AssertionError(path)


# ---- files -------------------------------------------------------------------------------------------------

UPS = [
    "../secret", "..%2fsecret", "%2e%2e/secret", "%2e%2e%2fsecret", "%252e%252e%252fsecret", "..%5csecret", "..\\secret", "..;/secret",
    "%c0%ae%c0%ae/secret", "%c0%ae%c0%ae%c0%afsecret", "\uff0e\uff0e\uff0fsecret", ".%00./secret", "..%00/secret", "secret%00.md", "./../secret",
    "en/../../secret", "en/%2e%2e/%2e%2e/secret", "en/..%2f..%2fsecret", "/etc/passwd", "%2fetc%2fpasswd", "//etc/passwd", "file:///etc/passwd",
    "~root/x", "en/a/../../../secret", "....//secret", "..../secret", "%2e%2e%5c%2e%2e%5csecret", "en/.hidden", ".git/config", "en/link",
    "en/folder/secret", "CON", "en/a%20", "en/a.", "en/a%2f", "en/a/", "en/a/..", "EN/a", "en//a",
]  # fmt: skip


@pytest.mark.parametrize(
    "prefix",
    ["articles", "articles/en", "media", "media/en", "courses/en", "static", "static/vendor", "topics", "t"],
)
def test_no_address_reaches_a_file_that_is_not_content(
    client: FlaskClient, tmp_path: Path, prefix: str
) -> None:
    for suffix in ("", ".md", ".png", ".svg"):
        (tmp_path / f"secret{suffix}").write_text("top secret")
    write("en/a.md", "# A\n\n![p](p.png)\n![link](link.png)\n![hidden](.hidden.png)\n![up](../../secret.png)")
    write("en/p.png", b"\x89PNG\r\n\x1a\n")
    write("en/.hidden.png", b"top secret")
    write(".git/config", b"top secret")
    (current_app.config["ARTICLES"] / "en" / "link.png").symlink_to(tmp_path / "secret.png")
    (current_app.config["ARTICLES"] / "en" / "link.md").symlink_to(tmp_path / "secret.md")
    (current_app.config["ARTICLES"] / "en" / "folder").symlink_to(tmp_path)
    sync()
    assert client.get("/media/en/p.png").status_code == 200
    for up in UPS:
        for suffix in ("", ".md", ".png", ".svg", ".css"):
            answer = follow(client, f"/{prefix}/{up}{suffix}")
            assert answer.status_code in (200, 404), (up, suffix, answer.status_code)
            assert "top secret" not in answer.text, (up, suffix)
            assert "root:" not in answer.text, (up, suffix)


def test_picture_that_became_a_link_out_is_not_followed(client: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_text("top secret")
    write("en/a.md", "![p](p.png)\n![q](img/q.png)")
    picture = write("en/p.png", b"\x89PNG\r\n\x1a\n")
    write("en/img/q.png", b"\x89PNG\r\n\x1a\n")
    sync()
    picture.unlink()
    picture.symlink_to(tmp_path / "secret.png")
    assert client.get("/media/en/p.png").status_code == 404
    folder = picture.parent / "img"
    folder.rename(tmp_path / "away")
    folder.symlink_to(tmp_path)
    (tmp_path / "q.png").write_text("top secret")
    assert client.get("/media/en/img/q.png").status_code == 404


def test_markdown_itself_is_never_sent(client: FlaskClient) -> None:
    write("en/a.md", "---\nowner: somebody@example.org\n---\ntext")
    write("en/draft.md", "---\nstatus: draft\n---\nunfinished thoughts")
    sync()
    for path in (
        "/media/en/a.md",
        "/static/../../articles/en/a.md",
        "/articles/en/a.md",
        "/articles/en/draft",
    ):
        answer = follow(client, path)
        assert "somebody@example.org" not in answer.text, path
        assert "unfinished" not in answer.text, path


# ---- tickets of others ------------------------------------------------------------------------------------------


def test_ticket_of_another_person_is_as_unknown_as_none(app: Flask) -> None:
    rosa, luis = person("requester"), person("requester", email="luis@example.org")
    hers = ticket(subject="Payroll of Rosa", requester=rosa)
    other = sign_in(browser_like(app), luis)
    for number in (
        hers.number,
        hers.number.lower(),
        hers.number.replace("-", ""),
        hers.number.replace("-", " "),
        str(hers.id),
        "K0-0000",
    ):
        for path, method in (
            (f"/tickets/{number}", "GET"),
            (f"/tickets/{number}/answer", "POST"),
            (f"/tickets/{number}/confirm", "POST"),
        ):
            answer = other.open(path, method=method, data={"text": "mine now"})
            if answer.status_code == 302:  # another way to write the number
                answer = follow(other, answer.headers["Location"])
            assert answer.status_code == 404, (path, answer.status_code)
            assert "Payroll" not in answer.text
        for path in (f"/desk/tickets/{number}", f"/desk/find?number={number}"):
            assert other.get(path).status_code == 403
    assert "Payroll" not in other.get("/tickets").text
    assert db.session.query(Ticket).one().status == "new"
    assert db.session.query(Message).count() == 1


@pytest.mark.parametrize("role", ROLES)
def test_own_page_of_a_ticket_is_the_requesters_alone(app: Flask, role: str) -> None:
    one = ticket(subject="Payroll", requester=person("requester", email="rosa@example.org"))
    reader = sign_in(browser_like(app), person(role))
    assert reader.get(f"/tickets/{one.number}").status_code == 404
    is_desk = role in ("technician", "manager", "admin")
    assert reader.get(f"/desk/tickets/{one.number}").status_code == (200 if is_desk else 403)


def test_note_is_on_no_page_of_the_requester(app: Flask) -> None:
    rosa, desk = person("requester"), person("technician")
    one = ticket(requester=rosa)
    tickets.note(ticket=one, actor=desk, text=tickets.Text("zanzibar", "<p>zanzibar</p>"))
    mine = sign_in(browser_like(app), rosa)
    guest = browser_like(app)
    for reader, path in (
        (mine, f"/tickets/{one.number}"),
        (mine, "/tickets"),
        (guest, f"/t/{link_token(one, SECRET)}"),
    ):
        assert "zanzibar" not in reader.get(path).text, path
    assert "zanzibar" in sign_in(browser_like(app), desk).get(f"/desk/tickets/{one.number}").text


# ---- links -------------------------------------------------------------------------------------------------


def forged(one: Ticket, other: Ticket) -> list[str]:
    """Return tokens that look like those of a ticket."""
    token = link_token(one, SECRET)
    payload, _, signature = token.rpartition(".")
    changed = [
        token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :] for at in range(len(token) - 1)
    ]
    return [
        *changed, payload, f"{payload}.", f".{signature}", signature, f"{token}.{signature}", f"{payload}.{signature[:-4]}",
        f"{link_token(other, SECRET).rpartition('.')[0]}.{signature}", link_token(one, "another secret"), "", ".", "..", "a" * 5000, "null", "1",
        str(URLSafeSerializer(SECRET, salt="visit").dumps([one.id, one.link_epoch])), str(URLSafeSerializer(SECRET).dumps([one.id, 1])),
        str(URLSafeSerializer(SECRET, salt="ticket-link").dumps([one.id, one.link_epoch])), f"%00{token}", f"{token}%00",
    ]  # fmt: skip


def test_link_that_was_guessed_or_changed_opens_nothing(app: Flask, client: FlaskClient) -> None:
    one, other = ticket(subject="Mine"), ticket(subject="Theirs")
    assert client.get(f"/t/{link_token(one, SECRET)}").status_code == 200
    for token in forged(one, other):
        answer = client.get(f"/t/{token}")
        assert answer.status_code == 404, token
        assert "Mine" not in answer.text
    for token in forged(one, other)[::9]:
        for action in ("answer", "confirm"):
            assert client.post(f"/t/{token}/{action}", data={"text": "x"}).status_code in (404, 405), token
    assert db.session.query(Message).count() == 2


def test_link_ends_with_its_epoch_and_some_time_after_closing(client: FlaskClient) -> None:
    one = ticket()
    token = link_token(one, SECRET)
    tickets.confirm(ticket=one, actor=None)
    assert client.get(f"/t/{token}").status_code == 200
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        assert client.get(f"/t/{token}").status_code == 404
    one.link_epoch += 1
    db.session.commit()
    assert client.get(f"/t/{token}").status_code == 404


def test_one_time_link_opens_only_what_it_is_for(client: FlaskClient) -> None:
    user = person("admin")
    demo, invitation = (
        links.issue_link(user=user, purpose=links.DEMO),
        links.issue_link(user=user, purpose=links.INVITATION),
    )
    assert client.get(f"/account/link/{demo}").status_code == 404
    assert client.get(f"/account/enter/{invitation}").status_code == 404
    assert client.post(f"/account/enter/{invitation}").status_code == 404
    for token in (demo[:-1], demo + "A", demo.swapcase(), "", "%00", "é" * 40):
        assert client.get(f"/account/enter/{token}").status_code == 404
    assert client.get("/account").status_code == 302


def test_old_link_is_void(client: FlaskClient) -> None:
    user = person("trainer")
    token = links.issue_link(user=user, purpose=links.RESET)
    with time_machine.travel(now() + timedelta(hours=3), tick=False):
        assert client.get(f"/account/link/{token}").status_code == 404
    links.issue_link(user=user, purpose=links.RESET)
    assert client.get(f"/account/link/{token}").status_code == 404


# ---- sessions -----------------------------------------------------------------------------------------------


def test_session_is_another_after_sign_in_and_nothing_after_sign_out(app: Flask, client: FlaskClient) -> None:
    services.set_password(user=person("trainer"), password=PASSWORD)
    client.get("/account/login")
    client.get("/search?q=planted")
    planted = client.get_cookie("session")
    assert planted is not None
    with client.session_transaction() as session:
        before = session["csrf_token"]
    client.post("/account/login", data={"email": "trainer@example.org", "password": PASSWORD})
    signed_in = client.get_cookie("session")
    assert signed_in is not None
    assert signed_in.value != planted.value
    with client.session_transaction() as session:
        assert "asked" not in session
        assert session.get("csrf_token") != before
    thief = browser_like(app)
    thief.set_cookie("session", planted.value)
    assert thief.get("/account").status_code == 302
    client.post("/account/logout")
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize(
    "value",
    ["1.1", "eyJfdXNlcl9pZCI6IjEuMSJ9.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb", "e30.", ".", "\xff", "x" * 4000],
)
def test_made_up_session_is_nobodys(app: Flask, value: str) -> None:
    person("admin")
    thief = browser_like(app)
    thief.set_cookie("session", value)
    thief.set_cookie("remember_token", value)
    assert thief.get("/admin").status_code == 302


def test_session_signed_by_another_secret_is_nobodys(app: Flask, client: FlaskClient) -> None:
    sign_in(client, person("admin"))
    mine = client.get_cookie("session")
    assert mine is not None
    app.config["SECRET_KEY"] = "another secret altogether"
    assert client.get("/admin").status_code == 302


def test_throttle_is_not_fooled_by_forwarded_addresses(client: FlaskClient) -> None:
    person("trainer")
    for number in range(50):
        record_try("sign-in-from:127.0.0.1") if number < 49 else client.post(
            "/account/login",
            data={"email": f"{number}@example.org", "password": "nope"}, headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )  # fmt: skip
    answer = client.post("/account/login", data={"email": "x@example.org", "password": "nope"})
    assert answer.status_code == 429


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(app: Flask, database_url: str) -> None:
    for secure in (False, True):
        made = create_app(
            {
                "DATABASE_URL": database_url,
                "SECRET_KEY": SECRET,
                "TESTING": True,
                "WTF_CSRF_ENABLED": False,
                "SECURE_COOKIES": secure,
            }
        )
        client = browser_like(made)
        answers: list[Any] = [
            client.get(path) for path in ("/account/login", "/search?q=vpn", "/language/es", "/tickets/new")
        ]
        answers += [client.post("/privacy", data={"keep": keep}) for keep in ("no", "yes")]
        set_ = [
            line
            for answer in answers
            for line in answer.headers.getlist("Set-Cookie")
            if "Expires=Thu, 01 Jan 1970" not in line
        ]
        assert {line.partition("=")[0] for line in set_} == {"session", "visit", "lang"}
        for line in set_:
            assert "; HttpOnly" in line, line
            assert "; SameSite=Lax" in line, line
            assert "; Path=/" in line, line
            assert ("; Secure" in line) is secure, line
        with made.app_context():
            made.extensions["portal.trail"].close()
            db.engine.dispose()


# ---- forms ------------------------------------------------------------------------------------------------------

# POST routes that take no token. A new one belongs here with its reason, or not at all.
WITHOUT_TOKEN: set[str] = set()


def test_every_form_of_every_role_needs_its_token(app: Flask) -> None:
    admin = sign_in(browser_like(app), person("admin", "technician", "trainer"))
    write("en/a.md", "text")
    sync()
    one = ticket()
    values = {"number": one.number, "user_id": "1", "token": link_token(one, SECRET), "article_id": "1"}
    app.config["WTF_CSRF_ENABLED"] = True
    walked = 0
    for rule in app.url_map.iter_rules():
        for method in {"POST", "PUT", "PATCH", "DELETE"} & (rule.methods or set()):
            if rule.endpoint in WITHOUT_TOKEN:
                continue
            path = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: values.get(match[1], "1"), rule.rule)
            for reader in (browser_like(app), admin):
                for token in (None, "", "x", "IjAi.x.y"):
                    answer = reader.open(
                        path,
                        method=method,
                        data={"csrf_token": token} if token is not None else {"text": "x"},
                    )
                    assert answer.status_code == 400, (path, answer.status_code)
                    assert "Set-Cookie" not in answer.headers or "session=" in answer.headers["Set-Cookie"]
            walked += 1
    assert walked >= 15
    stored = db.session.query(Ticket).one()
    assert (stored.status, stored.assignee_id) == ("new", None)
    assert admin.get("/account").status_code == 200  # the sign-out did not happen either


def test_token_of_another_session_is_refused_and_the_own_one_taken(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    mine, other = browser_like(app), browser_like(app)
    own, foreign = (
        re.findall(r'name="csrf_token" value="([^"]+)"', one.get("/privacy").text)[0] for one in (mine, other)
    )
    refused = mine.post("/privacy", data={"keep": "no", "csrf_token": foreign})
    assert refused.status_code == 400
    assert "This form waited too long" in refused.text
    assert mine.post("/privacy", data={"keep": "no", "csrf_token": own}).status_code == 302


def test_finished_page_never_carries_the_token_of_the_guest_it_was_made_for(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    write("en/a.md", "# A\n\nzebra")
    sync()
    for path in (
        "/",
        "/articles/en/a",
        "/search?q=zebra",
        "/search?q=nothinglikeit",
        "/search?q=%02csrf%03",
        "/courses",
        "/articles",
    ):
        first, second = browser_like(app), browser_like(app)
        tokens = [
            set(re.findall(r"[\w-]+\.[\w-]{6}\.[\w-]{27}", one.get(path).text)) for one in (first, second)
        ]
        assert not tokens[0] & tokens[1], path
        if "articles/en/a" not in path:
            assert tokens == [set(), set()], path
