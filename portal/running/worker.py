"""The background worker: watches the articles folder, keeps the index, forgets old trails.

A plain loop over a few chores, each round the same: see what is due, do it, wait for a reason or a second.
Every chore is safe to be killed and to run twice.
"""

import os
import signal
import threading
from functools import partial

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from portal.articles.folder import sync_folder
from portal.core import throttle
from portal.core.database import db
from portal.running.chores import Chore
from portal.running.logs import set_up_logs
from portal.running.prepare import prepare
from portal.running.watching import watch_folder
from portal.search import indexing
from portal.visits.services import purge_trails

ROUND_SECONDS = 1.0
LOOK_SECONDS = 20.0  # without any sign the folder is compared at least this often
CHECK_SECONDS = 15.0  # damage to the index is noticed at least this soon
PURGE_SECONDS = 3600.0
STOP_SECONDS = 8.0  # a chore that takes longer is cut short; less than the supervisor's patience


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Run the background worker alone, beside `portal serve --web-only`."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    set_up_logs()
    prepare(app)
    run(app)


def run(app: Flask, *, parent: int = 0) -> None:
    """Work until told to stop, or until the process `parent` is gone."""
    stop, changed = threading.Event(), threading.Event()

    def end(*_: object) -> None:
        stop.set()
        changed.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    _in_background(_guard, stop, parent)
    _in_background(watch_folder, app.config["ARTICLES"], changed, stop)
    with app.app_context():
        _rounds(app, changed, stop)


def _rounds(app: Flask, changed: threading.Event, stop: threading.Event) -> None:
    look = Chore(LOOK_SECONDS, partial(sync_folder, processes=1, wait_seconds=1))
    chores = (
        Chore(CHECK_SECONDS, indexing.repair),
        look,
        Chore(0, indexing.bring_up_to_date),
        Chore(PURGE_SECONDS, partial(purge_trails, days=app.config["TRAIL_DAYS"])),
        Chore(PURGE_SECONDS, throttle.purge_tries),
    )
    while not stop.is_set():
        if changed.is_set():
            changed.clear()
            look.is_wanted = True
        for chore in chores:
            if chore.is_due() and not stop.is_set():
                chore.run()
        db.session.remove()
        changed.wait(ROUND_SECONDS)


def _guard(stop: threading.Event, parent: int) -> None:
    """End the process when the supervisor was killed, or when a chore does not let it stop in time."""
    while not stop.wait(0.5):
        if parent not in (0, os.getppid()):
            os._exit(1)
    threading.Event().wait(STOP_SECONDS)
    os._exit(0)


def _in_background(task: object, *arguments: object) -> None:
    threading.Thread(target=task, args=arguments, daemon=True).start()  # type: ignore[arg-type]
