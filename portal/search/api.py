"""Search for programs and for the box that answers while one types."""

from typing import Any

from flask import Blueprint, jsonify, request

from portal.articles.models import KINDS
from portal.articles.remembered import Brief, category_names
from portal.articles.views import address
from portal.core.errors import Invalid
from portal.core.languages import is_language
from portal.core.roles import audiences_of
from portal.search.engine import Question
from portal.search.queries import Pieces, Result, ask, complete
from portal.web.access import public, roles_of_reader
from portal.web.reader import reader_language

pages = Blueprint("api", __name__, url_prefix="/api/v1")

LIMIT_MOST = 100
OFFSET_MOST = 10_000
SHORTEST = 3


@pages.get("/search")
@public
def search() -> Any:
    """Answer `{query, lang, total, took_ms, suggestion, hits}`; a parameter that makes no sense is a 400."""
    words = request.args.get("q", "")
    question = Question(
        words=words,
        lang=_lang() or reader_language(),
        audiences=audiences_of(roles_of_reader()),
        kind=_choice("kind", KINDS),
        category=request.args.get("category", ""),
        only_lang=_lang(),
        limit=_number("limit", 10, LIMIT_MOST),
        offset=_number("offset", 0, OFFSET_MOST),
    )
    found = ask(question)
    return jsonify(
        query=words,
        lang=question.lang,
        total=found.answer.total,
        took_ms=round(found.took_ms, 2),
        suggestion=found.answer.suggestion or None,
        hits=[_hit(result) for result in found.results],
    )


@pages.get("/suggest")
@public
def suggest() -> Any:
    """Answer the articles that fit what has been typed so far, at most eight."""
    words = request.args.get("q", "")[:200]
    lang = _lang() or reader_language()
    if len(words.strip()) < SHORTEST:
        return jsonify(query=words, lang=lang, hits=[])
    names = category_names(lang)
    articles = complete(words, lang, audiences_of(roles_of_reader()))
    return jsonify(query=words, lang=lang, hits=[_suggestion(one, names) for one in articles])


def _hit(result: Result) -> dict[str, Any]:
    article = result.article
    return {
        "path": article.path,
        "kind": article.kind,
        "lang": article.lang,
        "title": article.title,
        "url": address(article),
        "section": plain(result.heading) or None,
        "section_url": address(article, section=result.section) if result.section else None,
        "snippet": plain(result.snippet),
        "score": round(result.score, 4),
    }


def _suggestion(article: Brief, names: dict[str, str]) -> dict[str, Any]:
    return {
        "path": article.path,
        "kind": article.kind,
        "lang": article.lang,
        "title": article.title,
        "url": address(article),
        "category": names.get(article.category, ""),
    }


def plain(pieces: Pieces) -> str:
    """Return marked text without its marks."""
    return "".join(text for text, _marked in pieces)


def _lang() -> str:
    lang = request.args.get("lang", "")
    if lang and not is_language(lang):
        raise Invalid("lang", "unknown")
    return lang


def _choice(name: str, allowed: tuple[str, ...]) -> str:
    value = request.args.get(name, "")
    if value and value not in allowed:
        raise Invalid(name, "unknown")
    return value


def _number(name: str, default: int, most: int) -> int:
    value = request.args.get(name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) < 9):
        raise Invalid(name, "number")
    return min(most, int(value))
