"""One segment of the index, read once: segments never change, only which of their documents still live."""

import weakref
from threading import RLock
from typing import Any

import numpy as np
import numpy.typing as npt

from portal.search.cache import Cache
from portal.search.postings import Floats, Postings, decode
from portal.search.schema import CARD, CARD_HEAD, FACETS, encode, unpack_facets
from portal.search.vocabulary import Vocabulary

PostingsCache = Cache[Postings]


class Gate:
    """One thread at a time: the files of a reader have one position each. Renewed in a forked child."""

    def __init__(self) -> None:
        self.lock = RLock()

    def renew(self) -> None:
        """Forget who held the lock: of the threads of the parent, none came along."""
        self.lock = RLock()


class Leaf:
    """The documents of one segment as arrays, and its posting lists, decoded when first asked for."""

    def __init__(self, reader: Any, gate: Gate, cache: PostingsCache) -> None:
        self.name: str = reader.segment().segment_id()
        self.size: int = reader.doc_count_all()
        self._reader = reader
        self._gate = gate
        self._cache = cache
        self._vocabularies: dict[str, Vocabulary] = {}
        self._read_cards()
        # Snapshots share leaves; the files are given back when the last of them is gone.
        weakref.finalize(self, reader.close).atexit = False

    def _read_cards(self) -> None:
        cards = list(self._reader.column_reader(CARD))
        heads = [CARD_HEAD.unpack_from(card) for card in cards]
        self.ids: npt.NDArray[np.int64] = np.array([head[0] for head in heads], np.int64)
        self.body_sizes: Floats = np.array([head[1] for head in heads], np.float32)
        self.title_sizes: Floats = np.array([head[2] for head in heads], np.float32)
        hashes = [card[CARD_HEAD.size :] for card in cards]
        # The terms of all titles one after the other, and the document each stands in.
        self.title_terms: npt.NDArray[np.uint32] = np.frombuffer(b"".join(hashes), "<u4")
        counts = [len(part) // 4 for part in hashes]
        self.title_documents = np.repeat(np.arange(len(cards), dtype=np.int32), counts)
        numbers: dict[bytes, int] = {}
        codes = [numbers.setdefault(value, len(numbers)) for value in self._reader.column_reader(FACETS)]
        self.facet_codes: npt.NDArray[np.intp] = np.array(codes, np.intp)
        self.facet_values = [unpack_facets(value) for value in numbers]

    def postings(self, field: str, term: str) -> Postings:
        """Return documents and weights of `term`, deleted documents possibly among them."""
        key = (self.name, field, term)
        found = self._cache.get(key)
        if found is None:
            with self._gate.lock:
                found = decode(self._reader, field, encode(term))
            self._cache.put(key, found, found[0].nbytes + found[1].nbytes)
        return found

    def vocabulary(self, field: str) -> Vocabulary:
        """Return the words of `field` in this segment."""
        found = self._vocabularies.get(field)
        if found is None:
            with self._gate.lock:
                words = [term.decode("utf-8") for term in self._reader.lexicon(field)]
            found = self._vocabularies[field] = Vocabulary(words)
        return found
