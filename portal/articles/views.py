"""Pages of articles: the text, topics, pictures, the feed, the sitemap."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.articles import queries
from portal.articles.models import COURSE, GONE, LESSON, Article
from portal.articles.remembered import category_names
from portal.core.clock import now
from portal.core.languages import is_language, other_language
from portal.core.roles import PUBLIC, audiences_of
from portal.visits import recorder
from portal.visits.hooks import asked_line, current_visit, vote_box
from portal.web.access import public, roles_of_reader
from portal.web.finished import Finished, finish, kept
from portal.web.reader import reader_language

pages = Blueprint("articles", __name__, template_folder="templates")

# SVG may carry script; as a picture in <img> it is inert, opened alone this keeps it so.
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@pages.get("/articles/<lang>/<path:slug>")
@public
def article(lang: str, slug: str) -> Any:
    """Show an article, lead an old address to the new one, or say that it is gone."""
    page = kept(("article", lang, slug), lambda: _article(lang, slug))
    if not isinstance(page, Finished):
        return page
    article_id, edition_id = page.facts["article_id"], page.facts["edition_id"]
    section = request.args.get("s", "")[:300]
    recorder.record_view(current_visit(), article_id=article_id, edition_id=edition_id, section=section)
    return page.filled(vote=vote_box(article_id, edition_id), asked=asked_line())


def _article(lang: str, slug: str) -> Finished | Response:
    audiences = audiences_of(roles_of_reader())
    found = queries.find_article(lang, slug, audiences) if is_language(lang) else None
    if found is None or found.status == GONE or found.edition is None:
        return _elsewhere(lang, slug, audiences, found)
    if found.kind in (COURSE, LESSON):
        return redirect(address(found), 301)
    edition = found.edition
    return finish(
        "articles/article.html",
        {"article_id": found.id, "edition_id": edition.id},
        article=found,
        edition=edition,
        translation=queries.find_translation(found, audiences),
        related=queries.related_to(found, edition, audiences),
        category_name=category_names(reader_language()).get(found.category, ""),
    )


@pages.get("/articles")
@public
def topics() -> Any:
    """List the topics with their articles."""
    lang = reader_language()
    audiences = audiences_of(roles_of_reader())
    return render_template("articles/topics.html", topics=queries.topics(lang, audiences))


@pages.get("/topics/<key>")
@public
def topic(key: str) -> Any:
    """List the articles of one topic in the reader's language."""
    lang = reader_language()
    audiences = audiences_of(roles_of_reader())
    articles = queries.articles_in(key, lang, audiences)
    if not articles and not queries.articles_in(key, other_language(lang), audiences):
        abort(404)
    names = category_names(lang)
    return render_template("articles/topic.html", key=key, name=names[key], articles=articles)


@pages.get("/media/<path:path>")
@public
def picture(path: str) -> Any:
    """Send a picture that stands in the catalogue and may be seen."""
    row = queries.find_picture(path, audiences_of(roles_of_reader()))
    if row is None:
        abort(404)
    folder: Path = current_app.config["ARTICLES"]
    file = (folder / row.path).resolve()  # what was a picture may have become a link since we looked
    if not file.is_relative_to(folder):
        abort(404)
    try:
        data = file.read_bytes()
    except OSError:
        abort(404)
    response = Response(data, mimetype=row.media_type)
    response.set_etag(row.content_hash)
    response.headers["Content-Security-Policy"] = _PICTURE_POLICY
    response.headers["Cache-Control"] = "private, max-age=300"
    response.make_conditional(request)
    return response


@pages.get("/feed/<lang>.atom")
@public
def feed(lang: str) -> Any:
    """Send the newest public articles as Atom (RFC 4287)."""
    if not is_language(lang):
        abort(404)
    articles = queries.newest(lang, (PUBLIC,))
    text = render_template("articles/feed.xml", feed_lang=lang, articles=articles, now=now)
    return Response(text, mimetype="application/atom+xml")


@pages.get("/sitemap.xml")
@public
def sitemap() -> Any:
    """Send the addresses of all public texts (sitemaps.org 0.9)."""
    text = render_template("articles/sitemap.xml", articles=queries.public_articles())
    return Response(text, mimetype="application/xml")


class Addressed(Protocol):
    """What has a page of its own: an article, or what lists show of one."""

    @property
    def kind(self) -> str: ...
    @property
    def lang(self) -> str: ...
    @property
    def slug(self) -> str: ...
    @property
    def course(self) -> str: ...


@pages.app_template_global()
def address(article: Addressed, *, section: str = "", external: bool = False) -> str:
    """Return the address of the page of a text, with its section."""
    root = request.url_root.rstrip("/") if external else request.script_root
    path = root + _path(article.kind, article.lang, article.slug, article.course)
    return f"{path}#{quote(section)}" if section else path


@lru_cache(maxsize=20_000)
def _path(kind: str, lang: str, slug: str, course: str) -> str:
    """Return what `url_for` would; a page of results asks for thirty addresses."""
    if kind in (COURSE, LESSON):
        lesson = f"/{slug.rpartition('/')[2]}" if kind == LESSON else ""
        return quote(f"/courses/{lang}/{course.removeprefix('courses/')}{lesson}")
    return quote(f"/articles/{lang}/{slug}")


def _elsewhere(lang: str, slug: str, audiences: tuple[str, ...], gone: Article | None) -> Response:
    if slug.endswith(".md"):
        return redirect(url_for("articles.article", lang=lang, slug=slug.removesuffix(".md")), 301)
    moved = queries.find_by_alias(lang, slug, audiences)
    if moved is not None:
        return redirect(address(moved), 301)
    if gone is None:
        abort(404)
    return make_response(render_template("articles/gone.html", article=gone), 410)
