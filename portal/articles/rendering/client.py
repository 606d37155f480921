"""The parent's side of a helper: the process, its pipes, and how long one waits for it."""

import os
import subprocess
import time
from contextlib import suppress
from typing import Any

from portal.articles.rendering.server import command
from portal.articles.rendering.wire import receive, send

START_SECONDS = 30.0

# A helper needs no secrets; only what makes Python run.
_ENVIRONMENT = {"PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "SYSTEMROOT"}


class RenderClient:
    """The parent's side of one helper process."""

    def __init__(self, idle_seconds: float) -> None:
        environment = {
            key: value for key, value in os.environ.items() if key in _ENVIRONMENT or key.startswith("PYTHON")
        }
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command(idle_seconds),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=environment,
        )
        assert self._process.stdin
        assert self._process.stdout
        self._pipes = (self._process.stdin, self._process.stdout)
        self.is_fresh = True

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Return the reply; raise TimeoutError, EOFError or OSError."""
        if self.is_fresh:
            receive(self._pipes[1].fileno(), time.monotonic() + START_SECONDS)
            self.is_fresh = False
        deadline = time.monotonic() + seconds
        send(self._pipes[0].fileno(), {**request, "seconds": seconds}, deadline)
        reply: dict[str, Any] = receive(self._pipes[1].fileno(), deadline)
        return reply

    def is_alive(self) -> bool:
        """Say whether the process is there."""
        return self._process.poll() is None

    def went_idle(self) -> bool:
        """Say whether the helper has left by itself because there was nothing to do."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(1) == 0
        return False

    def kill(self) -> None:
        """End the process now."""
        self._process.kill()
        self._process.wait()
        for pipe in self._pipes:
            pipe.close()

    def forget(self) -> None:
        """Let go of a helper that belongs to the process this one was forked from."""
        self._process.returncode = 0
        for pipe in self._pipes:
            pipe.close()
