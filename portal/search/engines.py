"""The engine of this application, chosen by the setting `search`."""

from flask import Flask, current_app

from portal.search.engine import Engine
from portal.search.whoosh_engine import WhooshEngine


def init(app: Flask) -> None:
    """Attach the engine; nothing is opened before the first question."""
    app.extensions["portal.search"] = WhooshEngine(app.config["INSTANCE"] / "index")


def engine() -> Engine:
    """Return the engine of the running application."""
    found: Engine = current_app.extensions["portal.search"]
    return found
