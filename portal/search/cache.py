"""A memory bounded by bytes, shared by threads without a lock."""

from collections.abc import Hashable
from typing import Generic, TypeVar

V = TypeVar("V")

# What an entry costs beside its value: key, tuple, place in the dictionary.
OVERHEAD = 300


class Cache(Generic[V]):
    """Keeps what was computed; when full, the older half goes.

    Each step on the dictionary is atomic; two threads may compute the same value, which does no harm.
    """

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._size = 0
        self._values: dict[Hashable, tuple[V, int]] = {}

    def get(self, key: Hashable) -> V | None:
        """Return what was kept under `key`."""
        found = self._values.get(key)
        return found[0] if found else None

    def put(self, key: Hashable, value: V, size: int) -> V:
        """Keep `value` of `size` bytes and return it."""
        if self._size > self._limit:
            self._shed()
        self._values[key] = (value, size + OVERHEAD)
        self._size += size + OVERHEAD
        return value

    def _shed(self) -> None:
        keys = list(self._values)
        for key in keys[: len(keys) // 2 + 1]:
            self._values.pop(key, None)
        self._size = sum(size for _value, size in list(self._values.values()))

    @property
    def size_bytes(self) -> int:
        """Return about how many bytes are kept."""
        return self._size
