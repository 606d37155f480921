"""Commands without the second and a half that imports take: one process has imported all and forks for each command.

Run as a script it is that process: a line of JSON says what to run, a line says how it ended.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path


class Quick:
    """The side of the tests."""

    def __init__(self) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=kept,
        )

    def run(
        self, words: list[str], environment: dict[str, str], *, file_bytes: int = 0, kill_seconds: float = 0
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end, or kill it after `kill_seconds`; no file of it may grow beyond `file_bytes`."""
        assert self._process.stdin
        assert self._process.stdout
        with tempfile.TemporaryDirectory() as folder:
            out, err = Path(folder) / "out", Path(folder) / "err"
            out.touch()
            err.touch()
            order = {
                "words": words,
                "environment": environment,
                "out": str(out),
                "err": str(err),
                "file_bytes": file_bytes,
                "kill_seconds": kill_seconds,
            }
            print(json.dumps(order), file=self._process.stdin, flush=True)
            status = int(self._process.stdout.readline())
            return subprocess.CompletedProcess(words, status, out.read_text("utf-8"), err.read_text("utf-8"))

    @property
    def pid(self) -> int:
        """Return the process that forks."""
        return self._process.pid

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


def serve() -> None:
    """Be the process that has imported everything."""
    import portal.command

    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            become(order, portal.command.main)
        print(wait(child, order["kill_seconds"]), flush=True)


def wait(child: int, kill_seconds: float) -> int:
    """Wait for the end of a process, or make it come."""
    until = time.monotonic() + kill_seconds
    ended, status = os.waitpid(child, os.WNOHANG if kill_seconds else 0)
    while not ended and time.monotonic() < until:
        time.sleep(0.002)
        ended, status = os.waitpid(child, os.WNOHANG)
    if not ended:
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def become(order: dict, main) -> None:
    """Be the command."""
    status = 70
    try:
        for name, number in (("out", 1), ("err", 2)):
            os.dup2(os.open(order[name], os.O_WRONLY | os.O_CREAT, 0o600), number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.environ.clear()
        os.environ.update(order["environment"])
        if order["file_bytes"] >= 0:
            limit = order["file_bytes"] or resource.RLIM_INFINITY
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        sys.argv = ["portal", *order["words"]]
        main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
        status = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    serve()
