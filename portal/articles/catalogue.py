"""Writing the rows of the catalogue. Every function here runs inside the caller's transaction."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import delete, insert, select, update

from portal.articles.addresses import address_key
from portal.articles.models import (
    ARTICLE,
    GONE,
    Alias,
    Article,
    CatalogueState,
    Edition,
    FileProblem,
    Link,
    Picture,
)
from portal.articles.rendering.render import RENDERER
from portal.articles.scan import Seen
from portal.articles.source import Source
from portal.articles.tree import PICTURES
from portal.core.clock import now
from portal.core.database import db, publish
from portal.core.events import Signal
from portal.core.problems import Problem

TITLE_LONGEST = 300

catalogue_changed = Signal("catalogue_changed")


@dataclass(frozen=True)
class Known:
    """What the catalogue has about a path."""

    content_hash: str
    renderer: str
    is_gone: bool

    def is_current(self, content_hash: str, renderer: str) -> bool:
        """Say whether nothing has to be done for a file with this hash."""
        return not self.is_gone and (self.content_hash, self.renderer) == (content_hash, renderer)


def known_texts() -> dict[str, Known]:
    """Return what the catalogue has, by path; also what is gone."""
    query = select(Article.path, Edition.content_hash, Edition.renderer, Article.status).join(
        Edition, Edition.id == Article.edition_id
    )
    return {
        path: Known(hash_, renderer, status == GONE)
        for path, hash_, renderer, status in db.session.execute(query)
    }


def write_text(source: Source, *, old_path: str | None = None) -> Article:
    """Write one text: a new article, a new edition of one, or one that moved from `old_path`."""
    article = db.session.scalar(select(Article).where(Article.path == (old_path or source.path)))
    if article is None:
        article = _new_article(source)
    elif old_path:
        _move(article, source)
    edition = _edition(article, source)
    article.title = edition.title
    article.summary = edition.summary
    article.owner = source.matter.owner[:254]
    article.review_on = source.matter.review_on
    article.position = source.matter.order
    article.status = source.matter.status
    article.lang, article.slug = source.lang, source.slug
    article.revision += 1
    _write_aliases(article, source)
    _write_links(article, source)
    write_problems(source.path, source.problems)
    return article


def _new_article(source: Source) -> Article:
    article = Article(
        path=source.path, slug=source.slug, lang=source.lang, kind=ARTICLE, title="", category="other",
        status=source.matter.status, audience=source.matter.audience, revision=0, indexed_revision=0,
        created_at=source.changed_at, updated_at=source.changed_at,
    )  # fmt: skip
    db.session.add(article)
    db.session.flush()
    return article


def _move(article: Article, source: Source) -> None:
    """Let the old address lead to the new one. A row of the new path that is gone gives way."""
    stale = db.session.scalar(select(Article).where(Article.path == source.path, Article.id != article.id))
    if stale is not None:
        stale.path = f"{stale.path}#{stale.id}"
        db.session.flush()
    db.session.merge(Alias(path=f"{article.lang}/{article.slug}", article_id=article.id, is_rename=True))
    write_problems(article.path, [])
    article.path = source.path


def _edition(article: Article, source: Source) -> Edition:
    """Return the edition with this content, rendered as now; a text that comes back finds its old one."""
    rendered = source.rendered
    if rendered is None:
        raise ValueError(f"{source.path} is not rendered")
    edition = db.session.scalar(
        select(Edition)
        .where(Edition.article_id == article.id, Edition.content_hash == source.content_hash)
        .order_by(Edition.id.desc())
    )
    if edition is None:
        edition = Edition(article_id=article.id, content_hash=source.content_hash, made_at=now())
        db.session.add(edition)
        if article.edition_id:
            article.updated_at = max(source.changed_at, article.updated_at)
    edition.renderer = RENDERER
    edition.title = rendered.title[:TITLE_LONGEST]
    edition.second_title = rendered.second_title[:TITLE_LONGEST]
    edition.summary = source.matter.summary
    edition.category_name = source.matter.category[:120]
    edition.written_kind = source.matter.kind
    edition.written_status = source.matter.status
    edition.written_audience = source.matter.audience
    edition.tags = list(source.matter.tags)
    edition.related = list(source.matter.related)
    edition.html = rendered.html
    edition.toc = [asdict(entry) for entry in rendered.toc]
    edition.sections = [asdict(section) for section in rendered.sections]
    edition.words = rendered.words
    edition.source = source.text
    db.session.flush()
    article.edition_id = edition.id
    return edition


def _write_aliases(article: Article, source: Source) -> None:
    db.session.execute(delete(Alias).where(Alias.article_id == article.id, Alias.is_rename.is_(False)))
    own = f"{source.lang}/{source.slug}"
    db.session.execute(delete(Alias).where(Alias.path == own))
    for written in dict.fromkeys(source.matter.aliases):
        key = address_key(written, source.lang)[:500]
        if key != own:
            db.session.merge(Alias(path=key, article_id=article.id, is_rename=False))


def _write_links(article: Article, source: Source) -> None:
    db.session.execute(delete(Link).where(Link.article_id == article.id))
    rendered = source.rendered
    if rendered is None:
        return
    rows = [
        {
            "article_id": article.id,
            "target": link.target[:500],
            "anchor": link.anchor[:300],
            "line": link.line,
            "is_image": False,
        }
        for link in rendered.links
    ]
    rows += [
        {"article_id": article.id, "target": path[:500], "anchor": "", "line": 0, "is_image": True}
        for path in dict.fromkeys(rendered.images)
    ]
    if rows:
        db.session.execute(insert(Link), rows)


def write_problems(path: str, problems: Iterable[Problem]) -> None:
    """Write what is wrong with a file, in the place of what was."""
    db.session.execute(delete(FileProblem).where(FileProblem.path == path))
    db.session.add_all(FileProblem(path=path, **asdict(problem)) for problem in problems)


def write_second_address(path: str) -> Problem:
    """Note that another file has the address of this one already."""
    problem = Problem("duplicate_address", 0, "", is_fatal=True)
    db.session.execute(delete(FileProblem).where(FileProblem.path == path, FileProblem.code == problem.code))
    db.session.add(FileProblem(path=path, **asdict(problem)))
    return problem


def write_refusals(problems: dict[str, list[Problem]], *, kept: Iterable[str]) -> None:
    """Write the problems of files that could not be read at all, and forget those of files now gone."""
    kept = set(kept)
    stored = set(db.session.scalars(select(FileProblem.path).distinct()))
    for path in stored - kept:
        write_problems(path, [])
    for path, found in problems.items():
        if path not in kept:
            write_problems(path, found)


def mark_gone(paths: list[str]) -> int:
    """Say of the articles at these paths that their file is not there any more."""
    for start in range(0, len(paths), 500):
        part = paths[start : start + 500]
        ids = list(db.session.scalars(select(Article.id).where(Article.path.in_(part))))
        db.session.execute(delete(Link).where(Link.article_id.in_(ids)))
        db.session.execute(
            update(Article)
            .where(Article.id.in_(ids))
            .values(status=GONE, revision=Article.revision + 1, updated_at=now())
        )
    return len(paths)


def write_pictures(pictures: dict[str, Seen]) -> int:
    """Write which image files there are; return how many rows changed."""
    stored = {row.path: row for row in db.session.scalars(select(Picture))}
    changed = 0
    for path in stored.keys() - pictures.keys():
        db.session.delete(stored[path])
        changed += 1
    for path, seen in pictures.items():
        row = stored.get(path)
        if row and row.content_hash == seen.content_hash:
            continue
        file = seen.found.file
        db.session.merge(
            Picture(
                path=path, content_hash=seen.content_hash,
                media_type=PICTURES[file.suffix.lower()], size_bytes=file.stat().st_size,
            )
        )  # fmt: skip
        changed += 1
    return changed


def raise_version() -> None:
    """Tell every process that its caches are old."""
    publish(catalogue_changed)
    state = db.session.get(CatalogueState, 1)
    if state is None:
        db.session.add(CatalogueState(id=1, version=1))
    else:
        state.version += 1
