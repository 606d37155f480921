"""Pages of courses: the catalogue, a course, a lesson with previous and next."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template
from werkzeug.wrappers import Response

from portal.articles import queries as articles
from portal.articles.models import Article, Edition
from portal.articles.views import address
from portal.core.languages import is_language
from portal.core.roles import audiences_of
from portal.courses import queries
from portal.visits import recorder
from portal.visits.hooks import current_visit, vote_box
from portal.web.access import public, roles_of_reader
from portal.web.finished import Finished, finish, kept
from portal.web.reader import reader_language

pages = Blueprint("courses", __name__, template_folder="templates")


@pages.get("/courses")
@public
def catalogue() -> Any:
    """List the courses in the reader's language."""
    audiences = audiences_of(roles_of_reader())
    lang = reader_language()
    return render_template(
        "courses/catalogue.html",
        courses=queries.courses(lang, audiences),
        counts=queries.lesson_counts(lang, audiences),
    )


@pages.get("/courses/<lang>/<path:course>")
@public
def course(lang: str, course: str) -> Any:
    """Show a course with its outline."""
    page = kept(("course", lang, course), lambda: _course(lang, course))
    if not isinstance(page, Finished):
        return page
    recorder.record_view(current_visit(), **page.facts)
    return page.filled()


@pages.get("/courses/<lang>/<path:course>/<lesson>")
@public
def lesson(lang: str, course: str, lesson: str) -> Any:
    """Show a lesson between its neighbours."""
    page = kept(("lesson", lang, course, lesson), lambda: _lesson(lang, course, lesson))
    if not isinstance(page, Finished):
        return page
    recorder.record_view(current_visit(), **page.facts)
    return page.filled(vote=vote_box(**page.facts))


def _course(lang: str, slug: str) -> Finished | Response:
    audiences = audiences_of(roles_of_reader())
    found, edition = _found(lang, slug, audiences)
    return finish(
        "courses/course.html",
        {"article_id": found.id, "edition_id": edition.id},
        course=found,
        edition=edition,
        lessons=queries.lessons_of(found, audiences),
        translation=articles.find_translation(found, audiences),
    )


def _lesson(lang: str, slug: str, name: str) -> Finished | Response:
    audiences = audiences_of(roles_of_reader())
    parent, _edition = _found(lang, slug, audiences)
    if name == "index":
        return redirect(address(parent), 301)
    lessons = queries.lessons_of(parent, audiences)
    number = next((n for n, one in enumerate(lessons) if one.slug.rpartition("/")[2] == name), None)
    if number is None:
        abort(404)
    found, edition = lessons[number], lessons[number].edition
    if edition is None:
        abort(404)
    return finish(
        "courses/lesson.html",
        {"article_id": found.id, "edition_id": edition.id},
        course=parent,
        lessons=lessons,
        number=number,
        article=found,
        edition=edition,
        previous=lessons[number - 1] if number else None,
        following=lessons[number + 1] if number + 1 < len(lessons) else None,
        translation=articles.find_translation(found, audiences),
    )


def _found(lang: str, slug: str, audiences: tuple[str, ...]) -> tuple[Article, Edition]:
    found = queries.get_course(lang, slug, audiences) if is_language(lang) else None
    if found is None or found.edition is None:
        abort(404)
    return found, found.edition
