"""The background worker: watches the articles folder, keeps the index, forgets old trails.

A plain loop over what is to do, each round the same: look, do it, wait for a reason or a second.
Every step is safe to be killed and to run twice.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from watchfiles import watch

from portal.articles.folder import SyncRunning, sync_folder
from portal.articles.tree import FolderUnreadable
from portal.core import throttle
from portal.core.database import db
from portal.running.logs import set_up_logs
from portal.running.prepare import prepare
from portal.search import indexing
from portal.search.engine import Busy
from portal.visits.services import purge_trails

log = logging.getLogger(__name__)

LOOK_SECONDS = 20  # without any sign the folder is compared at least this often
PURGE_SECONDS = 3600
PAUSE_SECONDS = 0.25


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Run the background worker alone, beside `portal serve --web-only`."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    set_up_logs()
    prepare(app)
    run(app)


def run(app: Flask, stop: threading.Event | None = None) -> None:
    """Work until told to stop."""
    stop = stop or threading.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    changed = threading.Event()
    changed.set()
    threading.Thread(target=_watch, args=(app.config["ARTICLES"], changed, stop), daemon=True).start()
    with app.app_context():
        _once(indexing.repair)
        _rounds(app, changed, stop)


def _rounds(app: Flask, changed: threading.Event, stop: threading.Event) -> None:
    looked = purged = 0.0
    parent = os.getppid()
    while not stop.is_set() and os.getppid() == parent:
        if changed.is_set() or time.monotonic() - looked > LOOK_SECONDS:
            changed.clear()
            looked = time.monotonic()
            _once(lambda: sync_folder(processes=1, wait_seconds=1))
        _once(indexing.bring_up_to_date)
        if time.monotonic() - purged > PURGE_SECONDS:
            purged = time.monotonic()
            _once(lambda: purge_trails(days=app.config["TRAIL_DAYS"]))
            _once(throttle.purge_tries)
        db.session.remove()
        _wait(changed, stop)


def _once(step: Callable[[], object]) -> None:
    """Do one step; what fails is logged and tried again in the next round."""
    try:
        step()
    except (FolderUnreadable, SyncRunning, Busy) as error:
        log.warning("%s: %s", type(error).__name__, error)
    except OSError as error:
        log.error("cannot write: %s", error)
    except Exception:
        log.exception("a step of the worker failed")
        db.session.rollback()


def _wait(changed: threading.Event, stop: threading.Event) -> None:
    for _ in range(4):
        if changed.is_set() or stop.wait(PAUSE_SECONDS):
            return


def _watch(folder: Path, changed: threading.Event, stop: threading.Event) -> None:
    """Set `changed` at any sign from the folder. A safety net looks without a sign, too."""
    while not stop.is_set():
        try:
            for _changes in watch(folder, stop_event=stop, debounce=200, step=50, recursive=True):
                changed.set()
        except (FileNotFoundError, RuntimeError, OSError) as error:
            log.warning("the articles folder cannot be watched: %s", error)
            stop.wait(LOOK_SECONDS)
