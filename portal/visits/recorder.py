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
from typing import Protocol

from flask import Flask, current_app

from portal.core.clock import now
from portal.core.database import transaction
from portal.visits.writing import Fact, write_facts

log = logging.getLogger(__name__)

FLUSH_SECONDS = 0.1
MOST_WAITING = 5000  # beyond that the database cannot follow, and facts are dropped
WORDS_LONGEST = 200


class VisitKey(Protocol):
    """What a fact needs to know of its visit."""

    @property
    def key(self) -> str: ...
    @property
    def lang(self) -> str: ...


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
                with transaction():
                    write_facts(facts)

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
