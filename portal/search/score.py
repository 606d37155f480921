"""How well documents answer: body and title saturated apart, and a bonus for titles that say just this.

S = sum(body) + .5 sum(title) + .3 tot F, where F weighs how much of the question the title covers against
how much of the title the question covers. A concept counts its best alternative, never the sum of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from portal.search.concepts import Alternative, Concept
from portal.search.facets import Mask
from portal.search.postings import Floats, Numbers
from portal.search.schema import BODY, TITLE
from portal.search.scope import Scope

TITLE_SHARE, COVER_SHARE, OTHER_LANGUAGE = 0.5, 0.3, 0.5
# Only the first ones are looked at for the cover of their titles.
COVERED = 100
# What holds less than this share of what the best document holds of the question, is no answer to it.
LEAST_COVERAGE = 0.34


class Match(NamedTuple):
    """The documents of one alternative: what the alternative is worth, and how much they are about it."""

    documents: Numbers
    saturated: Floats
    gain: float


@dataclass
class Ranking:
    """Scores of all documents, and the marks that the cover of titles is reckoned with."""

    scores: Floats
    coverage: Floats
    title_gains: Floats
    total: Floats  # the weight of the whole question in the document's language, for bodies
    title_total: Floats  # and for titles
    title_sums: Floats
    share: Floats  # what a language counts


def rank(scope: Scope, concepts: dict[str, list[Concept]]) -> Ranking:
    """Score every visible document; the first language of `concepts` is the reader's."""
    ranking = Ranking(*(np.zeros(scope.size, np.float32) for _ in range(7)))
    share = 1.0
    for lang, of_lang in concepts.items():
        if scope.counts[lang] and of_lang:
            _rank_language(scope, lang, of_lang, share, ranking)
        share = OTHER_LANGUAGE
    ranking.scores *= ranking.share
    return ranking


def _rank_language(scope: Scope, lang: str, concepts: list[Concept], share: float, ranking: Ranking) -> None:
    mine = scope.of_lang[lang]
    body_gains = np.zeros(scope.size, np.float32)
    total = title_total = 0.0
    for concept in concepts:
        body = list(_matches(scope, BODY, lang, concept.alternatives))
        title = list(_matches(scope, TITLE, lang, concept.alternatives))
        _add(ranking.scores, body)
        _add(ranking.scores, title, TITLE_SHARE)
        if concept.counted:
            _add_gains(body_gains, body)
            _add_gains(ranking.title_gains, title)
            worth = _worth(scope, lang, body)
            total += worth
            title_total += _worth(scope, lang, title) if title else worth
    ranking.total[mine], ranking.title_total[mine], ranking.share[mine] = total, title_total, share
    ranking.title_sums[mine] = scope.title_sums(lang)[mine]
    gains = np.maximum(body_gains / (total or 1.0), ranking.title_gains / (title_total or 1.0))
    ranking.coverage[mine] = gains[mine]


def _matches(scope: Scope, stream: str, lang: str, alternatives: Iterable[Alternative]) -> Iterable[Match]:
    for one in alternatives:
        match = _match(scope, stream, lang, one)
        if len(match.documents):
            yield match


def _match(scope: Scope, stream: str, lang: str, one: Alternative) -> Match:
    first, *others = (scope.impact(stream, lang, term) for term in one.terms)
    documents, saturated, idf = first.documents, first.saturated, first.idf
    for other in others:
        documents, left, right = np.intersect1d(
            documents, other.documents, assume_unique=True, return_indices=True
        )
        saturated = np.minimum(saturated[left], other.saturated[right])
        idf += other.idf
    if one.source:
        idf = scope.impact(stream, lang, one.source).idf
    return Match(documents, saturated, one.weight * idf)


def _add(target: Floats, matches: list[Match], share: float = 1.0) -> None:
    if len(matches) == 1:
        documents, saturated, gain = matches[0]
        target[documents] += saturated * np.float32(share * gain)
    elif matches:
        best = np.zeros_like(target)
        for documents, saturated, gain in matches:
            best[documents] = np.maximum(best[documents], saturated * np.float32(share * gain))
        target += best


def _add_gains(target: Floats, matches: list[Match]) -> None:
    if len(matches) == 1:
        target[matches[0].documents] += np.float32(matches[0].gain)
    else:
        _add(target, [one._replace(saturated=np.ones_like(one.saturated)) for one in matches])


def _worth(scope: Scope, lang: str, matches: list[Match]) -> float:
    return max((match.gain for match in matches), default=scope.idf(lang, 0))


def matched(ranking: Ranking) -> Mask:
    """Return which documents answer: those that hold enough of the question, compared with the best."""
    best = float(ranking.coverage.max(initial=0.0))
    found: Mask = (ranking.scores > 0) & (ranking.coverage >= LEAST_COVERAGE * best)
    return found


def order(ranking: Ranking, wanted: Mask, ids: npt.NDArray[np.int64], most: int) -> list[tuple[int, float]]:
    """Return the best `most` documents of `wanted` with their scores; equal ones by id."""
    found = np.flatnonzero(wanted)
    if len(found) > max(COVERED, most):
        last = len(found) - max(COVERED, most)
        least = np.partition(ranking.scores[found], last)[last]
        found = found[ranking.scores[found] >= least]
    found = found[np.lexsort((ids[found], -ranking.scores[found]))]
    head = found[:COVERED]
    scores = ranking.scores[head] + _cover(ranking, head)
    again = np.lexsort((ids[head], -scores))[:most]
    ordered = [(int(head[at]), float(scores[at])) for at in again]
    ordered += [(int(at), float(ranking.scores[at])) for at in found[COVERED:most]]
    return ordered[:most]


def _cover(ranking: Ranking, head: npt.NDArray[np.intp]) -> Floats:
    gains = ranking.title_gains[head]
    recall = gains / np.maximum(ranking.title_total[head], 1e-6)
    precision = np.minimum(1.0, gains / np.maximum(ranking.title_sums[head], 1e-6))
    both = 2 * precision * recall / np.maximum(precision + recall, 1e-6)
    return (COVER_SHARE * ranking.total[head] * both * ranking.share[head]).astype(np.float32)
