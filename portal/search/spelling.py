"""Correcting words that no visible document holds, with words that visible documents hold."""

from math import exp, log1p
from typing import NamedTuple, cast

from portal.search.schema import BODY, WORDS
from portal.search.scope import Scope
from portal.search.stems import stem
from portal.search.tokens import folded, has_digit
from portal.search.vocabulary import Near

SHORTEST = 4
# Only the nearest are weighed; there are hundreds of words two edits away from a short one.
WEIGHED = 64

# Fitted: a word is e^2.5 times likelier per edit less, and people rarely miss the first letter.
_PER_EDIT, _FIRST_LETTER, _MARGIN, _KEPT = 2.5, 1.2, 1.5, 2


class Correction(NamedTuple):
    """A term to look for instead, how much to believe in it, and the word to show."""

    terms: tuple[str, ...]
    weight: float
    shown: str


def corrections(scope: Scope, lang: str, word: str) -> tuple[Correction, ...]:
    """Return the likeliest words meant by `word`, which is unknown; else two known words run together."""
    bare = folded(word)
    if len(bare) < SHORTEST or has_digit(bare) or not scope.counts[lang]:
        return ()
    kept = scope.corrections.get((lang, bare))
    if kept is None:
        found = _nearest(scope, lang, bare) or _split(scope, lang, bare)
        kept = scope.corrections.put((lang, bare), found, 200 * len(found))
    return cast("tuple[Correction, ...]", kept)


def _nearest(scope: Scope, lang: str, bare: str) -> tuple[Correction, ...]:
    candidates = {near for words in scope.vocabularies(WORDS, lang) for near in words.near(bare)}
    best: dict[str, tuple[float, str]] = {}
    for near in sorted(candidates, key=lambda near: _doubt(near, bare))[:WEIGHED]:
        shown = scope.spelling(lang, near.word)
        term = stem(shown, lang)
        frequency = len(scope.impact(BODY, lang, term).documents) if shown else 0
        score = log1p(frequency) - _doubt(near, bare)
        if frequency and score > best.get(term, (-99.0, ""))[0]:
            best[term] = (score, shown)
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[1][1]))[:_KEPT]
    return tuple(
        Correction((term,), 0.9 * exp(score - ranked[0][1][0]), shown)
        for term, (score, shown) in ranked
        if ranked[0][1][0] - score <= _MARGIN
    )


def _doubt(near: Near, bare: str) -> float:
    return _PER_EDIT * near.distance + _FIRST_LETTER * (near.word[0] != bare[0])


def _split(scope: Scope, lang: str, bare: str) -> tuple[Correction, ...]:
    best = (0, ())  # type: tuple[int, tuple[str, ...]]
    vocabularies = scope.vocabularies(WORDS, lang)
    for at in range(2, len(bare) - 1):
        parts = (bare[:at], bare[at:])
        if all(any(part in words for words in vocabularies) for part in parts):
            terms = tuple(stem(part, lang) for part in parts)
            rarest = min(len(scope.impact(BODY, lang, term).documents) for term in terms)
            best = max(best, (rarest, parts))
    if not best[0]:
        return ()
    shown = [scope.spelling(lang, part) for part in best[1]]
    return (
        (Correction(tuple(stem(part, lang) for part in best[1]), 0.8, " ".join(shown)),) if all(shown) else ()
    )
