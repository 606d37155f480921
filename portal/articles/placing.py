"""What follows for an article from all the others: its course, its category, who may read it.

A lesson is a text beside an `index.md` of kind course. It is at most as public as its course, and as
published. Nothing here reads files: it compares the rows with what they should be and mends the rest.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, select, update

from portal.articles.addresses import humanised, language_of
from portal.articles.categories import build_categories
from portal.articles.models import (
    ARTICLE,
    COURSE,
    DRAFT,
    GONE,
    LESSON,
    PUBLISHED,
    Article,
    Category,
    Edition,
)
from portal.core.database import db
from portal.core.roles import INTERNAL


@dataclass(frozen=True)
class Place:
    """What is derived for one article."""

    kind: str
    course: str
    status: str
    audience: str
    category: str


@dataclass(frozen=True)
class Facts:
    """What is stored about one article, as far as its place depends on it."""

    id: int
    path: str
    slug: str
    lang: str
    kind: str
    course: str
    status: str
    audience: str
    category: str
    category_name: str
    written_kind: str
    written_status: str
    written_audience: str

    @property
    def place(self) -> Place:
        """Return the place the row has now."""
        return Place(self.kind, self.course, self.status, self.audience, self.category)


def place_articles() -> list[str]:
    """Derive kind, course, status, audience and category anew, inside the caller's transaction.

    Returns the paths of files whose address another file has already; those are not published.
    """
    articles = _facts()
    seconds = _seconds(articles)
    courses = {(one.lang, folder(one.slug)): one for one in articles if is_course(one)}
    beside = {one.id: courses.get((one.lang, folder(one.slug))) for one in articles}
    names = {one.id: category_name(one, beside[one.id]) for one in articles}
    keys = build_categories((one.slug, one.lang, names[one.id]) for one in articles)
    for one in articles:
        place = place_of(one, beside[one.id], keys[one.lang, names[one.id]])
        if one.path in seconds:
            place = replace(place, status=DRAFT)
        if place != one.place:
            query = update(Article).where(Article.id == one.id)
            db.session.execute(query.values(**vars(place), revision=Article.revision + 1))
    _write_categories(keys)
    return seconds


def _seconds(articles: list[Facts]) -> list[str]:
    """Return the paths that come second: a file in the folder of its language comes first."""
    taken: dict[tuple[str, str], str] = {}
    seconds = []
    for one in sorted(articles, key=lambda one: (not language_of(one.path), one.path)):
        if taken.setdefault((one.lang, one.slug), one.path) != one.path:
            seconds.append(one.path)
    return seconds


def _facts() -> list[Facts]:
    stored = (
        Article.id,
        Article.path,
        Article.slug,
        Article.lang,
        Article.kind,
        Article.course,
        Article.status,
    )
    derived = (Article.audience, Article.category)
    written = (Edition.category_name, Edition.written_kind, Edition.written_status, Edition.written_audience)
    query = select(*stored, *derived, *written).join(Edition, Edition.id == Article.edition_id)
    return [Facts(*tuple[Any, ...](row)) for row in db.session.execute(query.where(Article.status != GONE))]


def place_of(article: Facts, course: Facts | None, category: str) -> Place:
    """Return the place of one article beside the course it belongs to, if any."""
    if course is None:
        return Place(ARTICLE, "", article.written_status, article.written_audience, category)
    kind = COURSE if article.id == course.id else LESSON
    statuses = {article.written_status, course.written_status}
    status = PUBLISHED if statuses == {PUBLISHED} else next(iter(sorted(statuses - {PUBLISHED})), DRAFT)
    audience = (
        INTERNAL
        if INTERNAL in {article.written_audience, course.written_audience}
        else article.written_audience
    )
    return Place(kind, folder(course.slug), status, audience, category)


def is_course(article: Facts) -> bool:
    """Say whether a file is the index of a course."""
    return (
        article.written_kind == COURSE
        and article.slug.rpartition("/")[2] == "index"
        and bool(folder(article.slug))
    )


def folder(slug: str) -> str:
    """Return the folder of an address, '' at the top."""
    return slug.rpartition("/")[0]


def category_name(article: Facts, course: Facts | None) -> str:
    """Return the category as written, of the course, or by the folder."""
    written = article.category_name or (course.category_name if course is not None else "")
    return written or humanised(folder(article.slug).rpartition("/")[2]) or humanised(article.lang)


def _write_categories(keys: dict[tuple[str, str], str]) -> None:
    """Write the names; where several names share a key in one language, the first alphabetically shows."""
    names: dict[tuple[str, str], str] = {}
    grouped: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (lang, name), key in keys.items():
        grouped[key, lang].append(name)
    for place, choices in grouped.items():
        names[place] = min(choices)
    stored = {(row.key, row.lang): row.name for row in db.session.scalars(select(Category))}
    if stored != names:
        db.session.execute(delete(Category))
        db.session.add_all(Category(key=key, lang=lang, name=name) for (key, lang), name in names.items())
