"""Reading tickets. What a requester may see is decided here, in the query."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import User
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import NotFound
from portal.tickets import lifecycle
from portal.tickets.models import Citation, Message, Ticket, TicketEvent, TrailEntry

VIEWS = ("mine", "others", "unassigned", "open", "all")
PAGE = 50


@dataclass(frozen=True)
class Page:
    """Some of the tickets of a view, and how many there are in all."""

    tickets: list[Ticket]
    total: int
    number: int


def get_ticket(number: str) -> Ticket:
    """Return a ticket by its number, for the desk."""
    ticket = db.session.scalar(
        select(Ticket).where(Ticket.number == number).options(joinedload(Ticket.assignee))
    )
    if ticket is None:
        raise NotFound(f"ticket {number}")
    return ticket


def get_own_ticket(number: str, person: User) -> Ticket:
    """Return a ticket of this requester; another person's is as unknown as one that never was."""
    query = select(Ticket).where(Ticket.number == number, Ticket.requester_id == person.id)
    ticket = db.session.scalar(query)
    if ticket is None:
        raise NotFound(f"ticket {number}")
    return ticket


def tickets_of(person: User) -> list[Ticket]:
    """List the tickets somebody opened, those where it is their turn first."""
    query = (
        select(Ticket)
        .where(Ticket.requester_id == person.id)
        .order_by(
            Ticket.status.in_((lifecycle.WAITING, lifecycle.RESOLVED)).desc(),
            Ticket.status == lifecycle.CLOSED,
            Ticket.changed_at.desc(),
        )
        .options(joinedload(Ticket.assignee))
    )
    return list(db.session.scalars(query))


def events_of(ticket: Ticket, *, internal: bool) -> list[TicketEvent]:
    """List what happened in order; without `internal` nothing of the desk's own notes."""
    query = select(TicketEvent).where(TicketEvent.ticket_id == ticket.id)
    if not internal:
        query = query.where(TicketEvent.kind != "note")
    query = query.options(
        joinedload(TicketEvent.actor),
        joinedload(TicketEvent.message).selectinload(Message.citations),
        joinedload(TicketEvent.message).joinedload(Message.author),
    )
    return list(db.session.scalars(query.order_by(TicketEvent.id)))


def trail_on(ticket: Ticket) -> list[TrailEntry]:
    """List the steps that came with the ticket."""
    query = select(TrailEntry).where(TrailEntry.ticket_id == ticket.id)
    return list(db.session.scalars(query.order_by(TrailEntry.happened_at, TrailEntry.id)))


def citations_on(ticket: Ticket) -> list[Citation]:
    """List the articles named on the ticket."""
    query = select(Citation).where(Citation.ticket_id == ticket.id).order_by(Citation.id)
    return list(db.session.scalars(query))


def queue(view: str, person: User, *, page: int = 0) -> Page:
    """Return a page of a view of the desk, most urgent first: who waits longest for us."""
    query = _view(view, person)
    total = int(db.session.scalar(select(func.count()).select_from(query.subquery())) or 0)
    rows = db.session.scalars(
        query.order_by(
            case({lifecycle.NEW: 0, lifecycle.OPEN: 0}, value=Ticket.status, else_=1),
            Ticket.changed_at.desc() if view == "all" else Ticket.opened_at,
        )
        .limit(PAGE)
        .offset(page * PAGE)
        .options(joinedload(Ticket.assignee))
    )
    return Page(list(rows), total, page)


def view_counts(person: User) -> dict[str, int]:
    """Return how many tickets each view has; equal to the lists behind them."""
    counts = {}
    for view in VIEWS:
        query = _view(view, person).with_only_columns(func.count(Ticket.id)).order_by(None)
        counts[view] = int(db.session.scalar(query) or 0)
    return counts


def find_next(person: User) -> Ticket | None:
    """Return the most urgent ticket this technician may take: the oldest that nobody has, up to their tier."""
    query = (
        select(Ticket)
        .where(Ticket.assignee_id.is_(None), Ticket.status.in_((lifecycle.NEW, lifecycle.OPEN)))
        .where(Ticket.tier <= (person.tier or 3))
        .order_by(Ticket.tier.desc(), Ticket.opened_at, Ticket.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return db.session.scalar(query)


def trail_summaries(tickets: Sequence[Ticket]) -> dict[int, dict[str, int]]:
    """Return for each ticket how many steps of each kind its trail has."""
    query = (
        select(TrailEntry.ticket_id, TrailEntry.kind, func.count())
        .where(TrailEntry.ticket_id.in_([ticket.id for ticket in tickets]))
        .group_by(TrailEntry.ticket_id, TrailEntry.kind)
    )
    summaries: dict[int, dict[str, int]] = {}
    for ticket_id, kind, count in db.session.execute(query):
        summaries.setdefault(ticket_id, {})[kind] = count
    return summaries


def tickets_citing(article_id: int, *, limit: int = 10) -> list[Ticket]:
    """List the tickets that name an article as their solution, the newest first."""
    query = (
        select(Ticket)
        .join(Citation)
        .where(Citation.article_id == article_id, Citation.is_solution)
        .distinct()
        .order_by(Ticket.id.desc())
    )
    return list(db.session.scalars(query.limit(limit)))


def tickets_after_reading(article_id: int, *, limit: int = 10) -> list[Ticket]:
    """List the tickets whose requester had read an article, the newest first."""
    query = (
        select(Ticket)
        .join(TrailEntry)
        .where(TrailEntry.article_id == article_id, TrailEntry.kind == "view")
        .distinct()
        .order_by(Ticket.id.desc())
    )
    return list(db.session.scalars(query.limit(limit)))


def _view(view: str, person: User) -> Select[Ticket]:
    query = select(Ticket)
    desks = (lifecycle.NEW, lifecycle.OPEN)
    match view:
        case "mine":
            return query.where(Ticket.assignee_id == person.id, Ticket.status.in_(desks))
        case "others":
            waiting = (lifecycle.WAITING, lifecycle.RESOLVED)
            return query.where(Ticket.assignee_id == person.id, Ticket.status.in_(waiting))
        case "unassigned":
            return query.where(Ticket.assignee_id.is_(None), Ticket.status.in_(desks))
        case "open":
            return query.where(Ticket.status.in_(lifecycle.ACTIVE))
        case "all":
            return query
    raise NotFound(f"view {view}")


def tickets_by_id(ids: Sequence[int]) -> list[Ticket]:
    """List these tickets, the newest first."""
    query = select(Ticket).where(Ticket.id.in_(list(ids))).order_by(Ticket.id.desc())
    return list(db.session.scalars(query.options(joinedload(Ticket.assignee))))


def solved_today(person: User) -> int:
    """Count the tickets this person solved since midnight UTC."""
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    query = select(func.count(func.distinct(TicketEvent.ticket_id))).where(
        TicketEvent.kind == "status",
        TicketEvent.new == lifecycle.RESOLVED,
        TicketEvent.actor_id == person.id,
        TicketEvent.happened_at >= midnight,
    )
    return int(db.session.scalar(query) or 0)


def count_tickets() -> int:
    """Count all tickets."""
    return int(db.session.scalar(select(func.count(Ticket.id))) or 0)
