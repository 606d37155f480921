"""Tables of tickets. What happened is rows of `TicketEvent`; the state can be computed from them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.clock import now
from portal.core.database import Model, UtcTime


class Ticket(Model):
    """One question that a person has to answer."""

    __tablename__ = "tickets"
    __table_args__ = (Index("ix_tickets_queue", "status", "tier", "assignee_id", "opened_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(String(20), unique=True)  # None only before the first flush
    subject: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(10))
    tier: Mapped[int] = mapped_column(default=1)
    category: Mapped[str] = mapped_column(String(120), default="")
    lang: Mapped[str] = mapped_column(String(2))
    requester_name: Mapped[str] = mapped_column(String(120))
    requester_email: Mapped[str] = mapped_column(String(254), index=True)
    requester_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    link_epoch: Mapped[int] = mapped_column(default=1)  # raised: the guest's link so far is void
    opened_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    changed_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    requester: Mapped[User | None] = relationship(foreign_keys=[requester_id])
    assignee: Mapped[User | None] = relationship(foreign_keys=[assignee_id])


class Message(Model):
    """Words on a ticket: a public reply or an internal note."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: the requester as a guest
    is_from_desk: Mapped[bool]
    is_internal: Mapped[bool] = mapped_column(default=False)
    body: Mapped[str] = mapped_column(Text)  # Markdown as written
    html: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    author: Mapped[User | None] = relationship()
    citations: Mapped[list["Citation"]] = relationship(order_by="Citation.id")


class TicketEvent(Model):
    """One thing that happened to a ticket: kind, old code, new code, actor, time."""

    __tablename__ = "ticket_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    old: Mapped[str] = mapped_column(String(40), default="")
    new: Mapped[str] = mapped_column(String(40), default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: the requester, or time
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    happened_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    actor: Mapped[User | None] = relationship()
    message: Mapped[Message | None] = relationship()


class TrailEntry(Model):
    """One step of the trail as it was when the ticket was opened; a copy, so that it stays."""

    __tablename__ = "trail_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))  # search, view, vote
    words: Mapped[str] = mapped_column(String(300), default="")  # what was searched, or the title read
    results: Mapped[int | None]
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id", ondelete="SET NULL"), index=True)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("editions.id", ondelete="SET NULL"))
    section: Mapped[str] = mapped_column(String(300), default="")
    read_seconds: Mapped[int] = mapped_column(default=0)
    is_solved: Mapped[bool | None]
    happened_at: Mapped[datetime] = mapped_column(UtcTime)


class Citation(Model):
    """An article named in an answer or as the solution, with the edition and the title it had then."""

    __tablename__ = "citations"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id", ondelete="SET NULL"), index=True)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("editions.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(300))
    is_solution: Mapped[bool] = mapped_column(default=False)
    cited_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    cited_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
