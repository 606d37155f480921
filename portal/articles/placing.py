"""What follows for an article from all the others: its course, its category, who may read it.

A lesson is a text beside an `index.md` of kind course. It is at most as public as its course, and as
published. Nothing here reads files: it compares the rows with what they should be and mends the rest.
"""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Row, delete, select, update

from portal.articles.addresses import humanised
from portal.articles.categories import build_categories
from portal.articles.models import COURSE, DRAFT, GONE, LESSON, PUBLISHED, Article, Category, Edition
from portal.articles.models import ARTICLE as PLAIN
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


def place_articles() -> int:
    """Derive kind, course, status, audience and category anew; return how many rows changed.

    Must run inside a transaction.
    """
    rows = db.session.execute(
        select(
            Article.id, Article.slug, Article.lang, Article.kind, Article.course, Article.status,
            Article.audience, Article.category, Edition.category_name, Edition.written_kind,
            Edition.written_status, Edition.written_audience,
        )
        .join(Edition, Edition.id == Article.edition_id)
        .where(Article.status != GONE)
    ).all()  # fmt: skip
    courses = {(row.lang, folder(row.slug)): row for row in rows if is_course(row)}
    names = {row.id: category_name(row, courses.get((row.lang, folder(row.slug)))) for row in rows}
    keys = build_categories((row.slug, row.lang, names[row.id]) for row in rows)
    changed = 0
    for row in rows:
        key = keys[row.lang, names[row.id]]
        place = place_of(row, courses.get((row.lang, folder(row.slug))), key)
        if place != Place(row.kind, row.course, row.status, row.audience, row.category):
            db.session.execute(
                update(Article)
                .where(Article.id == row.id)
                .values(**vars(place), revision=Article.revision + 1)
            )
            changed += 1
    _write_categories(keys)
    return changed


def place_of(row: Row[tuple[object, ...]], course: Row[tuple[object, ...]] | None, category: str) -> Place:
    """Return the place of one article beside the course it belongs to, if any."""
    if course is None:
        return Place(PLAIN, "", row.written_status, row.written_audience, category)
    kind = COURSE if row.id == course.id else LESSON
    statuses = {row.written_status, course.written_status}
    status = PUBLISHED if statuses == {PUBLISHED} else next(iter(sorted(statuses - {PUBLISHED})), DRAFT)
    audience = INTERNAL if INTERNAL in {row.written_audience, course.written_audience} else row.written_audience
    return Place(kind, folder(course.slug), status, audience, category)


def is_course(row: Row[tuple[object, ...]]) -> bool:
    """Say whether a file is the index of a course."""
    return row.written_kind == COURSE and row.slug.rpartition("/")[2] == "index" and bool(folder(row.slug))


def folder(slug: str) -> str:
    """Return the folder of an address, '' at the top."""
    return slug.rpartition("/")[0]


def category_name(row: Row[tuple[object, ...]], course: Row[tuple[object, ...]] | None) -> str:
    """Return the category as written, of the course, or by the folder."""
    written = row.category_name or (course.category_name if course is not None else "")
    return written or humanised(folder(row.slug).rpartition("/")[2]) or humanised(row.lang)


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
