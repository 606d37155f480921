"""Reading a posting list of Whoosh into two numpy arrays: document numbers and weights.

`decode` looks inside the blocks of Whoosh's leaf matcher, which is ten times faster than stepping through
it; where those insides are not as expected, `decode_slowly` gives the same arrays by public means.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.reading import TermNotFound

Numbers = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Postings = tuple[Numbers, Floats]

EMPTY: Postings = (np.empty(0, np.int32), np.empty(0, np.float32))


def decode(reader: Any, field: str, term: bytes) -> Postings:
    """Return the documents of `term` in one segment, deleted ones possibly among them."""
    try:
        matcher = reader.postings(field, term)
    except TermNotFound:
        return EMPTY
    try:
        return _decode_blocks(matcher)
    except (AttributeError, TypeError):
        return decode_slowly(reader, field, term)


def decode_slowly(reader: Any, field: str, term: bytes) -> Postings:
    """Do as `decode` does, one posting after the other and with nothing but the public matcher."""
    try:
        matcher = reader.postings(field, term)
    except TermNotFound:
        return EMPTY
    numbers: list[int] = []
    weights: list[float] = []
    while matcher.is_active():
        numbers.append(matcher.id())
        weights.append(matcher.weight())
        matcher.next()
    return np.array(numbers, np.int32), np.array(weights, np.float32)


def _decode_blocks(matcher: Any) -> Postings:
    # Deletions wrap the leaf in a filter; we leave deleted documents out ourselves.
    leaf = getattr(matcher, "child", matcher)
    numbers, weights = [], []
    while leaf.is_active():
        leaf._read_data()
        deltas, heavy = leaf._data[0], leaf._data[1]
        numbers.append(np.cumsum(np.array(deltas, np.int32), dtype=np.int32))
        weights.append(_block_weights(heavy, len(deltas)))
        leaf._next_block()
    if not numbers:
        return EMPTY
    return np.concatenate(numbers), np.concatenate(weights)


def _block_weights(heavy: Any, size: int) -> Floats:
    # Whoosh writes nothing for ones, a number for equal weights, else all of them.
    if heavy is None:
        return np.ones(size, np.float32)
    if isinstance(heavy, float):
        return np.full(size, heavy, np.float32)
    return np.array(heavy, np.float32)
