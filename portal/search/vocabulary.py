"""The words of one field in one segment, laid out so that thousands are compared at once."""

from bisect import bisect_left
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from portal.search.distance import beginning_distances, distances
from portal.search.tokens import folded, has_digit

LONGEST = 24
_BINS = 32


class Near(NamedTuple):
    """A word of the vocabulary and how many edits it is away."""

    word: str
    distance: int


def edits_allowed(word: str) -> int:
    """Return how far a correction of `word` may be: 1 up to five letters, else 2."""
    return 1 if len(word) <= 5 else 2


class Vocabulary:
    """Folded words in order; `as_written` gives the spellings of a folded word."""

    def __init__(self, words: list[str]) -> None:
        self._spellings: dict[str, list[str]] = {}
        for word in words:
            self._spellings.setdefault(folded(word), []).append(word)
        self.words = sorted(self._spellings)

    def as_written(self, word: str) -> list[str]:
        """Return every spelling of a folded word: `sesión` and `sesion` for `sesion`."""
        return self._spellings.get(word, [])

    def __contains__(self, word: str) -> bool:
        return word in self._spellings

    def beginning_with(self, prefix: str) -> list[str]:
        """Return the words that begin with `prefix`, in order."""
        start = bisect_left(self.words, prefix)
        return self.words[start : bisect_left(self.words, prefix + "\U0010ffff", lo=start)]

    @cached_property
    def _table(self) -> "_Table":
        return _Table([word for word in self.words if 3 <= len(word) <= LONGEST and not has_digit(word)])

    def near(self, word: str) -> list[Near]:
        """Return the words that one or two slips of the finger make `word` of."""
        most = edits_allowed(word)
        table = self._table
        rows = table.alike(word, most)
        found = distances(table.codes[rows], table.sizes[rows], word)
        return [Near(table.words[row], int(far)) for row, far in zip(rows, found, strict=True) if far <= most]

    def near_beginnings(self, prefix: str) -> list[Near]:
        """Return the words that begin with something one slip away from `prefix`, same first letter."""
        table = self._table
        rows = table.beginning_alike(prefix)
        far = beginning_distances(table.codes[rows], table.sizes[rows], prefix)
        return [Near(table.words[rows[at]], int(far[at])) for at in np.flatnonzero(far <= 1)]


class _Table:
    """Words as rows of letter codes, with their lengths and a rough count of their letters."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        wide = np.array(words, f"<U{LONGEST}").view("<u4").reshape(len(words), LONGEST)
        self.codes: npt.NDArray[np.uint16] = np.minimum(wide, 0xFFFF).astype(np.uint16)
        self.sizes: npt.NDArray[np.int16] = (wide > 0).sum(axis=1).astype(np.int16)
        self._letters = np.zeros((len(words), _BINS), np.int8)
        rows, columns = np.nonzero(wide)
        np.add.at(self._letters, (rows, self.codes[rows, columns] % _BINS), 1)

    def beginning_alike(self, prefix: str) -> npt.NDArray[np.intp]:
        """Return the rows that share the first letter and, perhaps swapped, one of the next two."""
        first, second, third = (min(ord(char), 0xFFFF) for char in prefix[:3])
        near = np.flatnonzero((self.codes[:, 0] == first) & (self.sizes >= len(prefix) - 1))
        next_two = self.codes[near, 1:3]
        return near[((next_two == second) | (next_two == third)).any(axis=1)]

    def alike(self, word: str, most: int) -> npt.NDArray[np.intp]:
        """Return the rows that can be `most` edits away: an edit changes two letter counts at most."""
        near = np.flatnonzero(np.abs(self.sizes - len(word)) <= most)
        wanted = np.bincount([min(ord(char), 0xFFFF) % _BINS for char in word], minlength=_BINS)
        apart = np.abs(self._letters[near] - wanted.astype(np.int8)).sum(axis=1, dtype=np.int16)
        return near[apart <= 2 * most]
