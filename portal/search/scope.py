"""The index as one kind of reader may see it.

Everything that answers a question asks here and nowhere below: documents of other audiences and deleted ones
are left out of every posting list, count, average and vocabulary, so nothing can tell that they exist.
"""

from functools import cached_property
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from portal.core.languages import LANGUAGES
from portal.search.cache import Cache
from portal.search.facets import Mask
from portal.search.postings import Floats, Numbers
from portal.search.schema import BODY, HEADS, TITLE, WORDS, encode, field
from portal.search.snapshot import Snapshot
from portal.search.stems import stem
from portal.search.stopwords import STOPWORDS
from portal.search.vocabulary import Vocabulary

CACHE_BYTES = 24_000_000

# Saturation and length normalisation of the two scored streams (BM25; Robertson, Zaragoza, Taylor 2004).
SATURATION = {BODY: 1.2, TITLE: 0.6}
LENGTH = {BODY: 0.5, TITLE: 0.75}


class Impact(NamedTuple):
    """The visible documents of a term, and how much each of them is about it, from 0 to 1."""

    documents: Numbers
    saturated: Floats
    idf: float


class Scope:
    """Posting lists and statistics over the documents that `audiences` may read."""

    def __init__(self, snapshot: Snapshot, audiences: tuple[str, ...]) -> None:
        self.snapshot = snapshot
        self.size = snapshot.size
        allowed = snapshot.facets.mask(lambda facet: facet.audience in audiences)
        self.is_visible: Mask = allowed & snapshot.is_live
        self.of_lang: dict[str, Mask] = {lang: self._of_lang(lang) for lang in LANGUAGES}
        self.counts = {lang: int(mask.sum()) for lang, mask in self.of_lang.items()}
        self._impacts: Cache[Impact] = Cache(CACHE_BYTES)
        self._norms: dict[tuple[str, str], Floats] = {}
        self._title_sums: dict[str, Floats] = {}
        self.corrections: Cache[object] = Cache(1_000_000)

    def _of_lang(self, lang: str) -> Mask:
        return self.is_visible & self.snapshot.facets.mask(lambda facet: facet.lang == lang)

    def postings(self, stream: str, lang: str, term: str) -> tuple[Numbers, Floats]:
        """Return the visible documents of `term` with its weights."""
        documents, weights = self.snapshot.postings(field(stream, lang), term)
        seen = self.is_visible[documents]
        return (documents, weights) if seen.all() else (documents[seen], weights[seen])

    def impact(self, stream: str, lang: str, term: str) -> Impact:
        """Return the visible documents of `term` in `stream`, saturated and normalised by length."""
        key = (stream, lang, term)
        return self._impacts.get(key) or self._compute_impact(*key)

    def _compute_impact(self, stream: str, lang: str, term: str) -> Impact:
        documents, weights = self.postings(stream, lang, term)
        if len(documents):
            level = weights * self._norm(stream, lang)[documents]
            weights = level / (level + SATURATION[stream])
        impact = Impact(documents, weights, self.idf(lang, len(documents)))
        return self._impacts.put((stream, lang, term), impact, 2 * documents.nbytes)

    def idf(self, lang: str, frequency: int) -> float:
        """Return how telling a term is that `frequency` documents hold (Robertson, Sparck Jones)."""
        total = self.counts[lang]
        return float(np.log1p((total - frequency + 0.5) / (frequency + 0.5)))

    def knows(self, lang: str, term: str) -> bool:
        """Say whether a visible document of `lang` holds `term`."""
        return bool(
            len(self.impact(BODY, lang, term).documents) or len(self.impact(TITLE, lang, term).documents)
        )

    def _norm(self, stream: str, lang: str) -> Floats:
        found = self._norms.get((stream, lang))
        if found is None:
            sizes = self.snapshot.body_sizes if stream == BODY else self.snapshot.title_sizes
            mine = sizes[self.of_lang[lang]]
            average = float(mine.mean(dtype=np.float64)) if len(mine) else 0.0
            share = LENGTH[stream]
            norm = 1 / (1 - share + share * sizes / (average or 1.0))
            found = self._norms[stream, lang] = norm.astype(np.float32)
        return found

    def title_sums(self, lang: str) -> Floats:
        """Return for each document the sum of the idf of its title's terms, stop words apart."""
        found = self._title_sums.get(lang)
        if found is None:
            found = self._title_sums[lang] = self._sum_titles(lang)
        return found

    def _sum_titles(self, lang: str) -> Floats:
        owners = self.snapshot.title_documents
        mine = self.of_lang[lang][owners]
        places, frequencies = _number(self.snapshot.title_terms[mine], _mute_hashes(lang))
        idf = np.log1p((self.counts[lang] - frequencies + 0.5) / (frequencies + 0.5))
        idf[frequencies == 0] = 0
        sums = np.bincount(owners[mine], weights=idf[places], minlength=self.size)
        return sums.astype(np.float32)

    def vocabularies(self, stream: str, lang: str) -> list[Vocabulary]:
        """Return the words of a stream; each must still be shown to be visible."""
        return self.snapshot.vocabularies(field(stream, lang))

    def spelling(self, lang: str, word: str) -> str:
        """Return how visible documents spell a folded word, '' if none of them does."""
        written = {
            one for vocabulary in self.vocabularies(WORDS, lang) for one in vocabulary.as_written(word)
        }
        witnesses = {one: len(self.postings(WORDS, lang, one)[0]) for one in written}
        seen = [one for one in sorted(written) if witnesses[one]]
        return max(seen, key=lambda one: (witnesses[one], not one.isascii()), default="")

    @cached_property
    def visible_ids(self) -> npt.NDArray[np.int64]:
        """Return the ids of all visible documents."""
        found: npt.NDArray[np.int64] = self.snapshot.ids[self.is_visible]
        return found

    def heads(self, lang: str, word: str) -> tuple[Numbers, Floats]:
        """Return the visible documents with a folded word in title, tags or headings."""
        return self.postings(HEADS, lang, word)


def _mute_hashes(lang: str) -> list[int]:
    return [crc32(encode(stem(word, lang))) for word in STOPWORDS[lang]]


def _number(
    hashes: npt.NDArray[np.uint32], mute: list[int]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return for each hash its number, and for each number how often it occurs, 0 if it is mute."""
    # Not np.unique: its first call imports masked arrays for 70 ms.
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    is_new = np.ones(len(hashes), np.bool_)
    is_new[1:] = ordered[1:] != ordered[:-1]
    places = np.empty(len(hashes), np.intp)
    places[order] = np.cumsum(is_new) - 1
    frequencies = np.bincount(places)
    distinct = ordered[is_new]
    for one in mute:
        at = np.searchsorted(distinct, np.uint32(one))
        if at < len(distinct) and distinct[at] == one:
            frequencies[at] = 0
    return places, frequencies
