"""The visit cookie: a random pseudonym, signed. Nobody who asks not to be followed gets one."""

import secrets
from dataclasses import dataclass

from flask import Flask, Response, current_app, g, request, session
from itsdangerous import BadSignature, URLSafeSerializer

from portal.web.finished import fragment
from portal.web.reader import reader_language

COOKIE = "visit"
DECLINED = "no"
DAYS = 30
MOST_VOTES = 40
# Programs that read for others; their visits would drown those of people.
_ROBOTS = (
    "bot",
    "crawl",
    "spider",
    "slurp",
    "preview",
    "monitor",
    "curl",
    "wget",
    "python-requests",
    "headlesscms",
)


@dataclass(frozen=True)
class CurrentVisit:
    """The visit of this request; `key` is '' where nothing may be kept."""

    key: str
    lang: str
    is_new: bool = False

    @property
    def is_kept(self) -> bool:
        """Say whether a trail is kept."""
        return bool(self.key)


def init(app: Flask) -> None:
    """Set the cookie on answers that began a visit."""
    app.after_request(_set_cookie)


def current_visit() -> CurrentVisit:
    """Return the visit of this request and begin one if there is none yet."""
    if "visit" not in g:
        g.visit = _read()
    return g.visit


def is_declined() -> bool:
    """Say whether the reader or their browser (DNT, GPC) asks not to keep a trail."""
    asks = request.headers.get("DNT") == "1" or request.headers.get("Sec-GPC") == "1"
    return asks or request.cookies.get(COOKIE) == DECLINED


def remember_question(words: str, results: int) -> None:
    """Let the pages that follow say what was searched; it stays in the cookie of the session."""
    session["asked"] = [words[:80], results]


def remember_vote(article_id: int, edition_id: int, is_solved: bool) -> None:
    """Let the article say how this browser voted."""
    votes = {**session.get("votes", {}), str(article_id): [edition_id, is_solved]}
    session["votes"] = dict(list(votes.items())[-MOST_VOTES:])


def forget_session() -> None:
    """Forget what the session remembers of the visit."""
    for name in ("asked", "votes"):
        session.pop(name, None)


def vote_box(article_id: int, edition_id: int) -> str:
    """Return the box that asks whether an article solved it, as this browser has voted."""
    voted_on, vote = session.get("votes", {}).get(str(article_id), (0, None))
    state = vote if voted_on == edition_id else None
    return fragment(("vote", article_id, state), "visits/_vote.html", article_id=article_id, vote=state)


def asked_line() -> str:
    """Return the line that leads back to the last results, or nothing."""
    words, results = session.get("asked", ("", 0))
    if not words or not results:
        return ""
    return fragment(("asked", words, results), "visits/_asked.html", words=words, results=results)


def _read() -> CurrentVisit:
    lang = reader_language()
    if is_declined() or _is_robot():
        return CurrentVisit("", lang)
    try:
        key = _signer().loads(request.cookies.get(COOKIE, ""))
        if isinstance(key, str):
            return CurrentVisit(key, lang)
    except BadSignature:
        pass
    return CurrentVisit(secrets.token_urlsafe(24), lang, is_new=True)


def _set_cookie(response: Response) -> Response:
    visit = g.get("visit")
    if visit is not None and visit.is_new:
        response.set_cookie(
            COOKIE, str(_signer().dumps(visit.key)), max_age=DAYS * 86_400, httponly=True, samesite="Lax",
            secure=current_app.config["SECURE_COOKIES"],
        )  # fmt: skip
    return response


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="visit")


def _is_robot() -> bool:
    agent = request.headers.get("User-Agent", "").lower()
    return any(word in agent for word in _ROBOTS)
