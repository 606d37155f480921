"""Where indexes live: one folder for each rebuild, the link `current` to the one in use, one lock.

Swapping the link is one step, so a reader has the old index or the new one. An index that was replaced stays
a while for those who are just opening it.
"""

import fcntl
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.search import library
from portal.search.engine import Busy
from portal.search.schema import build_schema
from portal.search.seals import write_seal

_CURRENT = "current"
_PREFIX = "index-"
_POLL_SECONDS = 0.05
KEPT_SECONDS = 60


class Store:
    """The folder of an engine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: int | None = None

    def current(self) -> Path | None:
        """Return the folder of the index in use; costs microseconds, asked at every question."""
        try:
            return self.folder / (self.folder / _CURRENT).readlink()
        except FileNotFoundError:
            return None

    def create(self) -> Path:
        """Make the folder of a new, empty index."""
        place = self.folder / f"{_PREFIX}{uuid.uuid4().hex[:12]}"
        place.mkdir(parents=True)
        library.create_index(str(place), build_schema())
        write_seal(place, 0, [])
        return place

    def publish(self, place: Path) -> None:
        """Make `place` the index in use, in one step."""
        replaced = self.current()
        link = self.folder / f"{_CURRENT}.new"
        link.unlink(missing_ok=True)
        link.symlink_to(place.name)
        link.replace(self.folder / _CURRENT)
        if replaced and replaced.exists():
            os.utime(replaced)

    def sweep(self) -> None:
        """Remove indexes that were replaced a while ago or never finished. Only for who holds the lock."""
        current = self.current()
        for place in self.folder.glob(f"{_PREFIX}*"):
            if place != current and time.time() - place.stat().st_mtime > KEPT_SECONDS:
                shutil.rmtree(place, ignore_errors=True)

    @contextmanager
    def lock(self, seconds: float) -> Iterator[None]:
        """Hold the one right to write, or raise `Busy` after `seconds`; it ends with the process."""
        self.folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _wait_for(descriptor, time.monotonic() + seconds)
            self._held = descriptor
            yield
        finally:
            self._held = None
            os.close(descriptor)

    def forget_lock(self) -> None:
        """Let go, in a forked child, of a lock that the parent holds."""
        if self._held is not None:
            os.close(self._held)
            self._held = None


def _wait_for(descriptor: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise Busy("another process writes the index") from None
            time.sleep(_POLL_SECONDS)
        else:
            return
