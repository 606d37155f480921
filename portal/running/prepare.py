"""Before anything runs: the folders are there, the secret is there, the database is of this version."""

import fcntl
import logging
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Flask, current_app
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.config import ConfigError, instance_secret
from portal.core.database import db

MIGRATIONS = Path(__file__).parent.parent / "migrations"
# Names our lock among those of a PostgreSQL server: "VENT" read as a number.
_LOCK = 0x56454E54


def prepare(app: Flask, *, needs_secret: bool = False) -> None:
    """Make the instance folder usable and bring the database to this version; say clearly what fails."""
    instance: Path = app.config["INSTANCE"]
    _make_writable(instance)
    if not app.config["SECRET_KEY"]:
        if needs_secret:
            raise ConfigError("SECRET_KEY is not set; several machines must share one, so none is made up")
        app.config["SECRET_KEY"] = instance_secret(instance)
    with app.app_context():
        migrate()


def migrate() -> None:
    """Bring the database to this version. Of several who start at once one does it, the others wait."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        _keep_private()
        if _stored_version() != _newest_version():
            with _alone():
                if _stored_version() != _newest_version():
                    # Flask-Migrate's own function would end the process with its own words
                    command.upgrade(
                        current_app.extensions["migrate"].migrate.get_config(str(MIGRATIONS)), "head"
                    )
    except CommandError as error:
        raise ConfigError(f"the database belongs to another version of the portal: {error}") from error
    except (DBAPIError, sqlite3.Error, OSError) as error:
        raise ConfigError(f"the database cannot be used: {reason_of(error)}") from error
    finally:
        db.session.remove()


def reason_of(error: BaseException) -> str:
    """Return what a database said, on one line."""
    said = error.orig if isinstance(error, DBAPIError) else error
    return " ".join(str(said).split())


def _make_writable(instance: Path) -> None:
    try:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=instance):
            pass
    except OSError as error:
        raise ConfigError(f"cannot write to the instance folder {instance}: {error.strerror}") from error


def _keep_private() -> None:
    """Let nobody else on this machine read a new SQLite file; its side files take after it."""
    name = db.engine.url.database
    if db.engine.dialect.name == "sqlite" and name and name != ":memory:" and not Path(name).exists():
        Path(name).touch(mode=0o600)


@contextmanager
def _alone() -> Iterator[None]:
    """Be the only one who migrates this database: on this machine, with PostgreSQL on all."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
        return
    with (current_app.config["INSTANCE"] / "migrate.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _stored_version() -> str | None:
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _newest_version() -> str | None:
    return ScriptDirectory(str(current_app.extensions["migrate"].directory)).get_current_head()
