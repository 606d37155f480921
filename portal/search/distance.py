"""Optimal string alignment: edits with neighbouring letters swapped counted as one, for many words at once.

Source: Damerau 1964, in the restricted form of Oommen and Loke 1997.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint16]


Edits = npt.NDArray[np.int16]


def distances(rows: Codes, sizes: npt.NDArray[Any], word: str) -> Edits:
    """Return how many edits each row of letter codes, which has its size, is away from `word`."""
    if not len(rows):
        return np.empty(0, np.int16)
    table = _last_line(rows[:, : int(sizes.max())], word)
    found: Edits = table[np.arange(len(rows)), sizes]
    return found


def beginning_distances(rows: Codes, sizes: npt.NDArray[Any], word: str) -> Edits:
    """Return how many edits the nearest beginning of each row, about as long as `word`, is away from it."""
    if not len(rows):
        return np.empty(0, np.int16)
    table = _last_line(rows[:, : len(word) + 1], word)
    ends = [np.minimum(sizes, min(size, table.shape[1] - 1)) for size in range(len(word) - 1, len(word) + 2)]
    found: Edits = np.min([table[np.arange(len(rows)), end] for end in ends], axis=0)
    return found


def _last_line(rows: Codes, word: str) -> Edits:
    """Return the edits between the whole `word` and each beginning of each row."""
    letters = [min(ord(char), 0xFFFF) for char in word]
    steps = np.arange(rows.shape[1] + 1, dtype=np.int16)
    before = last = np.tile(steps, (len(rows), 1))
    for number, letter in enumerate(letters, start=1):
        now = np.empty_like(last)
        now[:, 0] = number
        now[:, 1:] = np.minimum(last[:, :-1] + (rows != letter), last[:, 1:] + 1)
        if number > 1:
            swapped = (rows[:, 1:] == letters[number - 2]) & (rows[:, :-1] == letter)
            now[:, 2:] = np.where(swapped, np.minimum(now[:, 2:], before[:, :-2] + 1), now[:, 2:])
        # Insertions depend on the cell to the left: a running minimum along the slope.
        now = np.minimum.accumulate(now - steps, axis=1) + steps
        before, last = last, now
    return last
