"""Ventanilla: a window that answers before you queue. `create_app()` assembles it and does no work."""

from typing import Any

from flask import Flask

from portal.config import load_settings
from portal.core.database import db, engine_options, prepare_engine
from portal.wiring import wire


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """Return the application with its settings loaded and its rooms wired."""
    app = Flask(__name__, static_folder=None)
    settings = load_settings(overrides)
    app.config.update(settings)
    app.config["SQLALCHEMY_DATABASE_URI"] = settings["DATABASE_URL"]
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings["DATABASE_URL"])
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    wire(app)
    return app
