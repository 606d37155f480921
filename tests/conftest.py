"""Fixtures for all tests. A test makes only what it is about; everything lives below tmp_path."""

import contextvars
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings

from portal import create_app
from portal.core.database import db
from portal.running.prepare import migrate
from tests.support.postgres import execute, postgres_server

# How long an example takes says more about the machine than about the code.
settings.register_profile("portal", deadline=None)
settings.load_profile("portal")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs PostgreSQL or a browser by what it asks for."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "[postgresql" in item.name or "postgres_url" in names:
            item.add_marker("postgresql")
        if "page" in names or "browser_context" in names:
            item.add_marker("browser")


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let no setting of the machine and no folder of the checkout reach a test."""
    for name in list(os.environ):
        if name.startswith("PORTAL_") or name in {"DATABASE_URL", "SECRET_KEY", "HOST", "PORT"}:
            monkeypatch.delenv(name)
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("PORTAL_ARTICLES", str(tmp_path / "articles"))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Give the address of a PostgreSQL server; `TEST_DATABASE_URL` overrides our own."""
    given = os.environ.get("TEST_DATABASE_URL", "")
    if given:
        yield given.replace("postgresql://", "postgresql+psycopg://")
        return
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an empty, migrated SQLite database to copy from."""
    folder = tmp_path_factory.mktemp("template")
    _migrate(f"sqlite:///{folder / 'portal.db'}", folder)
    return folder / "portal.db"


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Make an empty, migrated PostgreSQL database to copy from."""
    name = f"template_{uuid.uuid4().hex[:12]}"
    execute(postgres_url, f"CREATE DATABASE {name}")
    _migrate(_database(postgres_url, name), tmp_path_factory.mktemp("pg"))
    execute(postgres_url, f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")  # or it cannot be copied
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give an empty, migrated database of each kind."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        (tmp_path / "instance").mkdir(exist_ok=True)
        shutil.copy(template, tmp_path / "instance" / "portal.db")
        yield f"sqlite:///{tmp_path / 'instance' / 'portal.db'}"
        return
    template = request.getfixturevalue("postgres_template")
    server = request.getfixturevalue("postgres_url")
    name = f"test_{uuid.uuid4().hex[:16]}"
    execute(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _database(server, name)
    execute(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """Make an application of its own, in its context, with empty folders."""
    (tmp_path / "articles").mkdir(exist_ok=True)
    (tmp_path / "instance").mkdir(exist_ok=True)
    made = create_app(
        {
            "DATABASE_URL": database_url,
            "SECRET_KEY": "only for tests",
            "TESTING": True,
            "WTF_CSRF_ENABLED": False,
        }
    )
    with made.app_context():
        yield made
        for name in ("portal.trail", "portal.workshop"):
            if name in made.extensions:
                made.extensions[name].close()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a client that asks like a browser in English."""
    return browser_like(app)


class Browser(FlaskClient):
    """A client whose requests run in contexts of their own, as they do in a server."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Ask outside the test's application context, then let the test see what changed."""
        db.session.rollback()
        answer = contextvars.Context().run(super().open, *args, **kwargs)
        db.session.expire_all()
        return answer


def browser_like(app: Flask, lang: str = "en") -> FlaskClient:
    """Make a client with the headers of a browser in a language."""
    app.test_client_class = Browser
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = lang
    client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 test"
    return client


def _database(server: str, name: str) -> str:
    return (
        server.replace("/postgres?", f"/{name}?")
        if "/postgres?" in server
        else f"{server.rpartition('/')[0]}/{name}"
    )


def _migrate(url: str, folder: Path) -> None:
    made = create_app({"DATABASE_URL": url, "INSTANCE": folder, "SECRET_KEY": "only for tests"})
    with made.app_context():
        migrate()
        db.engine.dispose()
