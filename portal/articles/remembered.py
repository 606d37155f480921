"""What this process remembers of the catalogue, until the version of the catalogue changes.

For lists of articles with their text in sections: a page of results needs ten of them, and reading them from
the database costs more than finding them.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

from portal.articles import queries
from portal.articles.models import PUBLISHED, Article, Edition
from portal.articles.versions import current_version
from portal.core.caching import Bounded
from portal.core.database import db

MOST_BYTES = 12 * 1024 * 1024


@dataclass(frozen=True)
class Brief:
    """A published article as lists show it, with its sections (anchor, heading, text)."""

    id: int
    path: str
    slug: str
    lang: str
    kind: str
    course: str
    audience: str
    category: str
    title: str
    summary: str
    updated_at: datetime
    words: int
    sections: list[tuple[str, str, str]]


def briefs(ids: Iterable[int], audiences: Sequence[str]) -> dict[int, Brief]:
    """Return those of the articles that are published and may be read."""
    version = current_version()
    found = {id_: _memory().find(("brief", version, id_)) for id_ in ids}
    missing = [id_ for id_, brief in found.items() if brief is None]
    for brief in _read(missing) if missing else []:
        size = 400 + 2 * sum(len(text) for _anchor, _heading, text in brief.sections)
        found[brief.id] = _memory().keep(("brief", version, brief.id), brief, size)
    return {id_: brief for id_, brief in found.items() if brief is not None and brief.audience in audiences}


def category_names(lang: str) -> dict[str, str]:
    """Return the names of all categories, in the other language where this one has none."""
    key: Hashable = ("categories", current_version(), lang)
    names: dict[str, str] | None = _memory().find(key)
    return names if names is not None else _memory().keep(key, queries.category_names(lang), 5000)


def _read(ids: list[int]) -> list[Brief]:
    columns = (
        Article.id, Article.path, Article.slug, Article.lang, Article.kind, Article.course, Article.audience,
        Article.category, Article.title, Article.summary, Article.updated_at,
    )  # fmt: skip
    query = (
        select(*columns, Edition.words, Edition.sections)
        .join(Edition, Edition.id == Article.edition_id)
        .where(Article.id.in_(ids), Article.status == PUBLISHED)
    )
    return [_brief(row) for row in db.session.execute(query)]


def _brief(row: Sequence[Any]) -> Brief:
    *facts, sections = row
    return Brief(*facts, sections=[(one["anchor"], one["heading"], one["text"]) for one in sections])  # type: ignore[misc]


def _memory() -> Bounded[Any]:
    memory: Bounded[Any] = current_app.extensions.setdefault("portal.remembered", Bounded(MOST_BYTES))
    return memory
