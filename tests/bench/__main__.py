"""`make bench`: serve 5,000 articles, ask, and print a table with the ratio to bare Flask."""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil

from tests.bench.corpus import write_corpus
from tests.bench.load import Figures, measure
from tests.support.running import PORTAL, Portal, free_port, running_portal

ROOT = Path(__file__).parents[2]
ARTICLES = 5000
WORKERS = 2
ROUNDS = 3
SETTLE_SECONDS = 8  # the worker has looked at everything once


def main() -> None:
    """Run the whole bench."""
    options = argparse.ArgumentParser()
    options.add_argument("--articles", type=int, default=ARTICLES)
    options.add_argument("--seconds", type=float, default=3.0)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        write_corpus(ROOT / "articles", folder / "articles", chosen.articles)
        for run in ("first", "second"):
            _sync(folder, run)
        with running_portal(folder, PORTAL_WORKERS=str(WORKERS)) as portal:
            time.sleep(SETTLE_SECONDS)
            print(f"idle memory of all processes (PSS): {memory_mb(portal.process.pid):.0f} MB")
            _speed(portal, folder, chosen.seconds)
            print(f"memory after the load (PSS): {memory_mb(portal.process.pid):.0f} MB")


def _sync(folder: Path, run: str) -> None:
    """Let `portal sync` read the corpus, with an empty instance or again, and print how long it took."""
    environment = {
        **os.environ,
        "PORTAL_ARTICLES": str(folder / "articles"),
        "PORTAL_INSTANCE": str(folder / "instance"),
    }
    started = time.perf_counter()
    command = [PORTAL, "sync", "--json"]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    most = 0.0
    while process.poll() is None:
        with contextlib.suppress(psutil.Error):
            most = max(most, memory_mb(process.pid))
        time.sleep(0.2)
    report = json.loads(process.stdout.read() if process.stdout else "")
    took = time.perf_counter() - started
    print(
        f"{run} sync: {took:.1f} s ({report['new']} new, {report['unchanged']} unchanged), {most:.0f} MB at most"
    )


def _speed(portal: Portal, folder: Path, seconds: float) -> None:
    pages = {
        "home": ["/"],
        "article": [f"/articles/en/topic-{n % 24}/case-{n}" for n in range(40)],
        "search": [
            f"/search?q={words}" for words in ("vpn", "printer+paper", "mailbox+full", "router+certificate")
        ],
        "as you type": [
            f"/api/v1/suggest?q={words}" for words in ("vpn", "print", "mailb", "cert", "router+c")
        ],
    }
    finished = folder / "finished"
    finished.mkdir()
    for name, paths in pages.items():
        with urllib.request.urlopen(portal.url + paths[0]) as answer:
            (finished / f"{name.replace(' ', '-')}.html").write_bytes(answer.read())
    print(f"\n{'page':<12}{'rps':>8}{'p50 ms':>9}{'p95 ms':>9}{'bare rps':>10}{'ratio':>8}")
    with bare_flask(finished) as bare:
        for name, paths in pages.items():
            ours, theirs = _compare(
                [portal.url + path for path in paths], f"{bare}/{name.replace(' ', '-')}", seconds
            )
            print(
                f"{name:<12}{ours.rps:>8.0f}{ours.p50_ms:>9.1f}{ours.p95_ms:>9.1f}{theirs.rps:>10.0f}"
                f"{ours.rps / theirs.rps:>8.2f}{'  ' + str(ours.errors) + ' errors' if ours.errors else ''}"
            )


def _compare(urls: list[str], bare: str, seconds: float) -> tuple[Figures, Figures]:
    """Measure both in turn, several times, and keep the best round of each: the machine is noisy."""
    ours, theirs = [], []
    measure(urls, seconds=0.5)
    for _ in range(ROUNDS):
        ours.append(measure(urls, seconds=seconds))
        theirs.append(measure([bare], seconds=seconds))
    return max(ours, key=lambda one: one.rps), max(theirs, key=lambda one: one.rps)


@contextlib.contextmanager
def bare_flask(folder: Path) -> Iterator[str]:
    """Serve the finished pages by bare Flask."""
    address = f"127.0.0.1:{free_port()}"
    words = [sys.executable, "-m", "tests.bench.bare", str(folder), address, str(WORKERS)]
    process = subprocess.Popen(words, cwd=ROOT)
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://{address}/home").close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait()


def memory_mb(pid: int) -> float:
    """Return the memory of a process and all its children in MB, shared pages counted once (PSS)."""
    parent = psutil.Process(pid)
    family = [parent, *parent.children(recursive=True)]
    total = 0
    for one in family:
        full = one.memory_full_info()
        total += getattr(full, "pss", full.rss)
    return total / 1e6


if __name__ == "__main__":
    main()
