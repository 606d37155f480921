"""`portal serve`: web workers and one background worker under one small supervisor."""

import gc
import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from gunicorn import sock
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.errors import HaltServer

from portal.core.database import db
from portal.running import supervisor, worker
from portal.running.logs import set_up_logs
from portal.running.prepare import prepare
from portal.search.engine import Unavailable
from portal.search.engines import engine

THREADS = 4
# The longest address gunicorn takes: 400 letters of a search, twice escaped, come close to its default.
LONGEST_LINE = 8190


@click.command("serve")
@click.option("--host", default=None, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=None, help="Port to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), default=None, help="Web processes.")
@click.option("--web-only", is_flag=True, help="No background worker here; another machine runs it.")
@with_appcontext
def serve(host: str | None, port: int | None, workers: int | None, web_only: bool) -> None:
    """Serve the portal."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    set_up_logs()
    prepare(app, needs_secret=web_only)
    _warm(app)
    listener = _listen(host or app.config["HOST"], port or app.config["PORT"])
    web = _Web(app, "", workers or app.config["WORKERS"])
    web.listener = listener
    if web_only:
        web.run()
        return
    web.supervisor = os.getpid()
    sys.exit(supervisor.Supervisor(_tasks(web, listener), vital="web", release=listener.close).run())


def _warm(app: Flask) -> None:
    """Read the index once before the processes fork, so that they share its memory; keep no connection."""
    with app.app_context():
        with suppress(Unavailable):  # the worker mends it, the database answers meanwhile
            engine().warm()
        db.session.remove()
        db.engine.dispose()
    gc.collect()
    gc.freeze()  # what is here now is left alone by the collector, and so stays shared


def _tasks(web: "_Web", listener: socket.socket) -> dict[str, supervisor.Task]:
    def work() -> None:
        listener.close()  # or it would keep the port if it outlived the rest
        worker.run(web.app, parent=web.supervisor)

    return {"web": web.run, "worker": work}


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything starts, so that what is wrong with it is said at once."""
    shown = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        listener = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2048
        )
    except OSError as error:
        raise click.ClickException(f"cannot listen on {shown}: {_reason(error)}") from error
    click.echo(f"Ventanilla is at http://{shown}")
    return listener


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).partition(" (while")[0]  # the address is said already


class _Web(BaseApplication):  # type: ignore[misc]
    """Gunicorn around the application that is already made, so that its memory is shared by fork."""

    supervisor = 0  # the process it ends with
    listener: socket.socket | None = None

    def __init__(self, app: Flask, address: str, workers: int) -> None:
        self.app, self.address, self.workers = app, address, workers
        super().__init__()

    def load_config(self) -> None:
        """Set what gunicorn needs to know."""
        settings: dict[str, Any] = {
            **({"bind": self.address} if self.address else {}),
            "workers": self.workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "preload_app": True,
            "keepalive": 5,
            "timeout": 60,
            "graceful_timeout": supervisor.STOP_SECONDS - 5,
            "limit_request_line": LONGEST_LINE,
            "loglevel": "warning",
            "control_socket_disable": True,
            "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application."""
        return self.app

    def run(self) -> None:
        """Serve until told to stop."""
        arbiter = _Arbiter(self)
        if self.listener:
            kind = sock.TCP6Socket if self.listener.family == socket.AF_INET6 else sock.TCPSocket
            address, descriptor = self.listener.getsockname(), os.dup(self.listener.fileno())
            arbiter.LISTENERS = [kind(address, self.cfg, arbiter.log, fd=descriptor)]
        arbiter.run()


class _Arbiter(Arbiter):  # type: ignore[misc]
    """Gunicorn's own, but it ends when the supervisor was killed, so that nothing keeps the port."""

    def murder_workers(self) -> None:
        """Look after the web processes; called once a second."""
        if self.app.supervisor not in (0, os.getppid()):
            raise HaltServer("the supervisor is gone", 1)
        super().murder_workers()
