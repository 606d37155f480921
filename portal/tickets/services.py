"""What both sides do with a ticket: write, take, resolve, confirm, open again.

Each function is one thing somebody does, in one transaction. Where the ticket has moved on since the
actor saw it, nothing is written and Conflict says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.accounts.models import User
from portal.articles.models import Article
from portal.core.database import db, publish, transaction
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.events import Signal
from portal.core.roles import DESK
from portal.tickets import lifecycle
from portal.tickets.models import Citation, Message, Ticket
from portal.tickets.opening import checked_body
from portal.tickets.queries import find_next

ticket_answered = Signal("ticket_answered")
ticket_resolved = Signal("ticket_resolved")
ticket_confirmed = Signal("ticket_confirmed")


@dataclass(frozen=True)
class Text:
    """Words to be written on a ticket: Markdown as typed, and its safe HTML."""

    body: str
    html: str


def take(*, ticket: Ticket, actor: User) -> Ticket:
    """Make the actor the one who has the ticket; raise Conflict if somebody else has it already."""
    _require_desk(actor)
    with transaction():
        if ticket.assignee_id is not None and ticket.assignee_id != actor.id:
            raise Conflict("taken_ticket")
        _assign(ticket, actor)
    return ticket


def take_next(*, actor: User) -> Ticket | None:
    """Hand the actor the most urgent ticket they may take; None when nobody waits.

    Two who ask at once get two tickets: the choice and the claim are one transaction under the write lock.
    """
    _require_desk(actor)
    with transaction():
        ticket = find_next(actor)
        if ticket is not None:
            _assign(ticket, actor)
    return ticket


def reply(*, ticket: Ticket, actor: User, text: Text, articles: Sequence[Article], asks: bool) -> Message:
    """Answer in public, citing articles. `asks`: it is the requester's turn after this."""
    _require_desk(actor)
    with transaction():
        if ticket.assignee_id is None:
            _assign(ticket, actor)
        message = _write(ticket, text, author=actor, is_from_desk=True)
        _cite(ticket, message, actor, articles)
        lifecycle.record_event(ticket, "reply", actor_id=actor.id, message=message)
        _turn_after_reply(ticket, actor, message, asks)
        publish(ticket_answered, ticket_id=ticket.id, message_id=message.id)
    return message


def note(*, ticket: Ticket, actor: User, text: Text) -> Message:
    """Write an internal note; only the desk ever sees it."""
    _require_desk(actor)
    with transaction():
        message = _write(ticket, text, author=actor, is_from_desk=True, is_internal=True)
        lifecycle.record_event(ticket, "note", actor_id=actor.id, message=message)
    return message


def resolve(*, ticket: Ticket, actor: User, text: Text | None, articles: Sequence[Article]) -> Ticket:
    """Offer the solution: the requester confirms it or says not yet. Cites what solved it."""
    _require_desk(actor)
    with transaction():
        if ticket.assignee_id is None:
            _assign(ticket, actor)
        message = _write(ticket, text, author=actor, is_from_desk=True) if text else None
        _cite(ticket, message, actor, articles, is_solution=True)
        lifecycle.move(ticket, lifecycle.RESOLVED, actor_id=actor.id, message=message)
        publish(ticket_resolved, ticket_id=ticket.id)
    return ticket


def answer(*, ticket: Ticket, actor: User | None, text: Text) -> Message:
    """Write as the requester; a ticket that waited, was solved or closed is the desk's turn again."""
    with transaction():
        message = _write(ticket, text, author=actor, is_from_desk=False)
        lifecycle.record_event(ticket, "answer", actor_id=_id(actor), message=message)
        if ticket.status in (lifecycle.WAITING, lifecycle.RESOLVED, lifecycle.CLOSED):
            lifecycle.move(ticket, lifecycle.OPEN, actor_id=_id(actor), message=message)
    return message


def confirm(*, ticket: Ticket, actor: User | None) -> Ticket:
    """Say as the requester that it is solved; confirming twice is confirming once."""
    with transaction():
        if ticket.status == lifecycle.CLOSED:
            return ticket
        lifecycle.record_event(ticket, "confirmed", actor_id=_id(actor))
        lifecycle.move(ticket, lifecycle.CLOSED, actor_id=_id(actor))
        publish(ticket_confirmed, ticket_id=ticket.id)
    return ticket


def _turn_after_reply(ticket: Ticket, actor: User, message: Message, asks: bool) -> None:
    if ticket.status == lifecycle.CLOSED:
        raise Conflict("moved_on")
    wanted = lifecycle.WAITING if asks else lifecycle.OPEN
    if ticket.status != wanted and wanted in lifecycle.MOVES[ticket.status]:
        lifecycle.move(ticket, wanted, actor_id=actor.id, message=message)


def _assign(ticket: Ticket, actor: User) -> None:
    if ticket.assignee_id == actor.id:
        return
    lifecycle.record_event(
        ticket, "assigned", old=str(ticket.assignee_id or ""), new=str(actor.id), actor_id=actor.id
    )
    ticket.assignee_id = actor.id
    if ticket.status == lifecycle.NEW:
        lifecycle.move(ticket, lifecycle.OPEN, actor_id=actor.id)


def _write(
    ticket: Ticket, text: Text, *, author: User | None, is_from_desk: bool, is_internal: bool = False
) -> Message:
    message = Message(
        ticket_id=ticket.id, author_id=_id(author), is_from_desk=is_from_desk, is_internal=is_internal,
        body=checked_body(text.body, field="text"), html=text.html,
    )  # fmt: skip
    db.session.add(message)
    db.session.flush()
    return message


def _cite(
    ticket: Ticket,
    message: Message | None,
    actor: User,
    articles: Sequence[Article],
    *,
    is_solution: bool = False,
) -> None:
    if len(articles) > 10:
        raise Invalid("articles", "too_long", 10)
    db.session.add_all(
        Citation(
            ticket_id=ticket.id, message_id=message.id if message else None, article_id=article.id,
            edition_id=article.edition_id, title=article.title, is_solution=is_solution, cited_by_id=actor.id,
        )
        for article in articles
    )  # fmt: skip


def _id(person: User | None) -> int | None:
    return person.id if person else None


def _require_desk(actor: User) -> None:
    if not actor.roles & DESK:
        raise NotAllowed("only the desk does this")
