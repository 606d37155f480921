"""Opening a ticket: who asks, what about, and the part of the trail they agreed to send."""

from dataclasses import dataclass, field

from portal.accounts.models import User
from portal.accounts.services import checked_email, checked_name
from portal.core import throttle
from portal.core.database import db, publish, transaction
from portal.core.errors import Invalid
from portal.core.events import Signal
from portal.core.lines import one_line
from portal.tickets import lifecycle
from portal.tickets.models import Message, Ticket, TrailEntry
from portal.tickets.numbers import number_of
from portal.visits.queries import Step

SUBJECT_LONGEST = 200
BODY_LONGEST = 50_000
TICKETS_AN_HOUR = 20

ticket_opened = Signal("ticket_opened")


@dataclass(frozen=True)
class Question:
    """What a requester sends. `html` is the body, already rendered and safe."""

    subject: str
    body: str
    html: str
    name: str
    email: str
    lang: str
    category: str = ""
    trail: list[Step] = field(default_factory=list)


def checked_question(question: Question) -> None:
    """Raise Invalid for the first field that cannot be sent as it is."""
    checked_subject(question.subject)
    checked_body(question.body)
    checked_name(question.name)
    checked_email(question.email)


def checked_subject(subject: str) -> str:
    """Return the subject on one line, or raise Invalid."""
    subject = one_line(subject)
    if not subject:
        raise Invalid("subject", "missing")
    if len(subject) > SUBJECT_LONGEST:
        raise Invalid("subject", "too_long", SUBJECT_LONGEST)
    return subject


def checked_body(body: str, *, field: str = "body") -> str:
    """Return the text without NUL characters, or raise Invalid."""
    body = body.replace("\x00", "").strip()
    if not body:
        raise Invalid(field, "missing")
    if len(body) > BODY_LONGEST:
        raise Invalid(field, "too_long", BODY_LONGEST)
    return body


def open_ticket(*, question: Question, requester: User | None, address: str) -> Ticket:
    """Create the ticket with its first message and its trail, all of it or nothing."""
    checked_question(question)
    throttle.check_tries(_throttle_key(address), most=TICKETS_AN_HOUR, seconds=3600)
    with transaction():
        throttle.record_try(_throttle_key(address))
        ticket = Ticket(
            subject=checked_subject(question.subject), status=lifecycle.NEW, lang=question.lang,
            category=question.category, requester_name=checked_name(question.name),
            requester_email=checked_email(question.email),
            requester_id=requester.id if requester else None,
        )  # fmt: skip
        db.session.add(ticket)
        db.session.flush()
        ticket.number = number_of(ticket.id)
        message = Message(
            ticket_id=ticket.id, author_id=ticket.requester_id, is_from_desk=False,
            body=checked_body(question.body), html=question.html,
        )  # fmt: skip
        db.session.add(message)
        db.session.flush()
        lifecycle.record_event(
            ticket, "opened", new=lifecycle.NEW, actor_id=ticket.requester_id, message=message
        )
        db.session.add_all(_entry(ticket, step) for step in question.trail)
        publish(ticket_opened, ticket_id=ticket.id)
    return ticket


def _entry(ticket: Ticket, step: Step) -> TrailEntry:
    return TrailEntry(
        ticket_id=ticket.id, kind=step.kind, words=step.words[:300], results=step.results,
        article_id=step.article_id, edition_id=step.edition_id, section=step.section,
        read_seconds=step.read_seconds, is_solved=step.is_solved, happened_at=step.at,
    )  # fmt: skip


def _throttle_key(address: str) -> str:
    return f"ticket-from:{address}"[:200]
