"""Looking an index over: what `doctor` and the worker want to know before they trust it."""

from portal.search.cache import Cache
from portal.search.leaf import Gate
from portal.search.opening import file_names, open_latest, read_contents
from portal.search.seals import find_damage, find_stale_version
from portal.search.store import Store


def find_problems(store: Store) -> list[str]:
    """Return what is wrong with the index on disk, each with a word for its kind first."""
    place = store.current()
    if place is None:
        return ["missing: there is no index"]
    try:
        stale = find_stale_version(place)
        if stale:
            return [stale]
        return find_damage(place, file_names(read_contents(place))) or _find_twins(store)
    except Exception as error:
        return [f"unreadable: {type(error).__name__}: {error}"]


def _find_twins(store: Store) -> list[str]:
    snapshot = open_latest(store, None, Gate(), Cache(0)).snapshot
    live = snapshot.ids[snapshot.is_live].tolist()
    return ["twins: documents stand in the index twice"] if len(set(live)) < len(live) else []
