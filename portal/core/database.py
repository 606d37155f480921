"""One database, SQLite or PostgreSQL, and the one way to write to it: `transaction()`.

SQLite runs in WAL mode. A writer takes the write lock at its start (`BEGIN IMMEDIATE`), so that two
processes wait for each other instead of failing in the middle; a reader never waits.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, TypeDecorator, event
from sqlalchemy.orm import DeclarativeBase

from portal.core.events import Signal, deliver

SQLITE_BUSY_SECONDS = 30
_BEGIN = "sqlite_begin"


class Model(DeclarativeBase):
    """Base of all models. Constraints are named, so that a migration can find them again."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Model)


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time; SQLite keeps it without zone, we put the zone back on."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the stored time with its zone."""
        if not isinstance(value, datetime):
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@contextmanager
def transaction() -> Iterator[None]:
    """Write everything inside together, or nothing. Re-entrant: the outermost block commits.

    What was read before the outermost block is read again inside it, under the write lock.
    """
    session = db.session()
    if session.info.get("depth"):
        session.info["depth"] += 1
        try:
            yield
        finally:
            session.info["depth"] -= 1
        return
    session.rollback()
    session.info.update(depth=1, published=[])
    try:
        session.connection(execution_options={_BEGIN: "IMMEDIATE"})
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        published = session.info.pop("published", [])
        session.info["depth"] = 0
    for signal, facts in published:
        deliver(signal, facts)


def publish(signal: Signal, **facts: Any) -> None:
    """Deliver `signal` once the running transaction has been committed."""
    session = db.session()
    if not session.info.get("depth"):
        raise RuntimeError(f"{signal.name} was published outside a transaction")
    session.info["published"].append((signal, facts))


def engine_options(url: str) -> dict[str, Any]:
    """Return the engine options that fit the kind of database in `url`."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": SQLITE_BUSY_SECONDS}}
    return {"pool_pre_ping": True}


def prepare_engine(engine: Engine) -> None:
    """Give a SQLite engine its pragmas and let us, not the driver, begin transactions."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-16000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get(_BEGIN, "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")
