"""Alembic's environment: runs the migrations on the engine of the application."""

from alembic import context
from flask import current_app

from portal.core.database import UtcTime, db

config = context.config


def render_item(kind, item, autogen):
    """Write our own column type by its name."""
    if kind == "type" and isinstance(item, UtcTime):
        autogen.imports.add("from portal.core.database import UtcTime")
        return "UtcTime()"
    return False


def run() -> None:
    """Migrate in one transaction per run; SQLite tables are copied where it cannot alter them."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            render_item=render_item,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
