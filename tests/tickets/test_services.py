import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.database import db
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.tickets import lifecycle, queries, services
from portal.tickets.links import get_ticket_of_link, link_token
from portal.tickets.models import Ticket, TicketEvent
from portal.tickets.services import Text
from tests.support import factories
from tests.support.factories import person, ticket

WORDS = Text("Try it again.", "<p>Try it again.</p>")


def test_new_ticket_has_a_number_and_waits_for_the_desk(app: Flask) -> None:
    one = ticket()
    assert one.number
    assert (one.status, lifecycle.turn_of(one)) == ("new", "desk")


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"subject": " \n "}, "subject", "missing"),
        ({"subject": "x" * 201}, "subject", "too_long"),
        ({"body": "\x00"}, "body", "missing"),
        ({"body": "x" * 50_001}, "body", "too_long"),
        ({"email": "name@"}, "email", "email"),
        ({"name": "\u200b"}, "name", "missing"),
    ],
)
def test_question_that_cannot_be_sent_says_why(
    app: Flask, changes: dict[str, str], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        ticket(**changes)
    assert (caught.value.field, caught.value.code) == (field, code)


def test_taking_opens_a_ticket_and_the_second_to_take_it_is_told(app: Flask) -> None:
    one, ana, luis = ticket(), person("technician"), person("technician", email="luis@example.org")
    services.take(ticket=one, actor=ana)
    assert (one.status, one.assignee_id) == ("open", ana.id)
    with pytest.raises(Conflict):
        services.take(ticket=one, actor=luis)


def test_next_is_the_oldest_that_nobody_has(app: Flask) -> None:
    first, second, ana = ticket("first"), ticket("second"), person("technician")
    assert services.take_next(actor=ana) == first
    assert services.take_next(actor=ana) == second
    assert services.take_next(actor=ana) is None


def test_next_does_not_hand_out_a_higher_tier(app: Flask) -> None:
    one, ana = ticket(), person("technician", tier=1)
    one.tier = 2
    db.session.commit()
    assert services.take_next(actor=ana) is None
    assert services.take_next(actor=person("technician", email="l@example.org", tier=2)) == one


def test_question_back_makes_it_the_requesters_turn_and_an_answer_ours(app: Flask) -> None:
    one, ana = ticket(), person("technician")
    services.reply(ticket=one, actor=ana, text=WORDS, articles=[], asks=True)
    assert (one.status, lifecycle.turn_of(one)) == ("waiting", "requester")
    services.answer(ticket=one, actor=None, text=WORDS)
    assert (one.status, lifecycle.turn_of(one)) == ("open", "desk")


def test_solved_confirmed_and_opened_again(app: Flask) -> None:
    one, ana = ticket(), person("technician")
    services.resolve(ticket=one, actor=ana, text=WORDS, articles=[])
    assert lifecycle.turn_of(one) == "requester"
    services.confirm(ticket=one, actor=None)
    assert (one.status, lifecycle.turn_of(one)) == ("closed", "nobody")
    assert one.closed_at is not None
    services.answer(ticket=one, actor=None, text=WORDS)
    assert (one.status, one.closed_at) == ("open", None)


def test_solving_twice_is_a_conflict_and_writes_nothing(app: Flask) -> None:
    one, ana = ticket(), person("technician")
    services.resolve(ticket=one, actor=ana, text=WORDS, articles=[])
    services.confirm(ticket=one, actor=None)
    before = db.session.query(TicketEvent).count()
    with pytest.raises(Conflict):
        services.resolve(ticket=one, actor=ana, text=WORDS, articles=[])
    assert db.session.query(TicketEvent).count() == before


def test_confirming_twice_is_confirming_once(app: Flask) -> None:
    one, ana = ticket(), person("technician")
    services.resolve(ticket=one, actor=ana, text=WORDS, articles=[])
    services.confirm(ticket=one, actor=None)
    services.confirm(ticket=one, actor=None)
    kinds = [event.kind for event in queries.events_of(one, internal=True)]
    assert kinds.count("confirmed") == 1


def test_requester_cannot_do_the_desks_work(app: Flask) -> None:
    one, rosa = ticket(), person()
    for act in (
        lambda: services.take(ticket=one, actor=rosa),
        lambda: services.take_next(actor=rosa),
        lambda: services.note(ticket=one, actor=rosa, text=WORDS),
        lambda: services.reply(ticket=one, actor=rosa, text=WORDS, articles=[], asks=False),
        lambda: services.resolve(ticket=one, actor=rosa, text=WORDS, articles=[]),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_internal_note_is_hidden_from_requester(app: Flask) -> None:
    one, ana = ticket(), person("technician")
    services.note(ticket=one, actor=ana, text=Text("secret", "<p>secret</p>"))
    services.reply(ticket=one, actor=ana, text=WORDS, articles=[], asks=False)
    shown = [event.message.body for event in queries.events_of(one, internal=False) if event.message]
    assert shown == ["Since this morning.", "Try it again."]
    assert len([e for e in queries.events_of(one, internal=True) if e.kind == "note"]) == 1


def test_link_opens_its_ticket_only_and_ends_after_closing(app: Flask) -> None:
    one, other = ticket("one"), ticket("other")
    token = link_token(one, "secret")
    assert get_ticket_of_link(token, "secret") == one
    for wrong in (token[:-1], token + "x", link_token(other, "another secret"), "", "..", "é", "1.2.3"):
        with pytest.raises(NotFound):
            get_ticket_of_link(wrong, "secret")
    services.confirm(ticket=one, actor=None)
    with time_machine.travel(one.closed_at, tick=False) as clock:  # type: ignore[arg-type]
        clock.shift(29 * 86_400)
        assert get_ticket_of_link(token, "secret") == one
        clock.shift(2 * 86_400)
        with pytest.raises(NotFound):
            get_ticket_of_link(token, "secret")


def test_another_persons_ticket_is_unknown(app: Flask) -> None:
    rosa, eva = person(email="rosa@example.org"), person(email="eva@example.org")
    one = ticket(requester=rosa)
    assert queries.get_own_ticket(one.number or "", rosa) == one
    with pytest.raises(NotFound):
        queries.get_own_ticket(one.number or "", eva)


ACTS = st.lists(
    st.sampled_from(["take", "ask", "reply", "note", "resolve", "answer", "confirm"]), max_size=12
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_any_life_keeps_the_rules(app: Flask, acts: list[str]) -> None:
    one = ticket()
    actor = db.session.query(factories.User).filter_by(email="technician@example.org").first() or person(
        "technician"
    )
    for act in acts:
        _act(act, one, actor)
    _states_follow_from_events(one)
    counts = queries.view_counts(actor)
    for view in queries.VIEWS:
        assert counts[view] == queries.queue(view, actor).total


def _act(act: str, one: Ticket, actor: factories.User) -> None:
    try:
        match act:
            case "take":
                services.take(ticket=one, actor=actor)
            case "ask" | "reply":
                services.reply(ticket=one, actor=actor, text=WORDS, articles=[], asks=act == "ask")
            case "note":
                services.note(ticket=one, actor=actor, text=WORDS)
            case "resolve":
                services.resolve(ticket=one, actor=actor, text=WORDS, articles=[])
            case "answer":
                services.answer(ticket=one, actor=None, text=WORDS)
            case "confirm":
                services.confirm(ticket=one, actor=None)
    except Conflict:
        pass
    assert lifecycle.turn_of(one) in {"desk", "requester", "nobody"}
    assert (lifecycle.turn_of(one) == "nobody") == (one.status == "closed")


def _states_follow_from_events(one: Ticket) -> None:
    status, assignee = "", None
    for event in queries.events_of(one, internal=True):
        if event.kind == "opened":
            status = event.new
        elif event.kind == "status":
            assert event.old == status
            assert event.new in lifecycle.MOVES[status]
            status = event.new
        elif event.kind == "assigned":
            assignee = int(event.new)
    assert (status, assignee) == (one.status, one.assignee_id)
