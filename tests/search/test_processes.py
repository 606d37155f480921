"""Several processes: a commit is seen by all, a killed writer harms nobody, a fork inherits no lock."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from portal.search.whoosh_engine import WhooshEngine
from tests.search.samples import ask, document, engine_with, found

ROOT = Path(__file__).parents[2]
START = """
import os, sys, threading
from pathlib import Path
from portal.search import schema, whoosh_engine
from portal.search.whoosh_engine import WhooshEngine
from tests.search.samples import ask, document, found
engine = WhooshEngine(Path(sys.argv[1]) / "index")
def die(*_arguments, **_options):
    os.kill(os.getpid(), 9)
"""


def run(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a process of its own that has an engine on the same index."""
    command = [sys.executable, "-c", START + script, str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


def test_second_process_writes_and_the_first_one_sees_it(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, [document(1, "Printer")])
    assert found(engine, "scanner") == []
    done = run(tmp_path, 'engine.write([document(2, "Scanner")], [1]); print(found(engine, "scanner"))')
    assert (done.returncode, done.stdout, done.stderr) == (0, "[2]\n", "")
    assert found(engine, "scanner") == [2]
    assert found(engine, "printer") == []


@pytest.mark.parametrize(
    "moment",
    [
        "schema.FieldBuilder.build = die",
        "import whoosh.writing; whoosh.writing.SegmentWriter._finalize_segment = die",
        "import whoosh.index; whoosh.index.TOC.write = die",
    ],
)
def test_writer_killed_before_its_commit_leaves_the_last_one(tmp_path: Path, moment: str) -> None:
    engine = engine_with(tmp_path, [document(1, "Printer"), document(2, "Scanner")], wait_seconds=1)
    done = run(tmp_path, f'{moment}; engine.write([document(1, "Plotter")], [2])')
    assert done.returncode == -signal.SIGKILL
    for reader in (engine, WhooshEngine(tmp_path / "index")):
        assert (found(reader, "printer"), found(reader, "scanner"), found(reader, "plotter")) == (
            [1],
            [2],
            [],
        )
    assert engine.check() == []
    engine.write([document(1, "Plotter")], [2])
    assert (engine.ids(), found(engine, "plotter")) == ({1}, [1])
    assert engine.check() == []


def test_writer_killed_right_after_its_commit_is_noticed(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, [document(1, "Printer")])
    done = run(tmp_path, 'whoosh_engine.write_seal = die; engine.write([document(2, "Scanner")], [])')
    assert done.returncode == -signal.SIGKILL
    assert found(engine, "scanner") == [2]
    assert engine.check() == ["unsealed: a writer was stopped right after its last commit"]
    engine.write([document(3, "Fax")], [])
    assert engine.check() == []
    assert engine.ids() == {1, 2, 3}


def test_rebuild_killed_half_way_leaves_the_old_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_with(tmp_path, [document(1, "Printer")], wait_seconds=1)
    done = run(tmp_path, 'engine.rebuild([document(2, "Scanner")], die)')
    assert done.returncode == -signal.SIGKILL
    assert (found(engine, "printer"), engine.check()) == ([1], [])
    monkeypatch.setattr("portal.search.store.KEPT_SECONDS", -1)
    engine.write([document(3, "Fax")], [])
    assert len(list((tmp_path / "index").glob("index-*"))) == 1


def test_forked_child_answers_though_a_thread_of_the_parent_held_the_locks(tmp_path: Path) -> None:
    engine_with(tmp_path, [document(1, "Printer", "paper")])
    done = run(
        tmp_path,
        """
ask(engine, "printer")
held, over = threading.Event(), threading.Event()
def hold():
    with engine._gate.lock, engine._opening, engine._store.lock(1):
        held.set()
        over.wait(20)
thread = threading.Thread(target=hold)
thread.start()
held.wait()
import warnings
warnings.simplefilter("ignore")
child = os.fork()
if child == 0:
    os._exit(0 if found(engine, "paper") == [1] and found(engine, "papr") == [1] else 1)
_, status = os.waitpid(child, 0)
over.set()
thread.join()
engine.write([document(2, "Scanner")], [])
print(os.waitstatus_to_exitcode(status), found(engine, "scanner"))
""",
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "0 [2]\n", "")


def test_commit_is_seen_while_another_process_keeps_the_old_one_open(tmp_path: Path) -> None:
    first = engine_with(tmp_path, [document(1, "Printer")])
    second = WhooshEngine(tmp_path / "index")
    for number in range(2, 12):
        (second if number % 2 else first).write([document(number, "Printer")], [])
        assert ask(first, "printer").total == ask(second, "printer").total == number
