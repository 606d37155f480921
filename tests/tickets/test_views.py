"""Tickets through the pages: guests with their link, people with an account, the desk."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.core.database import db
from portal.tickets.models import Citation, Ticket, TrailEntry
from tests.conftest import browser_like
from tests.support.factories import article_at, person, sign_in, sync, ticket, write

QUESTION = {
    "subject": "The VPN does not connect", "body": "Since *yesterday*.", "name": "Rosa", "email": "rosa@example.org",
}  # fmt: skip


def the_ticket() -> Ticket:
    return db.session.query(Ticket).one()


def test_guest_opens_a_ticket_and_follows_it_by_its_link(app: Flask, client: FlaskClient) -> None:
    answer = client.post("/tickets/new", data=QUESTION)
    link = answer.headers["Location"]
    assert link.startswith("/t/")
    page = browser_like(app).get(link).text
    assert the_ticket().number in page
    assert "<em>yesterday</em>" in page
    assert the_ticket().subject in client.get("/tickets").text
    assert the_ticket().subject not in browser_like(app).get("/tickets").text


def test_trail_goes_along_without_what_was_taken_out(client: FlaskClient) -> None:
    write("en/net/vpn.md", "---\ncategory: Network\n---\n# The VPN\n\nConnect from home.")
    sync()
    client.get("/search?q=vpn")
    client.get("/articles/en/net/vpn")
    client.get("/search?q=secret+wish")
    page = client.get("/tickets/new").text
    assert "secret wish" in page
    assert '<option value="network" selected>' in page
    keys = [part.split('"')[0] for part in page.split('name="trail" value="')[1:]]
    assert len(keys) == 3
    client.post("/tickets/new", data={**QUESTION, "trail": keys[:2]})
    entries = db.session.query(TrailEntry).order_by(TrailEntry.id).all()
    assert [(entry.kind, entry.words) for entry in entries] == [("search", "vpn"), ("view", "The VPN")]
    assert entries[1].edition_id == article_at("en/net/vpn.md").edition_id


def test_steps_of_another_visit_cannot_be_sent(app: Flask, client: FlaskClient) -> None:
    browser_like(app).get("/search?q=private")
    client.post("/tickets/new", data={**QUESTION, "trail": ["s1", "v1", "o1", "x"]})
    assert db.session.query(TrailEntry).count() == 0


def test_form_with_a_mistake_keeps_everything_and_says_where(client: FlaskClient) -> None:
    client.get("/search?q=vpn")
    answer = client.post("/tickets/new", data={**QUESTION, "email": "rosa@", "trail": []})
    assert answer.status_code == 400
    assert 'value="The VPN does not connect"' in answer.text
    assert "Since *yesterday*." in answer.text
    assert 'href="#email"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "not a whole address" in answer.text
    assert 'value="s1" checked' not in answer.text
    assert db.session.query(Ticket).count() == 0


def test_search_words_are_in_the_form(client: FlaskClient) -> None:
    assert 'value="plotter cuts"' in client.get("/tickets/new?subject=plotter+cuts").text


def test_signed_in_requester_is_not_asked_who_they_are(client: FlaskClient) -> None:
    sign_in(client, person(email="rosa@example.org"))
    assert 'name="email"' not in client.get("/tickets/new").text
    answer = client.post(
        "/tickets/new", data={"subject": "A", "body": "B", "name": "Eve", "email": "eve@example.org"}
    )
    assert answer.headers["Location"] == f"/tickets/{the_ticket().number}"
    assert the_ticket().requester_email == "rosa@example.org"


def test_another_persons_ticket_cannot_be_seen_or_touched(app: Flask, client: FlaskClient) -> None:
    one = ticket(requester=person(email="rosa@example.org"))
    sign_in(client, person(email="eva@example.org"))
    for method, path in (("GET", ""), ("POST", "/answer"), ("POST", "/confirm")):
        assert (
            client.open(f"/tickets/{one.number}{path}", method=method, data={"text": "x"}).status_code == 404
        )
    assert browser_like(app).get(f"/tickets/{one.number}").status_code == 302
    assert client.get(f"/desk/tickets/{one.number}").status_code == 403


def test_number_is_found_however_it_is_written(client: FlaskClient) -> None:
    rosa = person(email="rosa@example.org")
    one = ticket(requester=rosa)
    sign_in(client, rosa)
    assert one.number
    written = one.number.lower().replace("-", "")
    assert client.get(f"/tickets/{written}").headers["Location"] == f"/tickets/{one.number}"


def test_desk_answers_with_an_article_and_the_requester_confirms(app: Flask, client: FlaskClient) -> None:
    write("en/net/vpn.md", "# The VPN\n\nConnect from home.")
    write(
        "en/net/inside.md", "---\naudience: internal\n---\n# The VPN does not connect inside\n\nsecret steps"
    )
    sync()
    link = client.post("/tickets/new", data=QUESTION).headers["Location"]
    desk = sign_in(browser_like(app), person("technician"))
    where = desk.post("/desk/next").headers["Location"]
    page = desk.get(where).text
    assert "The VPN" in page
    assert "connect inside" in page
    public, internal = article_at("en/net/vpn.md"), article_at("en/net/inside.md")
    facts = {
        "text": "Do **this**.",
        "audience": "reply",
        "action": "resolve",
        "cite": [public.id, internal.id],
    }
    assert desk.post(f"{where}/write", data=facts).status_code == 302
    shown = client.get(link).text
    assert "<strong>this</strong>" in shown
    assert 'href="/articles/en/net/vpn"' in shown
    assert "connect inside" not in shown
    [citation] = db.session.query(Citation).all()
    assert (citation.article_id, citation.edition_id, citation.is_solution) == (
        public.id,
        public.edition_id,
        True,
    )
    client.post(f"{link}/confirm")
    assert the_ticket().status == "closed"
    client.post(f"{link}/answer", data={"text": "It is back."})
    assert the_ticket().status == "open"


def test_gone_article_is_still_named_on_its_ticket(app: Flask, client: FlaskClient) -> None:
    file = write("en/net/vpn.md", "# The VPN\n\nConnect.")
    sync()
    link = client.post("/tickets/new", data=QUESTION).headers["Location"]
    desk = sign_in(browser_like(app), person("technician"))
    where = desk.post("/desk/next").headers["Location"]
    cited = article_at("en/net/vpn.md").id
    desk.post(f"{where}/write", data={"text": "So.", "audience": "reply", "action": "resolve", "cite": cited})
    file.unlink()
    sync()
    assert "The VPN" in client.get(link).text
    assert "no longer there" in client.get(link).text
    assert "The VPN" in desk.get(where).text


def test_internal_note_never_reaches_the_requester(app: Flask, client: FlaskClient) -> None:
    link = client.post("/tickets/new", data=QUESTION).headers["Location"]
    desk = sign_in(browser_like(app), person("technician"))
    where = desk.post("/desk/next").headers["Location"]
    desk.post(f"{where}/write", data={"text": "zanzibar", "audience": "note", "action": "resolve"})
    assert "zanzibar" in desk.get(where).text
    assert "zanzibar" not in client.get(link).text
    assert the_ticket().status == "open"


def test_empty_reply_is_refused_and_nothing_is_lost(app: Flask, client: FlaskClient) -> None:
    one = ticket()
    desk = sign_in(client, person("technician"))
    answer = desk.post(
        f"/desk/tickets/{one.number}/write", data={"text": "  ", "audience": "reply", "action": "send"}
    )
    assert answer.status_code == 400
    assert "still empty" in answer.text


def test_reply_after_closing_by_the_other_side_keeps_the_text(app: Flask, client: FlaskClient) -> None:
    one = ticket()
    link = browser_like(app)
    desk = sign_in(client, person("technician"))
    desk.post(
        f"/desk/tickets/{one.number}/write", data={"text": "a", "audience": "reply", "action": "resolve"}
    )
    from portal.tickets.links import link_token

    link.post(f"/t/{link_token(one, app.config['SECRET_KEY'])}/confirm")
    answer = desk.post(
        f"/desk/tickets/{one.number}/write", data={"text": "long text", "audience": "reply", "action": "send"}
    )
    assert answer.status_code == 409
    assert "long text" in answer.text


@pytest.mark.parametrize("view", ["mine", "others", "unassigned", "open", "all", "nonsense"])
def test_every_view_of_the_queue_opens(client: FlaskClient, view: str) -> None:
    ticket()
    desk = sign_in(client, person("technician"))
    assert desk.get(f"/desk?view={view}&page=99999999999").status_code == 200


def test_wrong_number_is_said(client: FlaskClient) -> None:
    desk = sign_in(client, person("technician"))
    assert desk.get("/desk/find?number=K7-0000").headers["Location"] == "/desk"
    assert "No ticket has this number" in desk.get("/desk").text


def test_too_many_tickets_from_one_address_are_slowed_down(client: FlaskClient) -> None:
    for _ in range(20):
        assert client.post("/tickets/new", data=QUESTION).status_code == 302
    answer = client.post("/tickets/new", data=QUESTION)
    assert answer.status_code == 429
