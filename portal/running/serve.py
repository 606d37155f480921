"""`portal serve`: web workers and one background worker under one small supervisor."""

import logging
import os
import signal
import sys
import time
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from gunicorn.app.base import BaseApplication

from portal.core.database import db
from portal.running import worker
from portal.running.logs import set_up_logs
from portal.running.prepare import prepare

log = logging.getLogger(__name__)

THREADS = 4
STOP_SECONDS = 15


@click.command("serve")
@click.option("--host", default=None, help="Address to listen on.")
@click.option("--port", type=int, default=None, help="Port to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), default=None, help="Web processes.")
@click.option("--web-only", is_flag=True, help="No background worker here; another machine runs it.")
@with_appcontext
def serve(host: str | None, port: int | None, workers: int | None, web_only: bool) -> None:
    """Serve the portal."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    set_up_logs()
    prepare(app, needs_secret=web_only)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    address = f"{host or app.config['HOST']}:{port or app.config['PORT']}"
    web = _Web(app, address, workers or app.config["WORKERS"])
    if web_only:
        web.run()
        return
    click.echo(f"Ventanilla is at http://{address}")
    sys.exit(_supervise({"web": web.run, "worker": lambda: worker.run(app)}))


class _Web(BaseApplication):  # type: ignore[misc]
    """Gunicorn around the application that is already made, so that its memory is shared by fork."""

    def __init__(self, app: Flask, address: str, workers: int) -> None:
        self.app, self.address, self.workers = app, address, workers
        super().__init__()

    def load_config(self) -> None:
        """Set what gunicorn needs to know."""
        settings: dict[str, Any] = {
            "bind": self.address,
            "workers": self.workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "preload_app": True,
            "keepalive": 5,
            "timeout": 60,
            "graceful_timeout": STOP_SECONDS - 5,
            "loglevel": "warning",
            "control_socket_disable": True,
            "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: S108, PTH112
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application."""
        return self.app


def _supervise(tasks: dict[str, Any]) -> int:
    """Run each task in a process of its own. The worker is started again when it dies; the web ends all."""
    children = {_start(task): name for name, task in tasks.items()}
    stopping: list[int] = []

    def stop(number: int, _frame: object) -> None:
        stopping.append(number)
        _signal_all(children, signal.SIGTERM)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while children:
        pid, status = _wait_for_one()
        name = children.pop(pid, "")
        if not name or stopping:
            continue
        if name == "web":
            log.error("the web processes ended")
            _signal_all(children, signal.SIGTERM)
            stopping.append(0)
            continue
        log.warning("the background worker ended with %s and is started again", status)
        time.sleep(1)
        children[_start(tasks[name])] = name
    return 0 if stopping and stopping[0] else 1


def _start(task: Any) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        task()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:
        log.exception("a process failed")
    finally:
        logging.shutdown()
        os._exit(status)


def _wait_for_one() -> tuple[int, int]:
    while True:
        try:
            return os.wait()
        except InterruptedError:
            continue


def _signal_all(children: dict[int, str], number: int) -> None:
    for pid in list(children):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            children.pop(pid, None)
