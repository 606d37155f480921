"""What a reader says and decides: votes, reading time, and whether a trail is kept at all."""

from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for

from portal.articles import queries as articles
from portal.articles.views import address
from portal.core.roles import audiences_of
from portal.visits import queries, services
from portal.visits.hooks import (
    COOKIE,
    DAYS,
    DECLINED,
    current_visit,
    forget_session,
    is_declined,
    remember_vote,
    vote_box,
)
from portal.web.access import public, roles_of_reader
from portal.web.speaking import gettext as _

pages = Blueprint("visits", __name__, template_folder="templates")


@pages.post("/articles/<int:article_id>/vote")
@public
def vote(article_id: int) -> Any:
    """Say that an article solved it or did not help; the second goes on to a person."""
    article = articles.get_article(article_id, audiences_of(roles_of_reader()))
    is_solved = request.form.get("solved") == "yes"
    visit = current_visit()
    if visit.is_kept and article.edition_id:
        services.vote(visit, article_id=article.id, edition_id=article.edition_id, is_solved=is_solved)
        remember_vote(article.id, article.edition_id, is_solved)
    if request.headers.get("HX-Request"):
        return vote_box(article.id, article.edition_id or 0)
    return redirect(address(article, section="vote"))


@pages.post("/articles/<int:article_id>/reading")
@public
def reading(article_id: int) -> Any:
    """Note how long an article was open; sent by the page when it is left."""
    article = articles.get_article(article_id, audiences_of(roles_of_reader()))
    seconds = request.form.get("seconds", "")
    visit = current_visit()
    if visit.is_kept and article.edition_id and seconds.isascii() and seconds.isdigit():
        services.record_reading(visit, edition_id=article.edition_id, seconds=int(seconds[:6]))
    return "", 204


@pages.get("/privacy")
@public
def kept() -> Any:
    """Say what we keep of a visit, show it, and let the reader end it."""
    return render_template(
        "visits/kept.html", steps=queries.trail_of(current_visit()), is_declined=is_declined()
    )


@pages.post("/privacy")
@public
def choose() -> Any:
    """Forget the trail; keep none from now on, or keep one again."""
    services.forget(current_visit())
    forget_session()
    response = make_response(redirect(url_for("visits.kept")))
    if request.form.get("keep") == "yes":
        response.delete_cookie(COOKIE)
        flash(_("From now on we remember what you read, so that you need not repeat it."))
    else:
        response.set_cookie(
            COOKIE, DECLINED, max_age=DAYS * 86_400, httponly=True, samesite="Lax",
            secure=current_app.config["SECURE_COOKIES"],
        )  # fmt: skip
        flash(_("Forgotten. From now on we keep nothing of your visit."))
    return response
