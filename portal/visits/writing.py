"""Facts -> rows of the trail, many at once: a few statements for a whole batch, however many visits are in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from portal.core.database import db
from portal.visits.models import Search, View, Visit

SAME_SEARCH_SECONDS = 10
LONGEST_READ_SECONDS = 3600


@dataclass(frozen=True)
class Fact:
    """One search or view that waits to be written."""

    key: str
    lang: str
    at: datetime
    words: str = ""
    results: int = 0
    article_id: int = 0
    edition_id: int = 0
    section: str = ""


class _Trail:
    """The end of one visit's trail while a batch is written: the last search and the last view."""

    def __init__(self, visit_id: int) -> None:
        self.visit_id = visit_id
        self.search: dict[str, Any] | None = None
        self.view: dict[str, Any] | None = None


class _Batch:
    """What a batch will insert and change. A row without id is new; one with id is changed."""

    def __init__(self) -> None:
        self.searches: dict[int, dict[str, Any]] = {}  # by identity of the row, in order
        self.views: dict[int, dict[str, Any]] = {}


def write_facts(facts: list[Fact]) -> None:
    """Write a batch of facts inside the caller's transaction."""
    trails = _trails(facts)
    batch = _Batch()
    for fact in facts:
        trail = trails[fact.key]
        if fact.words:
            _add_search(batch, trail, fact)
        else:
            _add_view(batch, trail, fact)
    _save(Search, batch.searches)
    _save(View, batch.views)
    seen = {fact.key: fact.at for fact in facts}
    rows = [{"id": trails[key].visit_id, "seen_at": at} for key, at in seen.items()]
    db.session.execute(update(Visit), rows)


def _trails(facts: Iterable[Fact]) -> dict[str, _Trail]:
    """Return the trail of every visit in the batch, with its last rows; new visits are begun."""
    first = {fact.key: fact for fact in reversed(list(facts))}
    known = dict(db.session.execute(select(Visit.key, Visit.id).where(Visit.key.in_(first))).all())
    old = {id_: _Trail(id_) for id_ in known.values()}
    fresh = [
        {"key": key, "lang": fact.lang, "started_at": fact.at, "seen_at": fact.at}
        for key, fact in first.items()
        if key not in known
    ]
    if fresh:
        made = db.session.execute(insert(Visit).returning(Visit.key, Visit.id), fresh)
        known.update(dict(made.all()))
    for row in _last_rows(Search, list(old)):
        old[row.visit_id].search = _row(row, "id", "words", "searched_at", "chosen_article_id", "results")
    for row in _last_rows(View, list(old)):
        old[row.visit_id].view = _row(row, "id", "edition_id", "viewed_at", "read_seconds", "section")
    return {key: old.get(id_) or _Trail(id_) for key, id_ in known.items()}


def _last_rows(model: Any, visit_ids: list[int]) -> list[Any]:
    if not visit_ids:
        return []
    last = select(func.max(model.id)).where(model.visit_id.in_(visit_ids)).group_by(model.visit_id)
    return list(db.session.scalars(select(model).where(model.id.in_(last))))


def _row(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _add_search(batch: _Batch, trail: _Trail, fact: Fact) -> None:
    """Collapse one search typed in several steps: the longer words replace the shorter."""
    before = trail.search
    if before is not None and _is_same_search(before, fact):
        before.update(words=fact.words, results=fact.results, searched_at=fact.at)
    else:
        before = {
            "visit_id": trail.visit_id, "words": fact.words, "lang": fact.lang, "results": fact.results,
            "searched_at": fact.at, "chosen_article_id": None,
        }  # fmt: skip
        trail.search = before
    _touch(batch.searches, before)


def _is_same_search(before: dict[str, Any], fact: Fact) -> bool:
    close = (fact.at - before["searched_at"]).total_seconds() <= SAME_SEARCH_SECONDS
    old, new = before["words"].casefold(), fact.words.casefold()
    return before["chosen_article_id"] is None and (old == new or (close and new.startswith(old)))


def _add_view(batch: _Batch, trail: _Trail, fact: Fact) -> None:
    """Note a view, close the one before it, and credit the search it came from."""
    before = trail.view
    if before is not None and before["edition_id"] == fact.edition_id:
        before["section"] = fact.section or before["section"]
        _touch(batch.views, before)
        return
    if before is not None and before["read_seconds"] == 0:
        elapsed = int((fact.at - before["viewed_at"]).total_seconds())
        before["read_seconds"] = min(LONGEST_READ_SECONDS, elapsed)
        _touch(batch.views, before)
    trail.view = {
        "visit_id": trail.visit_id, "article_id": fact.article_id, "edition_id": fact.edition_id,
        "section": fact.section, "viewed_at": fact.at, "read_seconds": 0,
    }  # fmt: skip
    _touch(batch.views, trail.view)
    search = trail.search
    if search is not None and search["chosen_article_id"] is None and search["results"]:
        search["chosen_article_id"] = fact.article_id
        _touch(batch.searches, search)


def _touch(rows: dict[int, dict[str, Any]], row: dict[str, Any]) -> None:
    rows[id(row)] = row


def _save(model: Any, rows: dict[int, dict[str, Any]]) -> None:
    new = [row for row in rows.values() if "id" not in row]
    changed = [row for row in rows.values() if "id" in row]
    if new:
        db.session.execute(insert(model), new)
    if changed:
        db.session.execute(update(model), changed)
