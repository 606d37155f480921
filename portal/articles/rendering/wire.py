"""Frames of JSON over a pipe: four bytes of length, then the text. Every wait has a deadline."""

import json
import os
import select
import time
from typing import Any

_HEAD = 4


def send(pipe: int, value: Any, deadline: float | None = None) -> None:
    """Write one value; raise TimeoutError at the deadline (monotonic seconds), OSError if nobody reads."""
    data = json.dumps(value, ensure_ascii=True).encode("ascii")
    view = memoryview(len(data).to_bytes(_HEAD, "big") + data)
    while view:
        _wait(pipe, select.POLLOUT, deadline)
        # Not more than a pipe takes at once: a longer write would block beyond the deadline.
        view = view[os.write(pipe, view[: select.PIPE_BUF]) :]


def receive(pipe: int, deadline: float | None = None) -> Any:
    """Read one value; raise TimeoutError at the deadline, EOFError if the other side is gone."""
    size = int.from_bytes(_read(pipe, _HEAD, deadline), "big")
    return json.loads(_read(pipe, size, deadline))


def is_readable(pipe: int, seconds: float) -> bool:
    """Wait until there is something to read, also the end; say whether there is."""
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def _read(pipe: int, size: int, deadline: float | None) -> bytes:
    parts: list[bytes] = []
    while size:
        _wait(pipe, select.POLLIN, deadline)
        part = os.read(pipe, min(size, 1 << 16))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _wait(pipe: int, event: int, deadline: float | None) -> None:
    poll = select.poll()
    poll.register(pipe, event)
    rest = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
    if not poll.poll(rest):
        raise TimeoutError
