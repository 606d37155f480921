"""Error pages in the reader's language; `application/problem+json` below /api (RFC 9457)."""

import logging
import secrets
from typing import Any

from flask import Flask, jsonify, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from portal.articles.queries import find_by_alias
from portal.articles.views import address
from portal.core.database import db
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from portal.core.languages import other_language
from portal.core.roles import audiences_of
from portal.search.engine import Question
from portal.search.queries import ask
from portal.web.access import roles_of_reader
from portal.web.reader import reader_language
from portal.web.speaking import gettext as _

log = logging.getLogger(__name__)

NEAREST = 3


def init(app: Flask) -> None:
    """Register one handler per kind of error."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(404, lambda error: _not_found())
    app.register_error_handler(NotFound, lambda error: _not_found())
    app.register_error_handler(NotAllowed, lambda error: answer(403))
    app.register_error_handler(Invalid, lambda error: answer(400, detail=f"{error.field}: {error.code}"))
    app.register_error_handler(Conflict, lambda error: answer(409, detail=error.code))
    app.register_error_handler(TooMany, _too_many)
    app.register_error_handler(CSRFError, lambda error: answer(400, page="expired"))
    app.register_error_handler(Exception, _unexpected)


def answer(status: int, *, detail: str = "", page: str = "", **facts: Any) -> tuple[Any, int]:
    """Return the page or the problem document for a status."""
    if request.path.startswith("/api/"):
        return _problem(status, detail, facts), status
    text = render_template("web/error.html", status=status, page=page or str(status), words=_words(), **facts)
    return text, status


def _http(error: HTTPException) -> Any:
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    body, status = answer(error.code, detail=error.description or "")
    headers = [(k, v) for k, v in error.get_headers() if k.lower() not in {"content-type", "content-length"}]
    return body, status, headers


def _not_found() -> Any:
    """Lead an old address of an article to it; else offer what the words of the address find."""
    if request.path.startswith("/api/"):
        return answer(404)
    audiences = audiences_of(roles_of_reader())
    lang = reader_language()
    if request.method == "GET":
        old = request.path.strip("/")
        for written_in in (lang, other_language(lang)):
            moved = find_by_alias(written_in, old, audiences)
            if moved is not None:
                return redirect(address(moved), 301)
    words = _words()
    nearest = (
        ask(Question(words=words, lang=lang, audiences=audiences, limit=NEAREST)).results if words else []
    )
    return answer(404, nearest=nearest)


def _too_many(error: TooMany) -> Any:
    body, status = answer(429, minutes=-(-error.retry_seconds // 60))
    return body, status, {"Retry-After": str(error.retry_seconds)}


def _unexpected(error: Exception) -> Any:
    number = secrets.token_hex(4)
    log.error("error %s at %s %s", number, request.method, request.path, exc_info=error)
    db.session.rollback()
    return answer(500, number=number)


def _problem(status: int, detail: str, facts: dict[str, Any]) -> Response:
    title = {400: "Bad request", 401: "Not signed in", 403: "Not allowed", 404: "Not found"}.get(
        status, "Error"
    )
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **facts}
    response = jsonify({key: value for key, value in body.items() if value not in ("", None)})
    response.mimetype = "application/problem+json"
    return response


def _words() -> str:
    """Return the words of the address that was not found, to search for them."""
    last = request.path.rstrip("/").rpartition("/")[2]
    spelled = last.removesuffix(".md").removesuffix(".html").replace("-", " ").replace("_", " ")
    return " ".join(spelled.split())[:80]


def title_of(page: str) -> str:
    """Return the heading of an error page."""
    return {
        "400": _("We could not read that"),
        "403": _("This page is not for your account"),
        "404": _("This page is not here any more"),
        "405": _("This address cannot do that"),
        "410": _("This article is gone"),
        "413": _("That is too large"),
        "429": _("Too many tries"),
        "500": _("Something broke on our side"),
        "expired": _("This form waited too long"),
    }.get(page, _("This did not work"))
