"""A portal that really runs: `portal serve` with its own folders on a free port."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PORTAL = Path(sys.executable).parent / "portal"
START_SECONDS = 60


@dataclass
class Portal:
    """A running portal: its address, its folders, its process, and a way to run commands beside it."""

    url: str
    articles: Path
    instance: Path
    process: subprocess.Popen[bytes]
    environment: dict[str, str]

    def command(self, *words: str) -> str:
        """Run a `portal` command on the same folders and return what it prints."""
        done = subprocess.run(
            [PORTAL, *words], env=self.environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def demo_links(self) -> dict[str, str]:
        """Return a new one-time link for each sample person, by role."""
        lines = self.command("demo").splitlines()
        pairs = (line.split() for line in lines if "/account/enter/" in line)
        return dict(pairs)


@contextlib.contextmanager
def running_portal(folder: Path, *, articles: Path | None = None, **settings: str) -> Iterator[Portal]:
    """Serve a copy of `articles` (or nothing) until the block ends."""
    home = folder / "articles"
    if articles is not None:
        shutil.copytree(articles, home)
    home.mkdir(parents=True, exist_ok=True)
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")},
        "PORTAL_ARTICLES": str(home), "PORTAL_INSTANCE": str(folder / "instance"),
        "HOST": "127.0.0.1", "PORT": str(port), "PYTHONWARNINGS": "error", **settings,
    }  # fmt: skip
    environment.pop("DATABASE_URL", None) if "DATABASE_URL" not in settings else None
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [PORTAL, "serve"], env=environment, stdout=log, stderr=log, start_new_session=True
        )
    portal = Portal(f"http://127.0.0.1:{port}", home, folder / "instance", process, environment)
    try:
        wait_until_up(portal, folder / "serve.log")
        yield portal
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def wait_until_up(portal: Portal, log: Path) -> None:
    """Wait until the portal answers, or show its log."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and portal.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{portal.url}/healthz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"the portal did not come up:\n{log.read_text()}")


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
