"""Reading the trail."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from portal.articles.models import PUBLISHED, Article, Edition
from portal.core.clock import now
from portal.core.database import db
from portal.visits.models import Search, View, Visit, Vote
from portal.visits.recorder import VisitKey, flush

TRAIL_HOURS = 24
TRAIL_LONGEST = 30
POPULAR_DAYS = 30


@dataclass(frozen=True)
class Step:
    """One step of a trail: a search, a view or a vote. `key` names it when it is to be left out."""

    key: str
    kind: str
    at: datetime
    words: str
    results: int | None = None
    article_id: int | None = None
    edition_id: int | None = None
    section: str = ""
    read_seconds: int = 0
    is_solved: bool | None = None


def trail_of(visit: VisitKey) -> list[Step]:
    """Return the steps of the last day in the order they were made, at most the last 30."""
    if not visit.key:
        return []
    flush()
    since = now() - timedelta(hours=TRAIL_HOURS)
    steps = [*_searches(visit, since), *_views(visit, since), *_votes(visit, since)]
    return sorted(steps, key=lambda step: step.at)[-TRAIL_LONGEST:]


def _searches(visit: VisitKey, since: datetime) -> list[Step]:
    query = select(Search).join(Visit).where(Visit.key == visit.key, Search.searched_at > since)
    return [
        Step(f"s{row.id}", "search", row.searched_at, row.words, results=row.results)
        for row in db.session.scalars(query)
    ]


def _views(visit: VisitKey, since: datetime) -> list[Step]:
    query = (
        select(View, Edition.title)
        .join(Visit)
        .join(Edition, Edition.id == View.edition_id)
        .where(Visit.key == visit.key, View.viewed_at > since)
    )
    return [
        Step(
            f"v{row.id}",
            "view",
            row.viewed_at,
            title,
            article_id=row.article_id,
            edition_id=row.edition_id,
            section=row.section,
            read_seconds=row.read_seconds,
        )
        for row, title in db.session.execute(query)
    ]


def _votes(visit: VisitKey, since: datetime) -> list[Step]:
    query = (
        select(Vote, Edition.title)
        .join(Visit)
        .join(Edition, Edition.id == Vote.edition_id)
        .where(Visit.key == visit.key, Vote.voted_at > since)
    )
    return [
        Step(
            f"o{row.id}",
            "vote",
            row.voted_at,
            title,
            article_id=row.article_id,
            edition_id=row.edition_id,
            is_solved=row.is_solved,
        )
        for row, title in db.session.execute(query)
    ]


def find_vote(visit: VisitKey, edition_id: int) -> bool | None:
    """Return how this visit voted on an edition, None if it did not."""
    if not visit.key:
        return None
    query = select(Vote.is_solved).join(Visit).where(Visit.key == visit.key, Vote.edition_id == edition_id)
    return db.session.scalar(query)


def find_last_search(visit: VisitKey) -> Search | None:
    """Return what this visit searched last, within the last quarter of an hour."""
    if not visit.key:
        return None
    since = now() - timedelta(minutes=15)
    query = select(Search).join(Visit).where(Visit.key == visit.key, Search.searched_at > since)
    return db.session.scalar(query.order_by(Search.id.desc()).limit(1))


def popular(lang: str, audiences: tuple[str, ...], limit: int = 5) -> list[Article]:
    """List the articles with the most readers (different visits) in the last 30 days."""
    readers = func.count(func.distinct(View.visit_id))
    query = (
        select(Article)
        .join(View, View.article_id == Article.id)
        .where(View.viewed_at > now() - timedelta(days=POPULAR_DAYS))
        .where(Article.status == PUBLISHED, Article.audience.in_(audiences), Article.lang == lang)
        .group_by(Article.id)
        .order_by(readers.desc(), Article.title)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def solved_for(edition_id: int) -> int:
    """Count the visits that said an edition solved it."""
    query = select(func.count()).where(Vote.edition_id == edition_id, Vote.is_solved)
    return int(db.session.scalar(query) or 0)
