"""The results page."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from portal.articles.models import KINDS
from portal.articles.remembered import category_names
from portal.core.languages import is_language
from portal.core.roles import audiences_of
from portal.search.engine import Question
from portal.search.queries import ask, find_state
from portal.visits import recorder
from portal.visits.hooks import current_visit, remember_question
from portal.web.access import public, roles_of_reader
from portal.web.finished import Finished, finish, kept
from portal.web.reader import reader_language

pages = Blueprint("search", __name__, template_folder="templates")

PAGE = 10
WORDS_LONGEST = 400
FARTHEST = 1000
MOST_DIGITS = 6


@pages.get("/search")
@public
def results() -> Any:
    """Show what was found, or the honest empty page that leads to a person."""
    words = request.args.get("q", "")[:WORDS_LONGEST].strip()
    if not words:
        return render_template("search/start.html")
    question = question_of_request(words)
    state = find_state()
    page = (
        kept(("results", state, *vars(question).values()), lambda: _results(question))
        if state
        else _results(question)
    )
    if not isinstance(page, Finished):
        return page
    if question.offset == 0 and not narrowed():
        recorder.record_search(current_visit(), words=words, results=page.facts["total"])
        remember_question(words, page.facts["total"])
    return page.filled()


def _results(question: Question) -> Finished:
    found = ask(question)
    total = found.answer.total
    return finish(
        "search/results.html" if total else "search/empty.html",
        {"total": total},
        words=question.words,
        found=found,
        nearest=_nearest(question) if not total else [],
        categories=category_names(reader_language()),
        link=partial(_link, question),
        page_size=PAGE,
    )


def question_of_request(words: str) -> Question:
    """Return the question that the address asks."""
    lang = reader_language()
    only = request.args.get("lang", "")
    return Question(
        words=words,
        lang=lang,
        audiences=audiences_of(roles_of_reader()),
        kind=request.args.get("kind", "") if request.args.get("kind") in KINDS else "",
        category=request.args.get("category", "")[:120],
        only_lang=only if is_language(only) else "",
        limit=PAGE,
        offset=page_of_request() * PAGE,
    )


def page_of_request() -> int:
    """Return which page is asked for, counted from 0."""
    page = request.args.get("page", "")
    if not (page.isascii() and page.isdigit() and len(page) <= MOST_DIGITS):
        return 0
    return min(FARTHEST // PAGE, max(0, int(page) - 1))


def narrowed() -> bool:
    """Say whether filters are on: narrowing is not a new question."""
    return any(request.args.get(name) for name in ("kind", "category", "lang"))


def _nearest(question: Question) -> list[Any]:
    """Look for what holds at least one of the words, without filters, when all together find nothing."""
    for word in sorted(question.words.split(), key=len, reverse=True)[:3]:
        found = ask(Question(words=word, lang=question.lang, audiences=question.audiences, limit=3)).results
        if found:
            return found
    return []


def _link(question: Question, **changes: Any) -> str:
    """Return the address of these results with some filters changed; the page starts again.

    Made from the question, never from the address that was asked: the page is kept for others.
    """
    values = {
        "q": question.words,
        "kind": question.kind,
        "category": question.category,
        "lang": question.only_lang,
    }
    kept = {name: value for name, value in {**values, **changes}.items() if value}
    return f"{request.script_root}/search?{urlencode(kept)}"
