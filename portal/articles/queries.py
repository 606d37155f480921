"""Reading the catalogue. Who may see what is part of each query, not a check after it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from portal.articles.models import (
    ARCHIVED,
    ARTICLE,
    GONE,
    LESSON,
    PUBLISHED,
    Alias,
    Article,
    CatalogueState,
    Category,
    Edition,
    FileProblem,
    Link,
    Picture,
)
from portal.core.database import db
from portal.core.errors import NotFound
from portal.core.languages import other_language
from portal.core.roles import INTERNAL, PUBLIC

Audiences = Sequence[str]


@dataclass(frozen=True)
class Topic:
    """A category in one language with the number of articles in it."""

    key: str
    name: str
    articles: int


def catalogue_version() -> int:
    """Return a number that is another after every change of the catalogue."""
    return db.session.scalar(select(CatalogueState.version)) or 0


def find_article(lang: str, slug: str, audiences: Audiences) -> Article | None:
    """Return the article at an address with its edition, also when it is archived or gone."""
    query = (
        select(Article)
        .where(Article.lang == lang, Article.slug == slug, Article.audience.in_(audiences))
        .where(Article.status.in_((PUBLISHED, ARCHIVED, GONE)))
        .order_by(Article.status == GONE, Article.id)
        .options(joinedload(Article.edition))
    )
    return db.session.scalars(query).first()


def get_article(article_id: int, audiences: Audiences) -> Article:
    """Return a published or archived article by its id, or raise NotFound."""
    query = (
        select(Article)
        .where(Article.id == article_id, Article.audience.in_(audiences))
        .where(Article.status.in_((PUBLISHED, ARCHIVED)))
        .options(joinedload(Article.edition))
    )
    article = db.session.scalar(query)
    if article is None:
        raise NotFound(f"article {article_id}")
    return article


def find_by_alias(lang: str, slug: str, audiences: Audiences) -> Article | None:
    """Return the article that an old address leads to now."""
    query = (
        visible(audiences).join(Alias, Alias.article_id == Article.id).where(Alias.path == f"{lang}/{slug}")
    )
    return db.session.scalar(query)


def articles_by_id(ids: Iterable[int], audiences: Audiences) -> dict[int, Article]:
    """Return those of the articles that are published and may be read, with their editions."""
    query = visible(audiences).where(Article.id.in_(list(ids))).options(joinedload(Article.edition))
    return {article.id: article for article in db.session.scalars(query)}


def find_translation(article: Article, audiences: Audiences) -> Article | None:
    """Return the same text in the other language."""
    return db.session.scalar(
        visible(audiences).where(Article.slug == article.slug, Article.lang == other_language(article.lang))
    )


def related_to(article: Article, edition: Edition, audiences: Audiences, limit: int = 4) -> list[Article]:
    """List what to read next: what the text names, else the newest of the same category."""
    named = [f"{slug.removesuffix('.md').strip('/')}" for slug in edition.related]
    query = visible(audiences).where(Article.lang == article.lang, Article.id != article.id)
    found = list(db.session.scalars(query.where(Article.slug.in_(named)).limit(limit))) if named else []
    if len(found) < limit:
        more = (
            query.where(Article.category == article.category, Article.kind == ARTICLE)
            .where(Article.id.not_in([one.id for one in found]))
            .order_by(Article.position.is_(None), Article.position, Article.title)
            .limit(limit - len(found))
        )
        found.extend(db.session.scalars(more))
    return found


def topics(lang: str, audiences: Audiences) -> list[Topic]:
    """List the categories of a language with their numbers of articles and lessons, fullest first."""
    count = func.count(Article.id)
    query = (
        select(Category.key, Category.name, count)
        .join(Article, (Article.category == Category.key) & (Article.lang == Category.lang))
        .where(Category.lang == lang, Article.status == PUBLISHED, Article.audience.in_(audiences))
        .group_by(Category.key, Category.name)
        .order_by(count.desc(), Category.name)
    )
    return [Topic(*row) for row in db.session.execute(query)]


def category_names(lang: str) -> dict[str, str]:
    """Return the names of all categories, in the other language where this one has none."""
    rows = db.session.scalars(select(Category).order_by(Category.lang != lang)).all()
    return {row.key: row.name for row in reversed(rows)}


def articles_in(category: str, lang: str, audiences: Audiences) -> list[Article]:
    """List the texts of a category in their order."""
    query = (
        visible(audiences)
        .where(Article.category == category, Article.lang == lang)
        .order_by(Article.kind == LESSON, Article.position.is_(None), Article.position, Article.title)
    )
    return list(db.session.scalars(query))


def newest(lang: str, audiences: Audiences, limit: int = 30) -> list[Article]:
    """List what was changed last."""
    query = visible(audiences).where(Article.lang == lang).order_by(Article.updated_at.desc(), Article.id)
    return list(db.session.scalars(query.limit(limit)))


def public_articles() -> list[Article]:
    """List all that everybody may read, for the sitemap."""
    return list(db.session.scalars(visible((PUBLIC,)).order_by(Article.path)))


def find_picture(path: str, audiences: Audiences) -> Picture | None:
    """Return a picture that may be served: to readers only what a text they may read shows."""
    picture = db.session.get(Picture, path)
    if picture is None or INTERNAL in audiences:
        return picture
    shown = (
        select(Link.id)
        .join(Article, Article.id == Link.article_id)
        .where(Link.target == path, Link.is_image, Article.audience.in_(audiences))
        .where(Article.status == PUBLISHED)
        .limit(1)
    )
    return picture if db.session.scalar(shown) else None


def visible(audiences: Audiences) -> Select[Article]:
    """Return the query for all published articles of these audiences."""
    return select(Article).where(Article.status == PUBLISHED, Article.audience.in_(audiences))


def problems_of_files() -> list[FileProblem]:
    """List what is wrong with the files, the worst first."""
    query = select(FileProblem).order_by(FileProblem.is_fatal.desc(), FileProblem.path, FileProblem.line)
    return list(db.session.scalars(query))


def dead_links() -> list[tuple[Link, Article]]:
    """List links of published texts to files that are not there, under their name or an old one."""
    named = aliased(Article)
    target = select(named.id).where(named.path == Link.target, named.status != GONE).exists()
    picture = select(Picture.path).where(Picture.path == Link.target).exists()
    renamed = select(Alias.path).where(Alias.path + ".md" == Link.target).exists()
    query = (
        select(Link, Article)
        .join(Article, Article.id == Link.article_id)
        .where(Article.status == PUBLISHED, ~or_(target, picture, renamed))
        .order_by(Article.path, Link.line)
    )
    return [(link, article) for link, article in db.session.execute(query)]
