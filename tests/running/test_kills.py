"""Killed at any moment, a sync loses nothing: the next one makes index and catalogue equal again."""

import os
import random
import time
from pathlib import Path

import psutil
import pytest
from sqlalchemy.orm import joinedload

from portal.articles.models import Article
from portal.core.database import db
from portal.core.roles import PUBLIC
from portal.search.engine import Question
from portal.search.queries import ask
from tests.bench.corpus import write_corpus
from tests.running.house import House, family, found, until
from tests.running.quick import Quick
from tests.running.test_serving import worker_of
from tests.support.running import running_portal

ARTICLES = 300
KILLS = 12
SOURCE = Path(__file__).parents[2] / "articles"


@pytest.fixture
def full(house: House) -> House:
    """Give a house with many articles that nobody has read yet."""
    write_corpus(SOURCE, house.articles, ARTICLES)
    return house


def files_of(house: House) -> list[Path]:
    """Return all articles."""
    return sorted(house.articles.rglob("*.md"))


def test_sync_killed_at_any_moment_is_repaired_by_the_next(full: House, quick: Quick) -> None:
    chance = random.Random(os.urandom(8))
    files = files_of(full)
    assert len(files) == ARTICLES
    before = {one.pid for one in psutil.Process(quick.pid).children(recursive=True)}
    longest, killed, number = 4.0, 0, 0
    while killed < KILLS:
        number += 1
        seconds = chance.uniform(0.01, longest * 0.9)
        began = time.monotonic()
        ended = full.run("sync", "--quiet", kill_seconds=seconds)
        assert ended.returncode in (-9, 0), ended.stderr
        killed += ended.returncode == -9
        if ended.returncode == 0:
            longest = max(0.2, time.monotonic() - began)  # the next kills fall into the time it really takes
        for file in chance.sample(files, 60):
            file.write_text(f"{file.read_text('utf-8')}\n\nround{number}\n", "utf-8")
        if number % 5 == 4:  # and now and then the index is built anew
            full.run("search", "rebuild", kill_seconds=chance.uniform(0.01, 1))
    assert full.run("sync", "--quiet").returncode == 0
    assert full.differences() == set()
    check_all_is_found(full, files)
    left = psutil.Process(quick.pid).children(recursive=True)
    until(lambda: not [one for one in left if one.pid not in before and one.is_running()])
    check_nothing_is_left(full)


def check_all_is_found(house: House, files: list[Path]) -> None:
    """Check that every article is published with the text it has now, and findable."""
    with house.inside():
        stored = {
            one.path: one
            for one in db.session.scalars(db.select(Article).options(joinedload(Article.edition)))
        }
        assert stored.keys() == {file.relative_to(house.articles).as_posix() for file in files}
        for path, article in stored.items():
            assert article.edition is not None
            assert article.edition.source == (house.articles / path).read_text("utf-8"), path
            assert article.indexed_revision == article.revision, path
        for path in sorted(stored)[::15]:
            question = Question(
                words=stored[path].title, lang=stored[path].lang, audiences=(PUBLIC,), limit=20
            )
            assert path in [one.article.path for one in ask(question).results], path


def check_nothing_is_left(house: House) -> None:
    """Check that what the killed ones began is swept away by those who come after."""
    for folder in (house.instance / "index").glob("index-*"):
        os.utime(folder, (0, 0))
    house.write("en/last.md", "# The last one\n\ntext")
    assert house.run("sync", "--quiet").returncode == 0
    assert len(list((house.instance / "index").glob("index-*"))) == 1
    names = {path.name for path in house.instance.iterdir()}
    assert names - {"portal.db-wal", "portal.db-shm"} == {
        "index",
        "migrate.lock",
        "portal.db",
        "secret_key",
        "sync.lock",
    }


def test_worker_killed_again_and_again_during_a_sync_gets_there(tmp_path: Path) -> None:
    chance = random.Random(os.urandom(8))
    house = House(tmp_path)
    write_corpus(SOURCE, house.articles, ARTICLES)
    with running_portal(tmp_path) as running:
        for number in range(6):
            time.sleep(chance.uniform(0.05, 0.8))
            worker_of(running).kill()
            for file in chance.sample(files_of(house), 20):
                file.write_text(f"{file.read_text('utf-8')}\n\nround{number}\n", "utf-8")
        house.write("en/last.md", "# The last one\n\nzanzibar")
        until(lambda: found(running, "zanzibar"), 90)
        assert len(family(running.process.pid)) <= 5
    assert house.differences() == set()
    check_all_is_found(house, files_of(house))


def test_first_start_that_is_killed_is_finished_by_the_next(house: House) -> None:
    house.write("en/a.md", "# A\n\nzebra")
    chance = random.Random(os.urandom(8))
    for _ in range(8):
        ended = house.run("sync", "--quiet", kill_seconds=chance.uniform(0.005, 0.4))
        assert ended.returncode in (-9, 0), ended.stderr
    house.done("sync", "--quiet")
    assert house.differences() == set()
    assert "1 found" in house.done("search", "zebra")
