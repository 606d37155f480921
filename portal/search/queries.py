"""From a question to what a page shows: hits with their articles, the best section, marked passages."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Text, cast, or_

from portal.articles.models import Article
from portal.articles.queries import visible
from portal.articles.remembered import Brief, briefs
from portal.core.database import db
from portal.search.engine import Answer, Hit, Question, Unavailable
from portal.search.engines import engine
from portal.search.snippets import Snippet, best_section, mark

log = logging.getLogger(__name__)

Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Result:
    """One article that answers, with the section that answers best."""

    article: Brief
    score: float
    title: Pieces
    section: str  # anchor, '' for the beginning
    heading: Pieces
    snippet: Pieces


@dataclass(frozen=True)
class Results:
    """A page of results. `is_degraded`: the index could not be used, the database answered."""

    question: Question
    answer: Answer
    results: list[Result] = field(default_factory=list)
    took_ms: float = 0.0
    is_degraded: bool = False


def ask(question: Question) -> Results:
    """Answer a question; where the index cannot be used, with what the database finds by title."""
    started = time.perf_counter()
    is_degraded = False
    try:
        answer = engine().search(question)
    except Unavailable as error:
        log.warning("search is answered from the database: %s", error)
        answer, is_degraded = _from_database(question), True
    results = _results(answer, question.audiences)
    return Results(question, answer, results, (time.perf_counter() - started) * 1000, is_degraded)


def find_state() -> str:
    """Return a name of what can be found now, '' while the index cannot be used."""
    try:
        return engine().state()
    except Unavailable:
        return ""


def complete(words: str, lang: str, audiences: tuple[str, ...], limit: int = 8) -> list[Brief]:
    """Return the articles somebody may mean who is still typing."""
    try:
        hits = engine().complete(words, lang, audiences, limit)
    except Unavailable:
        return []
    articles = briefs([hit.id for hit in hits], audiences)
    return [articles[hit.id] for hit in hits if hit.id in articles]


def _results(answer: Answer, audiences: tuple[str, ...]) -> list[Result]:
    articles = briefs([hit.id for hit in answer.hits], audiences)
    return [_result(articles[hit.id], hit, answer) for hit in answer.hits if hit.id in articles]


def _result(article: Brief, hit: Hit, answer: Answer) -> Result:
    snippet: Snippet = best_section(article.sections, answer.terms)
    return Result(
        article=article,
        score=hit.score,
        title=mark(article.title, answer.terms),
        section=snippet.anchor,
        heading=mark(snippet.heading, answer.terms) if snippet.anchor else [],
        snippet=snippet.fragments,
    )


def _from_database(question: Question) -> Answer:
    """Find articles whose title, summary or path holds every word; no ranking, but an answer."""
    words = question.words.split()[:8]
    query = visible(question.audiences)
    for word in words:
        like = f"%{word.replace('%', '')}%"
        query = query.where(
            or_(Article.title.ilike(like), Article.summary.ilike(like), cast(Article.slug, Text).ilike(like))
        )
    for column, value in (
        (Article.kind, question.kind),
        (Article.category, question.category),
        (Article.lang, question.only_lang),
    ):
        if value:
            query = query.where(column == value)
    rows = db.session.scalars(query.order_by(Article.lang != question.lang, Article.title).limit(200)).all()
    page: Sequence[Article] = rows[question.offset : question.offset + question.limit]
    return Answer(hits=[Hit(row.id, row.lang, 0.0) for row in page], total=len(rows))
