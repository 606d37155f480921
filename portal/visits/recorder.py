"""Writing the trail without making the reader wait: facts are collected and written together.

A fact is in the database after at most `FLUSH_SECONDS`; whoever needs the trail now calls `flush()` first.
Facts that only wait in memory are lost if the process is killed: a trail is a help, not a record.
"""

import atexit
import logging
import os
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from flask import Flask, current_app
from sqlalchemy import select

from portal.core.clock import now
from portal.core.database import db, transaction
from portal.visits.models import Search, View, Visit

log = logging.getLogger(__name__)

FLUSH_SECONDS = 0.1
MOST_WAITING = 5000  # beyond that the database cannot follow, and facts are dropped
SAME_SEARCH_SECONDS = 10
WORDS_LONGEST = 200


class VisitKey(Protocol):
    """What a fact needs to know of its visit."""

    @property
    def key(self) -> str: ...
    @property
    def lang(self) -> str: ...


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


@dataclass
class Recorder:
    """The facts of one process and application that wait, and the thread that writes them."""

    app: Flask
    facts: list[Fact] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    writing: threading.Lock = field(default_factory=threading.Lock)
    wake: threading.Event = field(default_factory=threading.Event)
    process: int = 0
    thread: threading.Thread | None = None
    is_closed: bool = False

    def add(self, fact: Fact) -> None:
        """Take a fact and return at once."""
        with self.lock:
            if len(self.facts) < MOST_WAITING:
                self.facts.append(fact)
            if self.process != os.getpid():
                self.process = os.getpid()
                self.thread = threading.Thread(target=self._run, name="trail", daemon=True)
                self.thread.start()
        self.wake.set()

    def flush(self) -> None:
        """Write what waits, in the caller's thread."""
        with self.writing:
            with self.lock:
                facts, self.facts = self.facts, []
            if facts:
                _write(facts)

    def _run(self) -> None:
        while not self.is_closed:
            self.wake.wait()
            self.wake.clear()
            time.sleep(FLUSH_SECONDS)
            self.flush_quietly()

    def close(self) -> None:
        """Write what waits and end the thread."""
        self.is_closed = True
        self.wake.set()
        if self.thread is not None and self.process == os.getpid():
            self.thread.join()
        self.flush_quietly()

    def flush_quietly(self) -> None:
        """Write what waits; a failure is logged, the reader was never waiting for it."""
        try:
            with self.app.app_context():
                self.flush()
        except Exception:
            log.exception("the trail could not be written")


def record_search(visit: VisitKey, *, words: str, results: int) -> None:
    """Note what was searched and how much was found."""
    words = " ".join(words.split())[:WORDS_LONGEST]
    if visit.key and words:
        _recorder().add(Fact(visit.key, visit.lang, now(), words=words, results=results))


def record_view(visit: VisitKey, *, article_id: int, edition_id: int, section: str = "") -> None:
    """Note what was opened."""
    if visit.key:
        _recorder().add(
            Fact(visit.key, visit.lang, now(), article_id=article_id, edition_id=edition_id, section=section)
        )


def flush() -> None:
    """Write what waits in this process now."""
    _recorder().flush()


def _recorder() -> Recorder:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    recorder: Recorder | None = app.extensions.get("portal.trail")
    if recorder is None:
        recorder = app.extensions.setdefault("portal.trail", Recorder(app))
        atexit.register(recorder.close)
    return recorder


def _write(facts: list[Fact]) -> None:
    with transaction():
        keys = {fact.key: fact for fact in facts}
        visits = {visit.key: visit for visit in db.session.scalars(select(Visit).where(Visit.key.in_(keys)))}
        for key, fact in keys.items():
            if key not in visits:
                visits[key] = Visit(key=key, lang=fact.lang, started_at=fact.at)
                db.session.add(visits[key])
        db.session.flush()
        last: dict[int, Search] = {}
        for fact in facts:
            visit = visits[fact.key]
            visit.seen_at = fact.at
            if fact.words:
                _write_search(visit, fact, last)
            else:
                _write_view(visit, fact)


def _write_search(visit: Visit, fact: Fact, last: dict[int, Search]) -> None:
    """Collapse one search typed in several steps: the longer words replace the shorter."""
    before = last.get(visit.id) or db.session.scalar(
        select(Search).where(Search.visit_id == visit.id).order_by(Search.id.desc()).limit(1)
    )
    if before is not None and _is_same_search(before, fact):
        before.words, before.results, before.searched_at = fact.words, fact.results, fact.at
    else:
        before = Search(
            visit_id=visit.id, words=fact.words, lang=fact.lang, results=fact.results, searched_at=fact.at
        )
        db.session.add(before)
    last[visit.id] = before


def _is_same_search(before: Search, fact: Fact) -> bool:
    close = (fact.at - before.searched_at).total_seconds() <= SAME_SEARCH_SECONDS
    old, new = before.words.casefold(), fact.words.casefold()
    return before.chosen_article_id is None and (old == new or (close and new.startswith(old)))


def _write_view(visit: Visit, fact: Fact) -> None:
    """Note a view, close the one before it, and credit the search it came from."""
    before = db.session.scalar(
        select(View).where(View.visit_id == visit.id).order_by(View.id.desc()).limit(1)
    )
    if before is not None and before.edition_id == fact.edition_id:
        before.section = fact.section or before.section
        return
    if before is not None and before.read_seconds == 0:
        before.read_seconds = min(3600, int((fact.at - before.viewed_at).total_seconds()))
    db.session.add(
        View(
            visit_id=visit.id, article_id=fact.article_id, edition_id=fact.edition_id,
            section=fact.section, viewed_at=fact.at,
        )
    )  # fmt: skip
    search = db.session.scalar(
        select(Search).where(Search.visit_id == visit.id).order_by(Search.id.desc()).limit(1)
    )
    if search is not None and search.chosen_article_id is None and search.results:
        search.chosen_article_id = fact.article_id
