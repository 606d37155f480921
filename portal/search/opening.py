"""Opening an index for reading: read its table of contents, trust its files, keep the segments known already."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.search import library
from portal.search.engine import Unavailable
from portal.search.leaf import Gate, Leaf, PostingsCache
from portal.search.schema import build_schema
from portal.search.scope import Scope
from portal.search.seals import find_changes, find_stale_version
from portal.search.snapshot import Snapshot
from portal.search.store import Store

_TRIES = 6
_PAUSE_SECONDS = 0.03


@dataclass
class Opened:
    """An index at one commit, ready to be asked."""

    place: Path
    index: Any
    number: int
    snapshot: Snapshot
    scopes: dict[tuple[str, ...], Scope] = field(default_factory=dict)

    def is_current(self, place: Path) -> bool:
        """Say whether `place` is still the index in use and nothing was committed since."""
        return self.place == place and bool(self.index.latest_generation() == self.number)

    def scope(self, audiences: tuple[str, ...]) -> Scope:
        """Return the index as `audiences` may see it."""
        key = tuple(sorted(set(audiences)))
        return self.scopes.get(key) or self.scopes.setdefault(key, Scope(self.snapshot, key))


def open_latest(store: Store, before: Opened | None, gate: Gate, cache: PostingsCache) -> Opened:
    """Open the index in use; try again when a writer takes a file away just then."""
    for tries_left in reversed(range(_TRIES)):
        place = store.current()
        if place is None:
            raise Unavailable("missing: there is no index")
        try:
            return _open(place, before, gate, cache)
        except FileNotFoundError:
            if not tries_left:
                raise
            time.sleep(_PAUSE_SECONDS)
    raise AssertionError


def file_names(contents: Any) -> list[str]:
    """Return the files that make up a commit."""
    return [
        f"_{library.INDEX}_{contents.generation}.toc",
        *(f"{one.segment_id()}.seg" for one in contents.segments),
    ]


def read_contents(place: Path) -> Any:
    """Return generation and segments of the last commit."""
    return library.read_contents(str(place), build_schema())


def open_for_writing(place: Path) -> Any:
    """Return the index in `place`: its writer, and the number of its last commit."""
    return library.open_index(str(place), build_schema())


def _open(place: Path, before: Opened | None, gate: Gate, cache: PostingsCache) -> Opened:
    stale = find_stale_version(place)
    if stale:
        raise Unavailable(stale)
    index = before.index if before and before.place == place else open_for_writing(place)
    contents = read_contents(place)
    changes = find_changes(place, file_names(contents))
    if changes:
        raise Unavailable("; ".join(changes))
    known = {leaf.name: leaf for leaf in before.snapshot.leaves} if before and before.place == place else {}
    leaves = [known.get(one.segment_id()) or _open_leaf(place, one, gate, cache) for one in contents.segments]
    deleted = [frozenset(one.deleted_docs()) for one in contents.segments]
    snapshot = Snapshot(f"{place.name}/{contents.generation}", leaves, deleted)
    return Opened(place, index, contents.generation, snapshot)


def _open_leaf(place: Path, segment: Any, gate: Gate, cache: PostingsCache) -> Leaf:
    return Leaf(library.open_segment(str(place), build_schema(), segment), gate, cache)
