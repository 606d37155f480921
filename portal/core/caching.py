"""A cache bounded by bytes, safe for threads. What is in it can be made again at any time."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Bounded(Generic[Value]):
    """Keeps what was used last, up to `most_bytes` in all."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Hashable) -> Value | None:
        """Return what is kept under `key`, if anything."""
        with self._lock:
            entry = self._kept.get(key)
            if entry is None:
                return None
            self._kept.move_to_end(key)
            return entry[0]

    def keep(self, key: Hashable, value: Value, size_bytes: int) -> Value:
        """Keep `value` and let go of what was not used for longest; return it."""
        with self._lock:
            old = self._kept.pop(key, None)
            self._bytes += size_bytes - (old[1] if old else 0)
            self._kept[key] = (value, size_bytes)
            while self._bytes > self._most and len(self._kept) > 1:
                _key, (_value, size) = self._kept.popitem(last=False)
                self._bytes -= size
        return value
