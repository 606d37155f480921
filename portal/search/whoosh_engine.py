"""The embedded engine: Whoosh keeps the posting lists, numpy scores them.

Any number of processes and threads may ask; one writes. Every question looks whether there is a new commit
and, while one thread opens it, is answered from the old one.
"""

import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock
from weakref import WeakSet

from portal.core.languages import LANGUAGES
from portal.core.roles import AUDIENCES, PUBLIC
from portal.search.answer import answer
from portal.search.cache import Cache
from portal.search.checking import find_problems
from portal.search.complete import complete
from portal.search.engine import Answer, Busy, Document, Hit, Question, Unavailable
from portal.search.leaf import Gate, PostingsCache
from portal.search.opening import Opened, file_names, open_for_writing, open_latest, read_contents
from portal.search.schema import HEADS, WORDS
from portal.search.seals import write_seal
from portal.search.store import Store
from portal.search.synonyms import Synonyms
from portal.search.writing import add_documents, opened_writer

log = logging.getLogger(__name__)

CACHE_BYTES = 48_000_000
WAIT_SECONDS = 10.0

_engines: "WeakSet[WhooshEngine]" = WeakSet()


class WhooshEngine:
    """An `Engine` in `folder`. Nothing is opened before the first question."""

    def __init__(self, folder: Path, wait_seconds: float = WAIT_SECONDS) -> None:
        self.synonyms = Synonyms()
        self._store = Store(folder)
        self._wait = wait_seconds
        self._gate = Gate()
        self._cache: PostingsCache = Cache(CACHE_BYTES)
        self._opening = Lock()
        self._opened: Opened | None = None
        _engines.add(self)
        _watch_forks()

    @property
    def is_ready(self) -> bool:
        """Say whether questions can be answered now."""
        try:
            with self._answering():
                self._current()
        except Unavailable:
            return False
        return True

    def state(self) -> str:
        """Return a name of what can be found now; it is another after every commit."""
        with self._answering():
            opened = self._current()
        return f"{opened.place.name}/{opened.number}"

    def search(self, question: Question) -> Answer:
        """Answer `question` with what its audiences may read."""
        with self._answering():
            return answer(self._current().scope(question.audiences), question, self.synonyms)

    def complete(self, words: str, lang: str, audiences: tuple[str, ...], limit: int = 8) -> list[Hit]:
        """Return documents whose title, headings or text fit `words`, the last one unfinished."""
        with self._answering():
            return complete(self._current().scope(audiences), words, lang, limit)

    def count(self) -> int:
        """Return the number of documents."""
        with self._answering():
            return int(self._current().snapshot.is_live.sum())

    def ids(self) -> set[int]:
        """Return the ids of all documents."""
        with self._answering():
            snapshot = self._current().snapshot
            return set(snapshot.ids[snapshot.is_live].tolist())

    def warm(self) -> None:
        """Read what the first questions would wait for; before workers fork, they share it."""
        with self._answering():
            opened = self._current()
            for scope in (opened.scope((PUBLIC,)), opened.scope(AUDIENCES)):
                for lang in LANGUAGES:
                    scope.title_sums(lang)
                    for stream in (HEADS, WORDS):
                        for vocabulary in scope.vocabularies(stream, lang):
                            vocabulary.near("warm")

    def write(self, documents: Iterable[Document], removed: Iterable[int]) -> None:
        """Put `documents` in the place of those with their ids and drop `removed`, in one commit."""
        latest = {document.id: document for document in documents}
        replaced = latest.keys() | set(removed)
        if not replaced:
            return
        with self._store.lock(self._wait):
            self._store.sweep()
            with self._answering():
                opened = self._current(wait=True)
            old = opened.snapshot.documents_with(replaced)
            if not latest and not old:
                return
            with self._trusting(), opened_writer(opened.index) as writer:
                for number in old:
                    writer.delete_document(number)
                add_documents(writer, latest.values(), _ignore)
            _seal(opened.place)

    def rebuild(self, documents: Iterable[Document], tick: Callable[[int], None] = lambda done: None) -> None:
        """Build a new index beside the present one and swap it in; `tick` gets the number done."""
        with self._store.lock(self._wait):
            self._store.sweep()
            place = self._store.create()
            try:
                with opened_writer(open_for_writing(place)) as writer:
                    add_documents(writer, documents, tick)
                _seal(place)
            except BaseException:
                shutil.rmtree(place, ignore_errors=True)
                raise
            self._store.publish(place)

    def check(self) -> list[str]:
        """Return what is wrong with the index on disk; nothing if it can be trusted.

        While another process writes, nothing can be said and nothing is wrong.
        """
        try:
            with self._store.lock(self._wait):
                return find_problems(self._store)
        except Busy:
            return []
        except OSError:  # no lock can be made here, so nobody can write either
            return find_problems(self._store)

    def _current(self, wait: bool = False) -> Opened:
        """Return the index as of the last commit; if another thread is just opening it, the one before."""
        place = self._store.current()
        if place is None:
            raise Unavailable("missing: there is no index")
        opened = self._opened
        if opened and opened.is_current(place):
            return opened
        if not self._opening.acquire(blocking=wait or opened is None):
            return opened or self._current(wait=True)
        try:
            if not (self._opened and self._opened.is_current(place)):
                self._opened = open_latest(self._store, self._opened, self._gate, self._cache)
            return self._opened
        finally:
            self._opening.release()

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Turn whatever goes wrong while reading into `Unavailable`, and open anew next time."""
        try:
            yield
        except Unavailable:
            self._opened = None
            raise
        except Exception as error:
            log.exception("the index cannot be read")
            self._opened = None
            raise Unavailable(f"unreadable: {error}") from error

    @contextmanager
    def _trusting(self) -> Iterator[None]:
        """Do as `_answering` does, but let what the disk refuses to write through."""
        try:
            with self._answering():
                yield
        except Unavailable as error:
            if isinstance(error.__cause__, OSError):
                raise error.__cause__ from None
            raise

    def after_fork(self) -> None:
        """Renew, in a forked child, the locks that threads of the parent may have held."""
        self._gate.renew()
        self._opening = Lock()
        self._store.forget_lock()


def _seal(place: Path) -> None:
    toc = read_contents(place)
    write_seal(place, toc.generation, file_names(toc))


def _ignore(_done: int) -> None:
    """Take the progress of a write that is too short to show any."""


@lru_cache(maxsize=1)
def _watch_forks() -> None:
    os.register_at_fork(after_in_child=_after_fork)


def _after_fork() -> None:
    for engine in list(_engines):
        engine.after_fork()
