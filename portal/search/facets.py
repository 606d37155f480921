"""Filters and counts by language, kind, category and audience.

Documents share few combinations of the four, so filters are decided per combination, not per document.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from portal.search.engine import Question
from portal.search.schema import Facet

Mask = npt.NDArray[np.bool_]
Test = Callable[[Facet], bool]


class Facets:
    """The combinations that occur, and which of them each document has."""

    def __init__(self, parts: Sequence[tuple[list[Facet], npt.NDArray[np.intp]]]) -> None:
        numbers: dict[Facet, int] = {}
        codes = [np.empty(0, np.intp)]
        for values, local in parts:
            translation = np.array([numbers.setdefault(value, len(numbers)) for value in values], np.intp)
            codes.append(translation[local])
        self.values = list(numbers)
        self.codes: npt.NDArray[np.intp] = np.concatenate(codes)

    def mask(self, test: Test) -> Mask:
        """Return for each document whether its combination passes `test`."""
        return np.array([test(value) for value in self.values], np.bool_)[self.codes]

    def counts(self, documents: Mask | npt.NDArray[np.intp]) -> list[tuple[Facet, int]]:
        """Return how many of `documents` have each combination."""
        found = np.bincount(self.codes[documents], minlength=len(self.values))
        return [(self.values[at], int(found[at])) for at in np.flatnonzero(found)]


def is_wanted(question: Question, facet: Facet, but: str = "") -> bool:
    """Say whether `facet` passes the filters of `question`, leaving out the filter named `but`."""
    wanted = {"lang": question.only_lang, "kind": question.kind, "category": question.category}
    return all(not value or name == but or getattr(facet, name) == value for name, value in wanted.items())


def count_facet(question: Question, counts: list[tuple[Facet, int]], name: str) -> dict[str, int]:
    """Return value -> number of documents for one facet, the other filters applied."""
    found: dict[str, int] = {}
    for facet, number in counts:
        if is_wanted(question, facet, but=name):
            value = getattr(facet, name)
            found[value] = found.get(value, 0) + number
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
