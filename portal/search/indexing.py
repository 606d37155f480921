"""Keeping the index equal to the catalogue. What is to do is a query: revision against indexed revision."""

import logging
from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from portal.articles.models import GONE, PUBLISHED, Article
from portal.articles.queries import category_names
from portal.core.database import db, transaction
from portal.search.engine import Document, Unavailable
from portal.search.engines import engine

log = logging.getLogger(__name__)

BATCH = 500
Tick = Callable[[int], None]


def bring_up_to_date() -> int:
    """Write to the index what it has not heard of yet; rebuild it when it cannot be used.

    Returns the number of articles written or taken out. Safe to be killed at any moment: an article
    counts as indexed only after the commit of the index, and is written again otherwise.
    """
    if not engine().is_ready:
        return rebuild()
    done = 0
    while batch := _backlog():
        try:
            _write(batch)
        except Unavailable as error:
            log.warning("the index is not usable and is built anew: %s", error)
            return done + rebuild()
        done += len(batch)
    return done


def backlog_size() -> int:
    """Count the articles that search has not heard of in their present form."""
    query = select(func.count()).where(Article.indexed_revision != Article.revision)
    return int(db.session.scalar(query) or 0)


def rebuild(tick: Tick = lambda done: None) -> int:
    """Build the whole index beside the present one and swap it in; return the number of documents."""
    with_revision: list[tuple[int, int]] = [
        (id_, revision) for id_, revision in db.session.execute(select(Article.id, Article.revision))
    ]
    count = 0

    def documents() -> Iterator[Document]:
        nonlocal count
        for ids in _parts([id_ for id_, _revision in with_revision]):
            for document in _documents(ids):
                count += 1
                yield document

    engine().rebuild(documents(), tick)
    _mark(with_revision)
    return count


def repair() -> int:
    """Compare index and catalogue and put right what differs; return how many articles were written."""
    problems = engine().check()
    if problems:
        log.warning("the index is damaged and is built anew: %s", "; ".join(problems))
        return rebuild()
    wanted = set(db.session.scalars(select(Article.id).where(Article.status == PUBLISHED)))
    have = engine().ids()
    odd = sorted(wanted ^ have)
    if odd:
        with transaction():
            for part in _parts(odd):
                db.session.execute(update(Article).where(Article.id.in_(part)).values(indexed_revision=0))
        for part in _parts([id_ for id_ in odd if id_ not in wanted]):
            engine().write([], part)
    return bring_up_to_date()


def _backlog() -> list[tuple[int, int]]:
    query = (
        select(Article.id, Article.revision)
        .where(Article.indexed_revision != Article.revision)
        .order_by(Article.id)
        .limit(BATCH)
    )
    return [(id_, revision) for id_, revision in db.session.execute(query)]


def _write(batch: list[tuple[int, int]]) -> None:
    ids = [id_ for id_, _revision in batch]
    documents = _documents(ids)
    shown = {document.id for document in documents}
    engine().write(documents, [id_ for id_ in ids if id_ not in shown])
    _mark(batch)


def _mark(batch: list[tuple[int, int]]) -> None:
    """Note what was indexed, unless the article has changed again meanwhile."""
    with transaction():
        for id_, revision in batch:
            db.session.execute(
                update(Article)
                .where(Article.id == id_, Article.revision == revision)
                .values(indexed_revision=revision)
            )


def _documents(ids: Sequence[int]) -> list[Document]:
    query = (
        select(Article)
        .where(Article.id.in_(ids), Article.status == PUBLISHED)
        .options(joinedload(Article.edition))
    )
    articles = list(db.session.scalars(query))
    names = {lang: category_names(lang) for lang in {article.lang for article in articles}}
    documents = [_document(article, names[article.lang]) for article in articles if article.edition]
    db.session.expunge_all()
    return documents


def _document(article: Article, names: dict[str, str]) -> Document:
    edition = article.edition
    if edition is None or article.status == GONE:
        raise ValueError(f"article {article.id} has no text")
    sections = edition.sections
    return Document(
        id=article.id,
        lang=article.lang,
        kind=article.kind,
        category=article.category,
        audience=article.audience,
        title=edition.title,
        second_title=edition.second_title,
        summary=article.summary,
        tags=(*edition.tags, names.get(article.category, "")),
        headings=tuple(section["heading"] for section in sections if section["heading"]),
        body="\n".join(section["text"] for section in sections),
    )


def _parts(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
