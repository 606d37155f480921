"""Where texts are rendered: a few bounded helper processes, so that no text can block or kill its reader."""

import os
import threading
import weakref
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from typing import Any

from portal.articles.rendering import server
from portal.articles.rendering.client import RenderClient
from portal.articles.rendering.render import Rendered

LOOK_AHEAD = 8  # jobs under way for each process

_workshops: "weakref.WeakSet[Workshop]" = weakref.WeakSet()


class RenderTimeout(Exception):
    """A text took too long, too much memory, or broke its helper; the message says which."""


@dataclass(frozen=True)
class Job:
    """An article to render: the arguments of `render_article`."""

    path: str
    body: str
    title: str = ""
    line_offset: int = 0
    lang: str = ""


class Workshop:
    """Renders in up to `processes` helpers, each text within `seconds`. Safe to use from threads and after a fork.

    Helpers start when they are needed and leave after a minute without work.
    """

    def __init__(
        self, processes: int = 1, seconds: float = 5.0, idle_seconds: float = server.IDLE_SECONDS
    ) -> None:
        self.processes = max(1, processes)
        self.seconds = seconds
        self.idle_seconds = idle_seconds
        self._helpers: set[RenderClient] = set()
        self._set_up()
        self._end = weakref.finalize(self, _kill_all, self._helpers)
        if not _workshops:
            _watch_forks()
        _workshops.add(self)

    def article(self, path: str, body: str, *, title: str, line_offset: int = 0, lang: str = "") -> Rendered:
        """Return what `render_article` returns; raise RenderTimeout."""
        return self._article(Job(path, body, title, line_offset, lang))

    def message(self, text: str) -> str:
        """Return what `render_message` returns; raise RenderTimeout."""
        return str(self._ask({"kind": "message", "text": text})["html"])

    def articles(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Rendered | RenderTimeout]]:
        """Render many articles in all processes at once and yield them as they get ready.

        Not more than a few jobs for each process are taken from `jobs` before their results are.
        """
        pool = ThreadPoolExecutor(self.processes)
        waiting: set[Future[tuple[Job, Rendered | RenderTimeout]]] = set()
        try:
            for job in jobs:
                waiting.add(pool.submit(self._outcome, job))
                if len(waiting) >= LOOK_AHEAD * self.processes:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in done)
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        finally:
            pool.shutdown(cancel_futures=True)

    def close(self) -> None:
        """End all helpers; the next text starts new ones."""
        with self._lock:
            self._idle.clear()
            _kill_all(self._helpers)

    def forget(self) -> None:
        """Start anew in a forked child: the helpers are the parent's."""
        for each in self._helpers:
            each.forget()
        self._helpers.clear()
        self._set_up()

    def _set_up(self) -> None:
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(self.processes)
        self._idle: list[RenderClient] = []

    def _outcome(self, job: Job) -> tuple[Job, Rendered | RenderTimeout]:
        try:
            return job, self._article(job)
        except RenderTimeout as error:
            return job, error

    def _article(self, job: Job) -> Rendered:
        return Rendered.from_json(self._ask({"kind": "article", "article": asdict(job)})["article"])

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        with self._places:
            reply = self._reply(request)
        if "error" in reply:
            raise RenderTimeout(str(reply["error"]))
        return reply

    def _reply(self, request: dict[str, Any]) -> dict[str, Any]:
        while True:
            worker = self._take()
            is_new = worker.is_fresh
            try:
                reply = worker.ask(request, self.seconds)
            except TimeoutError:
                self._drop(worker)
                raise RenderTimeout(f"more than {self.seconds:g} s") from None
            except (EOFError, OSError):
                is_idle = not is_new and worker.went_idle()
                self._drop(worker)
                if not is_idle:
                    raise RenderTimeout("the helper broke") from None
            except BaseException:  # interrupted: the reply would be taken for that of the next request
                self._drop(worker)
                raise
            else:
                with self._lock:
                    self._idle.append(worker)
                return reply

    def _take(self) -> RenderClient:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.is_alive():
                    return worker
                self._helpers.discard(worker)
                worker.kill()
        worker = RenderClient(self.idle_seconds)
        with self._lock:
            self._helpers.add(worker)
        return worker

    def _drop(self, worker: RenderClient) -> None:
        with self._lock:
            self._helpers.discard(worker)
        worker.kill()


def _kill_all(helpers: set[RenderClient]) -> None:
    while helpers:
        helpers.pop().kill()


def _watch_forks() -> None:
    """Tell every workshop when it finds itself in a forked child."""
    if not getattr(_watch_forks, "is_done", False):
        os.register_at_fork(after_in_child=_forget_all)
        _watch_forks.is_done = True  # type: ignore[attr-defined]


def _forget_all() -> None:
    for workshop in _workshops:
        workshop.forget()


if __name__ == "__main__":
    server.main(server.IDLE_SECONDS)
