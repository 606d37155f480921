"""A house to run commands in: folders of its own, the command `portal`, and a look at what it left behind."""

import contextlib
import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from flask import Flask
from sqlalchemy import select

from portal import create_app
from portal.articles.models import PUBLISHED, Article
from portal.core.database import db
from portal.search.engines import engine
from tests.running.quick import Quick
from tests.support.running import PORTAL, Portal

PATIENCE = 30.0


def until(is_so: Callable[[], Any], seconds: float = PATIENCE) -> float:
    """Wait until something is so and return how long it took; say what was not."""
    began = time.monotonic()
    while not is_so():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"not within {seconds} s: {is_so.__doc__ or is_so}")
        time.sleep(0.02)
    return time.monotonic() - began


def get(url: str) -> tuple[int, str]:
    """Return status and text of a page; 0 where nobody answers."""
    request = urllib.request.Request(url, headers={"Accept-Language": "en", "User-Agent": "Mozilla/5.0 test"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode("utf-8")
    except (urllib.error.URLError, OSError):
        return 0, ""


def found(portal: Portal, words: str) -> list[str]:
    """Return the paths that the portal finds."""
    status, text = get(f"{portal.url}/api/v1/search?q={words}")
    return [hit["path"] for hit in json.loads(text)["hits"]] if status == 200 else []


@dataclass
class House:
    """Folders and settings, and commands in them."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    quick: Quick | None = None

    def __post_init__(self) -> None:
        self.articles.mkdir(parents=True, exist_ok=True)

    @property
    def articles(self) -> Path:
        """Return the folder of the articles."""
        return self.folder / "articles"

    @property
    def instance(self) -> Path:
        """Return the instance folder."""
        return self.folder / "instance"

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of a command: ours, without the settings of anybody else."""
        kept = {
            name: value for name, value in os.environ.items()
            if not name.startswith("PORTAL_") and name not in ("DATABASE_URL", "SECRET_KEY", "HOST", "PORT")
        }  # fmt: skip
        folders = {"PORTAL_ARTICLES": str(self.articles), "PORTAL_INSTANCE": str(self.instance)}
        return {**kept, **folders, "PYTHONWARNINGS": "error", **self.settings}

    def write(self, path: str, text: str) -> Path:
        """Write an article."""
        file = self.articles / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def run(
        self, *words: str, file_bytes: int = 0, kill_seconds: float = 0, **settings: str
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end."""
        assert self.quick
        return self.quick.run(
            list(words), {**self.environment, **settings}, file_bytes=file_bytes, kill_seconds=kill_seconds
        )

    def done(self, *words: str, **settings: str) -> str:
        """Run a command that must succeed and return what it prints."""
        ended = self.run(*words, **settings)
        assert (ended.returncode, ended.stderr) == (0, ""), (words, ended.stdout, ended.stderr)
        return ended.stdout

    def start(self, *words: str, **settings: Any) -> "subprocess.Popen[bytes]":
        """Start a command and leave it running."""
        with (self.folder / "started.log").open("ab") as log:
            return subprocess.Popen(
                [PORTAL, *words],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **settings,
            )

    def refused(self, *words: str, **settings: str) -> str:
        """Run a command that must not succeed; return the one line that says why."""
        ended = self.run(*words, **settings)
        assert ended.returncode in (1, 2), (words, ended.returncode, ended.stdout, ended.stderr)
        assert "Traceback" not in ended.stderr, ended.stderr
        lines = [line for line in ended.stderr.splitlines() if line.strip()]
        assert len(lines) == 1, ended.stderr
        return lines[0]

    @contextlib.contextmanager
    def inside(self) -> Iterator[Flask]:
        """Look at database and index from this process."""
        url = self.settings.get("DATABASE_URL", "")
        app = create_app(
            {
                "INSTANCE": self.instance,
                "ARTICLES": self.articles,
                "DATABASE_URL": url,
                "SECRET_KEY": "x" * 20,
            }
        )
        with app.app_context():
            try:
                yield app
            finally:
                db.session.remove()
                db.engine.dispose()

    def differences(self) -> set[int]:
        """Return the articles that are in the index or published, but not both; damage raises."""
        with self.inside():
            assert engine().check() == []
            published = set(db.session.scalars(select(Article.id).where(Article.status == PUBLISHED)))
            return engine().ids() ^ published


def family(pid: int) -> list[psutil.Process]:
    """Return the processes below a process."""
    return psutil.Process(pid).children(recursive=True)


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Return those that still run."""
    left = []
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                left.append(process)
    return left
