"""Answering a question over what its readers may see: read, rank, filter, count, suggest."""

from portal.core.languages import LANGUAGES
from portal.search.concepts import Reading
from portal.search.engine import Answer, Highlight, Hit, Question
from portal.search.facets import count_facet, is_wanted
from portal.search.question import read_question, suggest
from portal.search.schema import BODY
from portal.search.scope import Scope
from portal.search.score import matched, order, rank
from portal.search.synonyms import Synonyms

# Ideas of the two languages are numbered apart.
_IDEAS = 1000


def answer(scope: Scope, question: Question, synonyms: Synonyms) -> Answer:
    """Return the page of hits that `question` asks for, with total, facets and suggestion."""
    readings = read_question(question.words, question.lang, scope, synonyms)
    ranking = rank(scope, {lang: reading.concepts for lang, reading in readings.items()})
    found = matched(ranking)
    facets = scope.snapshot.facets
    counts = facets.counts(found)
    wanted = found & facets.mask(lambda facet: is_wanted(question, facet))
    ordered = order(ranking, wanted, scope.snapshot.ids, question.offset + question.limit)
    ids, values, codes = scope.snapshot.ids, facets.values, facets.codes
    return Answer(
        hits=[
            Hit(int(ids[at]), values[codes[at]].lang, round(score, 4))
            for at, score in ordered[question.offset :]
        ],
        total=int(wanted.sum()),
        suggestion=suggest(question.words, readings, question.lang, scope),
        kinds=count_facet(question, counts, "kind"),
        categories=count_facet(question, counts, "category"),
        languages=count_facet(question, counts, "lang"),
        terms=Highlight({lang: _ideas(scope, lang, reading) for lang, reading in readings.items()}),
    )


def _ideas(scope: Scope, lang: str, reading: Reading) -> dict[str, tuple[int, float]]:
    ideas: dict[str, tuple[int, float]] = {}
    first = _IDEAS * LANGUAGES.index(lang)
    for number, concept in enumerate(reading.concepts, start=first):
        for one in concept.alternatives:
            for term in one.terms:
                ideas.setdefault(term, (number, one.weight * scope.impact(BODY, lang, term).idf))
    return ideas
