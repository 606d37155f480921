"""Slowing down those who try too often, counted in the database so that all processes agree."""

from datetime import datetime, timedelta

from sqlalchemy import String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.database import Model, UtcTime, db, transaction
from portal.core.errors import TooMany


class Try(Model):
    """One try at something that is limited."""

    __tablename__ = "tries"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), index=True)
    tried_at: Mapped[datetime] = mapped_column(UtcTime, default=now)


def check_tries(key: str, *, most: int, seconds: int) -> int:
    """Return how many tries are left for `key` in the sliding window; raise TooMany at none."""
    since = now() - timedelta(seconds=seconds)
    count, oldest = db.session.execute(
        select(func.count(), func.min(Try.tried_at)).where(Try.key == key, Try.tried_at > since)
    ).one()
    if count >= most:
        raise TooMany(max(1, seconds - int((now() - oldest).total_seconds())))
    return most - int(count)


def record_try(key: str) -> None:
    """Count one try for `key`."""
    with transaction():
        db.session.add(Try(key=key))


def forget_tries(key: str) -> None:
    """Start again for `key`, after a success."""
    with transaction():
        db.session.execute(delete(Try).where(Try.key == key))


def purge_tries(*, older_than_seconds: int = 86_400) -> int:
    """Delete old tries; return how many."""
    with transaction():
        before = now() - timedelta(seconds=older_than_seconds)
        result = db.session.execute(delete(Try).where(Try.tried_at < before))
        return int(result.rowcount)  # type: ignore[attr-defined]
