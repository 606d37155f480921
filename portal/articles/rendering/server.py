"""The helper process: renders what it is sent, bounded in time and memory, and ends with its parent.

It is entered beside `portal/__init__`, so that it needs neither Flask nor the database: it starts in a quarter of
the time and takes half the memory.
"""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from portal.articles.rendering.render import render_article, render_message
from portal.articles.rendering.wire import is_readable, receive, send

LARGEST_MEMORY = 640 * 1024 * 1024
IDLE_SECONDS = 60.0
GRACE_SECONDS = 1.0  # the parent is first to say that it took too long

_ENTER = (
    "import sys, types; house = types.ModuleType('portal'); house.__path__ = [sys.argv[1]]; "
    "sys.modules['portal'] = house; from portal.articles.rendering.server import main; main(float(sys.argv[2]))"
)


def command(idle_seconds: float) -> list[str]:
    """Return the command that starts a helper which leaves after some seconds without work."""
    return [sys.executable, "-c", _ENTER, str(Path(__file__).parents[2]), str(idle_seconds)]


def main(idle_seconds: float) -> None:
    """Serve requests from standard input until it ends, or nothing came for a while."""
    _limit_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    send(1, {"ready": True})
    while is_readable(0, idle_seconds):
        try:
            request = receive(0)
        except EOFError:
            return
        # The default action of this signal ends the process even inside a regular expression.
        signal.setitimer(signal.ITIMER_REAL, request["seconds"] + GRACE_SECONDS)
        reply = answer(request)
        signal.setitimer(signal.ITIMER_REAL, 0)
        send(1, reply)


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Return the reply to one request; what goes wrong is named, not raised."""
    try:
        if request["kind"] == "message":
            return {"html": render_message(request["text"])}
        article = request["article"]
        rendered = render_article(
            article["path"], article["body"], title=article["title"],
            line_offset=article["line_offset"], lang=article["lang"],
        )  # fmt: skip
        return {"article": rendered.as_json()}
    except MemoryError:
        os._exit(3)  # whatever it needs to go on may be missing too
    except Exception as error:
        return {"error": type(error).__name__}


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # not everywhere, and not above a limit already set
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY, LARGEST_MEMORY))
