"""Pages of courses: the catalogue, a course, a lesson with previous and next."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template

from portal.articles import queries as articles
from portal.articles.views import address
from portal.core.languages import is_language
from portal.core.roles import audiences_of
from portal.courses import queries
from portal.visits import queries as trail
from portal.visits import recorder
from portal.visits.hooks import current_visit
from portal.web.access import public, roles_of_reader
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
    """Show a course with its outline; an address with one part more is a lesson."""
    if not is_language(lang):
        abort(404)
    audiences = audiences_of(roles_of_reader())
    found = queries.get_course(lang, course, audiences)
    edition = found.edition
    if edition is None:
        abort(404)
    recorder.record_view(current_visit(), article_id=found.id, edition_id=edition.id)
    return render_template(
        "courses/course.html",
        course=found,
        edition=edition,
        lessons=queries.lessons_of(found, audiences),
        translation=articles.find_translation(found, audiences),
    )


@pages.get("/courses/<lang>/<path:course>/<lesson>")
@public
def lesson(lang: str, course: str, lesson: str) -> Any:
    """Show a lesson between its neighbours."""
    if not is_language(lang):
        abort(404)
    audiences = audiences_of(roles_of_reader())
    parent = queries.get_course(lang, course, audiences)
    if lesson == "index":
        return redirect(address(parent), 301)
    lessons = queries.lessons_of(parent, audiences)
    number = next((n for n, one in enumerate(lessons) if one.slug.rpartition("/")[2] == lesson), None)
    if number is None or lessons[number].edition is None:
        abort(404)
    found = lessons[number]
    edition = found.edition
    assert edition is not None
    visit = current_visit()
    recorder.record_view(visit, article_id=found.id, edition_id=edition.id)
    return render_template(
        "courses/lesson.html",
        course=parent,
        lessons=lessons,
        number=number,
        article=found,
        edition=edition,
        previous=lessons[number - 1] if number else None,
        following=lessons[number + 1] if number + 1 < len(lessons) else None,
        translation=articles.find_translation(found, audiences),
        vote=trail.find_vote(visit, edition.id),
    )
