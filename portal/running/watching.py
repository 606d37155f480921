"""Signs from the articles folder. Any sign means: look; what changed is found by comparing."""

import logging
import os
import threading
from pathlib import Path

from watchfiles import Change, watch

log = logging.getLogger(__name__)

MISSING_SECONDS = 1.0
UNWATCHABLE_SECONDS = 20.0


def watch_folder(folder: Path, changed: threading.Event, stop: threading.Event) -> None:
    """Set `changed` at any sign from `folder` until told to stop, also when the folder itself is replaced."""
    while not stop.is_set():
        try:
            _watch(folder, changed, stop)
        except FileNotFoundError:
            stop.wait(MISSING_SECONDS)
        except (RuntimeError, OSError) as error:
            log.warning(
                "the articles folder cannot be watched and is compared every %d s: %s",
                UNWATCHABLE_SECONDS, error,
            )  # fmt: skip
            stop.wait(UNWATCHABLE_SECONDS)
        changed.set()


def _watch(folder: Path, changed: threading.Event, stop: threading.Event) -> None:
    """Watch until the folder is not the one any more that we began with: its watcher would be deaf."""
    known = _identity(folder)

    def is_ours(_change: Change, path: str) -> bool:
        return f"{os.sep}." not in path.removeprefix(str(folder))

    for changes in watch(
        folder, watch_filter=is_ours, stop_event=stop, debounce=200, step=50, rust_timeout=1000,
        yield_on_timeout=True, ignore_permission_denied=True,
    ):  # fmt: skip
        if changes:
            changed.set()
        if _identity(folder) != known:
            return


def _identity(folder: Path) -> tuple[int, int]:
    facts = folder.stat()
    return facts.st_dev, facts.st_ino
