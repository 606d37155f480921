"""A small supervisor: keeps a few processes running, ends them in time, and leaves none behind.

Every process may be killed at any moment, the supervisor too: its children look whether it is still there.
"""

import logging
import os
import signal
import time
from collections.abc import Callable, Mapping
from typing import Any

log = logging.getLogger(__name__)

STOP_SECONDS = 15  # who has not ended by then is killed
PAUSE_SECONDS = 1.0
SHORTEST_LIFE_SECONDS = 5  # who ends sooner than that after the start will not do better the next time

_STOPS = (signal.SIGTERM, signal.SIGINT)
_OURS = (*_STOPS, signal.SIGALRM)

Task = Callable[[], object]


class Supervisor:
    """Runs each task in a process of its own and starts it again when it dies.

    When `vital` dies right after the start, all end. `release` is called once as the end begins.
    """

    def __init__(self, tasks: Mapping[str, Task], *, vital: str, release: Callable[[], object]) -> None:
        self._tasks = tasks
        self._vital = vital
        self._release = release
        self._children: dict[int, tuple[str, float]] = {}
        self._is_stopping = False
        self._status = 0

    def run(self) -> int:
        """Run until told to stop, and return the status to end with."""
        for number in _STOPS:
            signal.signal(number, lambda *_: self._stop())
        signal.signal(signal.SIGALRM, lambda *_: self._signal_all(signal.SIGKILL))
        for name in self._tasks:
            if not self._start(name):
                self._fail()
        while self._children:
            pid, status = os.wait()
            name, started = self._children.pop(pid, ("", 0.0))
            if name and not self._is_stopping:
                self._replace(name, os.waitstatus_to_exitcode(status), time.monotonic() - started)
        return self._status

    def _replace(self, name: str, status: int, lived_seconds: float) -> None:
        if name == self._vital and lived_seconds < SHORTEST_LIFE_SECONDS:
            log.error("the process %s ended with %s right after its start", name, status)
            self._fail()
            return
        log.warning("the process %s ended with %s and is started again", name, status)
        is_there = False
        while not (is_there or self._is_stopping):
            time.sleep(PAUSE_SECONDS)
            is_there = self._start(name)

    def _start(self, name: str) -> bool:
        # a signal between the fork and the change of handlers would make the child end its siblings
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _OURS)
        try:
            if self._is_stopping:
                return True
            pid = os.fork()
            if pid == 0:
                _live(self._tasks[name], before)
            self._children[pid] = (name, time.monotonic())
        except OSError as error:  # no memory or no process number left for a moment
            log.error("the process %s cannot be started: %s", name, error)
            return False
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return True

    def _fail(self) -> None:
        self._status = 1
        self._stop()

    def _stop(self) -> None:
        if self._is_stopping:
            return
        self._is_stopping = True
        self._release()
        signal.setitimer(signal.ITIMER_REAL, STOP_SECONDS)
        self._signal_all(signal.SIGTERM)

    def _signal_all(self, number: int) -> None:
        for pid in list(self._children):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue


def _live(task: Task, mask: Any) -> None:
    """Be the child: run the task and end with it, whatever happens."""
    status = 1
    try:
        for number in _OURS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        task()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:
        log.exception("a process failed")
    finally:
        logging.shutdown()
        os._exit(status)
