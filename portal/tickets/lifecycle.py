"""The states of a ticket and the only moves between them. Nobody else sets `ticket.status`."""

from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import Conflict
from portal.tickets.models import Message, Ticket, TicketEvent

NEW = "new"  # nobody has it
OPEN = "open"  # the desk's turn
WAITING = "waiting"  # the requester's turn: we asked something
RESOLVED = "resolved"  # the requester's turn: is it solved?
CLOSED = "closed"
STATES = (NEW, OPEN, WAITING, RESOLVED, CLOSED)
ACTIVE = (NEW, OPEN, WAITING, RESOLVED)

MOVES: dict[str, frozenset[str]] = {
    NEW: frozenset({OPEN, WAITING, RESOLVED, CLOSED}),
    OPEN: frozenset({WAITING, RESOLVED, CLOSED}),
    WAITING: frozenset({OPEN, RESOLVED, CLOSED}),
    RESOLVED: frozenset({OPEN, CLOSED}),
    CLOSED: frozenset({OPEN}),
}

DESK = "desk"
REQUESTER = "requester"
NOBODY = "nobody"
TURNS = {NEW: DESK, OPEN: DESK, WAITING: REQUESTER, RESOLVED: REQUESTER, CLOSED: NOBODY}


def turn_of(ticket: Ticket) -> str:
    """Say who must move next: the desk, the requester, or nobody once it is closed."""
    return TURNS[ticket.status]


def move(ticket: Ticket, status: str, *, actor_id: int | None, message: Message | None = None) -> None:
    """Move a ticket to another state and write the event; raise Conflict if that is no move."""
    if status == ticket.status:
        return
    if status not in MOVES[ticket.status]:
        raise Conflict("moved_on")
    record_event(ticket, "status", old=ticket.status, new=status, actor_id=actor_id, message=message)
    ticket.status = status
    ticket.closed_at = now() if status == CLOSED else None


def record_event(
    ticket: Ticket,
    kind: str,
    *,
    actor_id: int | None,
    old: str = "",
    new: str = "",
    message: Message | None = None,
) -> TicketEvent:
    """Write that something happened, and that the ticket is another since."""
    event = TicketEvent(
        ticket_id=ticket.id, kind=kind, old=old, new=new, actor_id=actor_id,
        message_id=message.id if message else None, happened_at=now(),
    )  # fmt: skip
    db.session.add(event)
    ticket.changed_at = event.happened_at
    return event
