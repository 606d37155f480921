"""Votes, reading times, forgetting."""

from datetime import timedelta

from sqlalchemy import delete, select

from portal.core.clock import now
from portal.core.database import db, transaction
from portal.visits.models import View, Visit, Vote
from portal.visits.recorder import VisitKey, flush

LONGEST_READ_SECONDS = 3600


def vote(visit: VisitKey, *, article_id: int, edition_id: int, is_solved: bool) -> Vote:
    """Say whether an edition solved it; a second vote of the visit on it replaces the first."""
    flush()
    with transaction():
        row = _visit_of(visit)
        found = db.session.scalar(select(Vote).where(Vote.visit_id == row.id, Vote.edition_id == edition_id))
        if found is None:
            found = Vote(visit_id=row.id, article_id=article_id, edition_id=edition_id, is_solved=is_solved)
            db.session.add(found)
        found.is_solved = is_solved
        found.voted_at = now()
    return found


def record_reading(visit: VisitKey, *, edition_id: int, seconds: int) -> None:
    """Note how long the last view of an edition lasted, at most an hour."""
    flush()
    with transaction():
        view = db.session.scalar(
            select(View)
            .join(Visit)
            .where(Visit.key == visit.key, View.edition_id == edition_id)
            .order_by(View.id.desc())
            .limit(1)
        )
        if view is not None:
            view.read_seconds = max(view.read_seconds, min(LONGEST_READ_SECONDS, max(0, seconds)))


def forget(visit: VisitKey) -> None:
    """Delete the whole trail of a visit; copies on tickets that were sent stay."""
    flush()
    with transaction():
        db.session.execute(delete(Visit).where(Visit.key == visit.key))


def purge_trails(*, days: int) -> int:
    """Delete visits that were last seen more than `days` days ago; return how many."""
    with transaction():
        result = db.session.execute(delete(Visit).where(Visit.seen_at < now() - timedelta(days=days)))
    return int(result.rowcount)  # type: ignore[attr-defined]


def _visit_of(visit: VisitKey) -> Visit:
    row = db.session.scalar(select(Visit).where(Visit.key == visit.key))
    if row is None:
        row = Visit(key=visit.key, lang=visit.lang)
        db.session.add(row)
        db.session.flush()
    return row
