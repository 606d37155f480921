"""Answers while somebody types: the last word is a beginning, titles and headings come first."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from portal.core.languages import other_language
from portal.search.concepts import Word, read_words
from portal.search.engine import Hit
from portal.search.postings import Floats, Numbers
from portal.search.schema import BODY, HEADS, IN_HEADING, IN_TITLE, TITLE, WORDS
from portal.search.scope import Scope
from portal.search.stems import terms_of
from portal.search.stopwords import is_stopword
from portal.search.tokens import folded

FROM_LETTERS = 3
# A beginning of three letters has hundreds of endings; shorter words are likelier.
MAX_ENDINGS = 96
MAX_WORDS = 12
# From here on a beginning may hold a slip; shorter ones begin too many words.
TOLERANT_FROM = 5

IN_BODY, OTHER_LANGUAGE, COVER, SLIP = 0.2, 0.5, 0.5, 0.7


@dataclass
class _Found:
    """For each document: how much of what was typed it holds, where, and how many of the words."""

    scores: Floats
    words: Floats


def complete(scope: Scope, text: str, lang: str, limit: int) -> list[Hit]:
    """Return the documents that fit what was typed so far, at most `limit`."""
    words = read_words(text)[:MAX_WORDS]
    if sum(word.end - word.start for word in words) < FROM_LETTERS:
        return []
    is_open = bool(text) and text[words[-1].end :].strip() == "" and not text[-1].isspace()
    found = _Found(np.zeros(scope.size, np.float32), np.zeros(scope.size, np.float32))
    for one, share in ((lang, 1.0), (other_language(lang), OTHER_LANGUAGE)):
        if scope.counts[one]:
            _look_in_language(scope, one, words, is_open, share, found)
    return _best(scope, found, limit)


def _look_in_language(
    scope: Scope, lang: str, words: list[Word], is_open: bool, share: float, found: _Found
) -> None:
    whole, beginning = (words[:-1], words[-1:]) if is_open else (words, [])
    telling = [word for word in whole if not is_stopword(folded(word.forms[0].word), lang)]
    for word in telling if telling or beginning else whole:
        _add(found, scope, lang, share, _places_of_word(scope, lang, word))
    for word in beginning:
        bare = folded(word.forms[0].word)
        if len(bare) > 1 and not (telling and is_stopword(bare, lang)):
            _add(found, scope, lang, share, _places_of_beginning(scope, lang, bare))


Place = tuple[Numbers, Floats | float]


def _places_of_word(scope: Scope, lang: str, word: Word) -> Iterable[Place]:
    for form in word.forms[:2]:
        for term in terms_of(form, lang):
            yield scope.impact(TITLE, lang, term).documents, IN_TITLE
            yield scope.impact(BODY, lang, term).documents, IN_BODY
        yield scope.heads(lang, folded(form.word))


def _places_of_beginning(scope: Scope, lang: str, bare: str) -> list[Place]:
    places: list[Place] = [scope.heads(lang, word) for word in _endings(scope, HEADS, lang, bare)]
    for word in _endings(scope, WORDS, lang, bare):
        written = (one for words in scope.vocabularies(WORDS, lang) for one in words.as_written(word))
        for term in {term for one in written for term in _stems(one, lang)}:
            places.append((scope.impact(BODY, lang, term).documents, IN_BODY))
    if len(bare) >= TOLERANT_FROM and not any(len(documents) for documents, _weight in places):
        near = {one.word for words in scope.vocabularies(HEADS, lang) for one in words.near_beginnings(bare)}
        for word in sorted(near)[:MAX_ENDINGS]:
            documents, weights = scope.heads(lang, word)
            places.append((documents, weights * np.float32(SLIP)))
    return places


def _stems(written: str, lang: str) -> tuple[str, ...]:
    return tuple(
        term for word in read_words(written) for form in word.forms[:1] for term in terms_of(form, lang)
    )


def _endings(scope: Scope, stream: str, lang: str, bare: str) -> list[str]:
    found = {word for words in scope.vocabularies(stream, lang) for word in words.beginning_with(bare)}
    return sorted(found, key=lambda word: (len(word), word))[:MAX_ENDINGS]


def _add(found: _Found, scope: Scope, lang: str, share: float, places: Iterable[Place]) -> None:
    best = np.zeros(scope.size, np.float32)
    for documents, weight in places:
        best[documents] = np.maximum(best[documents], weight)
    holders = best > 0
    worth = scope.idf(lang, int(holders.sum()))
    # A title that says little else comes before a long one.
    brevity = 1 + COVER * (best >= IN_HEADING) / np.maximum(scope.snapshot.title_sizes, 1)
    found.scores += (share * worth) * best * brevity
    found.words += holders


def _best(scope: Scope, found: _Found, limit: int) -> list[Hit]:
    # Documents that hold all words, or else as many as any document does.
    holders = np.flatnonzero((found.words == found.words.max(initial=1.0)) & (found.scores > 0))
    ids = scope.snapshot.ids
    ordered = holders[np.lexsort((ids[holders], -found.scores[holders]))][:limit]
    languages = scope.snapshot.facets
    return [
        Hit(int(ids[at]), languages.values[languages.codes[at]].lang, round(float(found.scores[at]), 4))
        for at in ordered
    ]
