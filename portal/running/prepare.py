"""Before anything runs: the folders are there, the secret is there, the database is of this version."""

import logging
from pathlib import Path

import click
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy.exc import OperationalError

from portal.config import ConfigError, instance_secret
from portal.core.database import db

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def prepare(app: Flask, *, needs_secret: bool = False) -> None:
    """Make the instance folder usable and bring the database to this version; say clearly what fails."""
    instance: Path = app.config["INSTANCE"]
    try:
        instance.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"cannot use the instance folder {instance}: {error.strerror}") from error
    if not app.config["SECRET_KEY"]:
        if needs_secret:
            raise ConfigError("SECRET_KEY is not set; several machines must share one, so none is made up")
        app.config["SECRET_KEY"] = instance_secret(instance)
    with app.app_context():
        migrate()


def migrate() -> None:
    """Bring the database to this version."""
    try:
        if _stored_version() != _newest_version():
            logging.getLogger("alembic").setLevel(logging.WARNING)
            upgrade(directory=str(MIGRATIONS))
    except OperationalError as error:
        raise click.ClickException(f"the database cannot be used: {error.orig}") from error
    finally:
        db.session.remove()


def _stored_version() -> str | None:
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _newest_version() -> str | None:
    return ScriptDirectory(str(current_app.extensions["migrate"].directory)).get_current_head()
