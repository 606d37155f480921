"""Tables of the trail. History and votes are rows; counts come from queries."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.database import Model, UtcTime


class Visit(Model):
    """One browser for a while; `key` is a random pseudonym that only its signed cookie knows."""

    __tablename__ = "visits"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(43), unique=True)
    lang: Mapped[str] = mapped_column(String(2))
    started_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    seen_at: Mapped[datetime] = mapped_column(UtcTime, default=now, index=True)


class Search(Model):
    """One question that was asked, with how much was found."""

    __tablename__ = "searches"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(String(200))
    lang: Mapped[str] = mapped_column(String(2))
    results: Mapped[int]
    chosen_article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id", ondelete="SET NULL"))
    searched_at: Mapped[datetime] = mapped_column(UtcTime, default=now)


class View(Model):
    """One reading of one edition, as far as we know how long and of which section."""

    __tablename__ = "views"
    __table_args__ = (Index("ix_views_popular", "viewed_at", "article_id", "visit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), index=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"))
    section: Mapped[str] = mapped_column(String(300), default="")
    viewed_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    read_seconds: Mapped[int] = mapped_column(default=0)


class Vote(Model):
    """Whether an edition solved it: one vote per visit and edition, the last one counts."""

    __tablename__ = "votes"
    __table_args__ = (UniqueConstraint("visit_id", "edition_id", name="uq_votes_visit_edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"))
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"))
    is_solved: Mapped[bool]
    voted_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
