"""Reading courses from the catalogue."""

from collections.abc import Sequence

from sqlalchemy import or_
from sqlalchemy.orm import joinedload

from portal.articles.models import COURSE, LESSON, Article
from portal.articles.queries import visible
from portal.core.database import db
from portal.core.errors import NotFound


def courses(lang: str, audiences: Sequence[str]) -> list[Article]:
    """List the courses of a language."""
    query = visible(audiences).where(Article.kind == COURSE, Article.lang == lang)
    return list(
        db.session.scalars(query.order_by(Article.position.is_(None), Article.position, Article.title))
    )


def get_course(lang: str, slug: str, audiences: Sequence[str]) -> Article:
    """Return a course by its address, with or without the folder `courses/` in front."""
    query = (
        visible(audiences)
        .where(Article.kind == COURSE, Article.lang == lang)
        .where(or_(Article.course == slug, Article.course == f"courses/{slug}"))
        .options(joinedload(Article.edition))
    )
    course = db.session.scalars(query).first()
    if course is None:
        raise NotFound(f"course {lang}/{slug}")
    return course


def lessons_of(course: Article, audiences: Sequence[str]) -> list[Article]:
    """List the lessons in order: by front matter, else by file name."""
    query = (
        visible(audiences)
        .where(Article.kind == LESSON, Article.lang == course.lang, Article.course == course.course)
        .order_by(Article.position.is_(None), Article.position, Article.slug)
        .options(joinedload(Article.edition))
    )
    return list(db.session.scalars(query))


def lesson_counts(lang: str, audiences: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return lessons and words of each course, by the course's folder."""
    query = (
        visible(audiences)
        .where(Article.kind == LESSON, Article.lang == lang)
        .options(joinedload(Article.edition))
    )
    counts: dict[str, tuple[int, int]] = {}
    for lesson in db.session.scalars(query):
        lessons, words = counts.get(lesson.course, (0, 0))
        counts[lesson.course] = (lessons + 1, words + (lesson.edition.words if lesson.edition else 0))
    return counts
