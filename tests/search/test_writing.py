"""Writing: one commit, one key once, one writer; rebuilt beside and swapped in."""

import threading
from pathlib import Path

import pytest

from portal.search.engine import Busy, Engine, Unavailable
from portal.search.store import Store
from portal.search.whoosh_engine import WhooshEngine
from tests.search.samples import ask, document, engine_with, found


def test_engine_keeps_the_promise_of_the_protocol(tmp_path: Path) -> None:
    engine: Engine = WhooshEngine(tmp_path / "index")
    assert not engine.is_ready


def test_nothing_happens_before_the_first_question(tmp_path: Path) -> None:
    WhooshEngine(tmp_path / "index")
    assert list(tmp_path.iterdir()) == []


def test_missing_index_is_unavailable_until_it_is_built(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "index")
    with pytest.raises(Unavailable, match="missing"):
        ask(engine, "printer")
    with pytest.raises(Unavailable):
        engine.write([document(1, "Printer")], [])
    assert engine.check() == ["missing: there is no index"]
    engine.rebuild([document(1, "Printer")])
    assert engine.is_ready
    assert found(engine, "printer") == [1]


def test_empty_index_answers_and_takes_documents(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, [])
    assert (engine.count(), engine.ids(), engine.check()) == (0, set(), [])
    assert ask(engine, "printer").total == 0
    assert engine.complete("prin", "en", ("public",)) == []
    engine.write([document(1, "Printer")], [])
    assert found(engine, "printer") == [1]


def test_write_replaces_adds_and_removes(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, [document(1, "Printer"), document(2, "Scanner"), document(3, "Fax")])
    engine.write([document(1, "Plotter"), document(4, "Copier")], [3, 99])
    assert engine.ids() == {1, 2, 4}
    assert engine.count() == 3
    assert [found(engine, word) for word in ("printer", "plotter", "fax", "copier")] == [[], [1], [], [4]]
    assert engine.check() == []


def test_same_id_twice_leaves_no_twin_and_the_last_one_counts(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, [document(1, "Printer"), document(1, "Printer")])
    for _ in range(3):
        engine.write([document(1, "Old"), document(1, "New printer"), document(1, "Newest printer")], [1])
    assert (engine.count(), found(engine, "printer"), found(engine, "old")) == (1, [1], [])
    assert engine.check() == []


def test_document_can_change_its_language(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, [document(1, "Outlook", "printer")])
    engine.write([document(1, "Outlook", "impresora", lang="es")], [])
    assert ask(engine, "outlook").languages == {"es": 1}
    assert found(engine, "printer") == []


def test_nothing_to_write_makes_no_commit(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, [document(1, "Printer")])
    before = sorted(file.name for file in (tmp_path / "index" / "current").iterdir())
    engine.write([], [])
    engine.write([], [7])
    assert sorted(file.name for file in (tmp_path / "index" / "current").iterdir()) == before


def test_many_edits_leave_few_segments(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, [document(n, f"Printer {n}") for n in range(1, 101)])
    for number in range(1, 61):
        engine.write([document(number, f"Scanner {number}")], [])
    assert engine.ids() == set(range(1, 101))
    assert len(list((tmp_path / "index" / "current").glob("*.seg"))) <= 16
    assert ask(engine, "scanner").total == 60
    assert engine.check() == []


def test_segment_mostly_deleted_is_written_anew(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, [document(n, f"Printer {n}") for n in range(1, 101)])
    engine.write([document(1, "Scanner")], range(2, 60))
    assert len(list((tmp_path / "index" / "current").glob("*.seg"))) == 1
    assert engine.ids() == {1, *range(60, 101)}
    assert (found(engine, "scanner"), ask(engine, "printer").total) == ([1], 41)


def test_second_writer_waits_a_while_and_is_told_busy(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, [document(1, "Printer")], wait_seconds=0.1)
    with Store(tmp_path / "index").lock(1):
        with pytest.raises(Busy):
            engine.write([document(2, "Scanner")], [])
        with pytest.raises(Busy):
            engine.rebuild([])
        assert engine.check() == []
        assert found(engine, "printer") == [1]
    engine.write([document(2, "Scanner")], [])
    assert engine.ids() == {1, 2}


def test_failed_write_leaves_the_last_commit_and_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_with(tmp_path, [document(1, "Printer")], wait_seconds=0.1)

    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("whoosh.index.TOC.write", full)
        with pytest.raises(OSError, match="No space left"):
            engine.write([document(1, "Scanner")], [])
    assert found(engine, "printer") == [1]
    engine.write([document(1, "Scanner")], [])
    assert (found(engine, "printer"), found(engine, "scanner")) == ([], [1])
    assert engine.check() == []


def test_rebuild_tells_how_many_are_done(tmp_path: Path) -> None:
    done: list[int] = []
    WhooshEngine(tmp_path / "index").rebuild((document(n, "Printer") for n in range(1, 4)), done.append)
    assert done == [1, 2, 3]


def test_failed_rebuild_leaves_the_old_index_in_use(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, [document(1, "Printer")])

    def break_off() -> list[object]:
        raise RuntimeError("the catalogue went away")

    with pytest.raises(RuntimeError):
        engine.rebuild(document(n, "X") if n < 3 else break_off() for n in range(1, 5))  # type: ignore[misc]
    assert found(engine, "printer") == [1]
    assert len(list((tmp_path / "index").glob("index-*"))) == 1


def test_other_engine_goes_over_to_the_rebuilt_index(tmp_path: Path) -> None:
    reader = engine_with(tmp_path, [document(1, "Printer")])
    assert found(reader, "printer") == [1]
    WhooshEngine(tmp_path / "index").rebuild([document(2, "Printer")])
    assert found(reader, "printer") == [2]
    assert reader.ids() == {2}


def test_replaced_index_stays_a_while_and_is_removed_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_with(tmp_path, [document(1, "Printer")])
    engine.rebuild([document(2, "Printer")])
    engine.write([document(3, "Printer")], [])
    assert len(list((tmp_path / "index").glob("index-*"))) == 2
    monkeypatch.setattr("portal.search.store.KEPT_SECONDS", -1)
    engine.write([document(4, "Printer")], [])
    assert len(list((tmp_path / "index").glob("index-*"))) == 1
    assert engine.ids() == {2, 3, 4}


def test_readers_never_fail_while_one_writes_and_rebuilds(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, [document(n, f"Printer {n}", "paper toner") for n in range(1, 40)])
    writer = WhooshEngine(tmp_path / "index")
    failures: list[BaseException] = []
    totals: set[int] = set()
    is_over = threading.Event()

    def read(own: WhooshEngine) -> None:
        try:
            while not is_over.is_set():
                totals.add(ask(own, "printer papr").total)
                own.complete("print", "en", ("public",))
        except BaseException as error:
            failures.append(error)

    readers = [
        threading.Thread(target=read, args=(own,))
        for own in (engine, engine, WhooshEngine(tmp_path / "index"))
    ]
    for thread in readers:
        thread.start()
    for number in range(40, 70):
        writer.write([document(number, f"Printer {number}", "paper")], [number - 39])
        if number % 10 == 0:
            writer.rebuild(
                [document(n, f"Printer {n}", "paper toner") for n in range(number - 38, number + 1)]
            )
    is_over.set()
    for thread in readers:
        thread.join()
    assert failures == []
    # every answer came from one whole commit
    assert totals == {39}
    assert ask(engine, "printer papr").total == 39
