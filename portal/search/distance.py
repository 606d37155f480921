"""Optimal string alignment: edits with neighbouring letters swapped counted as one, for many words at once.

Source: Damerau 1964, in the restricted form of Oommen and Loke 1997.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint16]


def distances(rows: Codes, sizes: npt.NDArray[Any], word: str) -> npt.NDArray[np.int16]:
    """Return how many edits each row of letter codes, cut to its size, is away from `word`."""
    if not len(rows):
        return np.empty(0, np.int16)
    rows = rows[:, : int(sizes.max())]
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
    result: npt.NDArray[np.int16] = last[np.arange(len(rows)), sizes]
    return result
