"""The shell's own pages: home, language, health, accessibility."""

import time
from typing import Any

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, url_for
from sqlalchemy import text

from portal.articles import queries as articles
from portal.articles.remembered import category_names
from portal.core.database import db
from portal.core.languages import is_language
from portal.core.roles import audiences_of
from portal.courses import queries as courses
from portal.visits import queries as trail
from portal.web.access import public, roles_of_reader
from portal.web.addresses import is_own_address
from portal.web.finished import Finished, finish, kept
from portal.web.reader import reader_language

HOME_SECONDS = 60  # how long “most read” may stand still

pages = Blueprint("web", __name__, template_folder="templates")

# Words in the name of a category that say which picture fits it, folded, in both languages.
_ICONS = (
    ("key", ("password", "contrasena", "access", "acceso", "account", "cuenta")),
    ("network", ("network", "red", "vpn", "wi", "internet")),
    ("mail", ("mail", "correo", "email", "outlook")),
    ("print", ("print", "impres", "scan", "escan")),
    ("shield", ("secur", "seguridad", "phishing")),
    ("mobile", ("phone", "telefono", "movil", "mobile", "ios", "android")),
    ("people", ("meeting", "reunion", "video", "teams")),
    ("folder", ("file", "archivo", "share", "program")),
    ("laptop", ("computer", "equipo", "device", "windows", "system", "sistema")),
    ("tip", ("ventanilla", "portal")),
)


@pages.get("/")
@public
def home() -> Any:
    """Show the window: a search box, a person, topics, what others read."""
    page = kept(("home", int(time.time()) // HOME_SECONDS), _home)
    return page.filled() if isinstance(page, Finished) else page


def _home() -> Finished:
    lang = reader_language()
    audiences = audiences_of(roles_of_reader())
    return finish(
        "web/home.html",
        topics=articles.topics(lang, audiences)[:12],
        popular=trail.popular(lang, audiences),
        newest=articles.newest(lang, audiences, 5),
        courses=courses.courses(lang, audiences)[:3],
        counts=courses.lesson_counts(lang, audiences),
        categories=category_names(lang),
    )


@pages.get("/language/<code>")
@public
def choose_language(code: str) -> Any:
    """Remember the language of the interface and go back."""
    if not is_language(code):
        abort(404)
    target = request.args.get("next", "")
    response = make_response(redirect(target if is_own_address(target) else url_for("web.home")))
    response.set_cookie(
        "lang", code, max_age=31_536_000, httponly=True, samesite="Lax",
        secure=current_app.config["SECURE_COOKIES"],
    )  # fmt: skip
    return response


@pages.get("/healthz")
@public
def health() -> Any:
    """Answer 200 when the database answers; for monitors."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ok"}


@pages.get("/accessibility")
@public
def accessibility() -> Any:
    """Say what works how, and whom to tell when something does not."""
    return render_template("web/accessibility.html")


@pages.get("/robots.txt")
@public
def robots() -> Any:
    """Say to robots what is worth their while."""
    lines = ("User-agent: *", "Disallow: /search", "Disallow: /tickets", "Disallow: /t/", "Disallow: /desk",
             f"Sitemap: {url_for('articles.sitemap', _external=True)}")  # fmt: skip
    return "\n".join(lines) + "\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


def icon_of(key: str) -> str:
    """Return the icon for a category's key."""
    for icon, words in _ICONS:
        if any(part.startswith(word) for word in words for part in key.split("-")):
            return icon
    return "article"
