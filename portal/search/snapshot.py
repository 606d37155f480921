"""The index as it was at one commit: its segments side by side, their documents numbered through."""

from collections.abc import Iterable, Sequence, Set
from typing import Any

import numpy as np

from portal.search.facets import Facets
from portal.search.leaf import Leaf
from portal.search.postings import EMPTY, Postings
from portal.search.vocabulary import Vocabulary


class Snapshot:
    """What one generation of the index holds; nothing of it changes any more."""

    def __init__(self, generation: str, leaves: Sequence[Leaf], deleted: Sequence[Set[int]]) -> None:
        self.generation = generation
        self.leaves = list(leaves)
        self.offsets = np.cumsum([0, *(leaf.size for leaf in leaves)])
        self.size = int(self.offsets[-1])
        self.ids = self._joined([leaf.ids for leaf in leaves], np.int64)
        self.body_sizes = self._joined([leaf.body_sizes for leaf in leaves], np.float32)
        self.title_sizes = self._joined([leaf.title_sizes for leaf in leaves], np.float32)
        self.title_terms = self._joined([leaf.title_terms for leaf in leaves], np.uint32)
        owners = [leaf.title_documents + start for leaf, start in zip(leaves, self.offsets, strict=False)]
        self.title_documents = self._joined(owners, np.int64)
        self.facets = Facets([(leaf.facet_values, leaf.facet_codes) for leaf in leaves])
        self.is_live = np.ones(self.size, np.bool_)
        for dead, start in zip(deleted, self.offsets, strict=False):
            self.is_live[[int(start) + number for number in dead]] = False

    @staticmethod
    def _joined(arrays: list[Any], kind: type) -> Any:
        return np.concatenate(arrays).astype(kind, copy=False) if arrays else np.empty(0, kind)

    def postings(self, field: str, term: str) -> Postings:
        """Return documents and weights of `term` in all segments, deleted documents among them."""
        if len(self.leaves) == 1:
            return self.leaves[0].postings(field, term)
        numbers, weights = [], []
        for leaf, start in zip(self.leaves, self.offsets, strict=False):
            found, heavy = leaf.postings(field, term)
            if len(found):
                numbers.append(found + np.int32(start))
                weights.append(heavy)
        return (np.concatenate(numbers), np.concatenate(weights)) if numbers else EMPTY

    def documents_with(self, ids: Iterable[int]) -> list[int]:
        """Return the live documents with one of these ids."""
        wanted = np.isin(self.ids, np.fromiter(ids, np.int64))
        return [int(number) for number in np.flatnonzero(self.is_live & wanted)]

    def vocabularies(self, field: str) -> list[Vocabulary]:
        """Return the words of `field`, segment by segment."""
        return [leaf.vocabulary(field) for leaf in self.leaves]
