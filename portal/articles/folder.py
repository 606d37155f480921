"""One sync at a time: the lock, the helpers, and the settings a run needs."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app

from portal.articles.rendering.workshop import Workshop
from portal.articles.sync import Report, Tick, sync
from portal.core.errors import PortalError


class SyncRunning(PortalError):
    """Another process is syncing and did not finish within the time we waited."""


def sync_folder(
    *, tick: Tick | None = None, processes: int | None = None, wait_seconds: float = 120
) -> Report:
    """Sync the configured folder with the catalogue, alone."""
    config = current_app.config
    with _alone(config["INSTANCE"] / "sync.lock", wait_seconds):
        workshop = Workshop(processes=processes or max(1, os.cpu_count() or 1))
        try:
            return sync(config["ARTICLES"], workshop=workshop, default_lang=config["LANGUAGE"], tick=tick)
        finally:
            workshop.close()


@contextmanager
def _alone(path: Path, wait_seconds: float) -> Iterator[None]:
    """Hold a lock that the system frees when the process ends, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait_seconds
    with path.open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise SyncRunning(str(path)) from None
                time.sleep(0.1)
        yield
