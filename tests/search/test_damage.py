"""Damage on disk is noticed, said and mended by a rebuild."""

import os
import shutil
from pathlib import Path

import pytest

from portal.search import schema
from portal.search.engine import Unavailable
from portal.search.whoosh_engine import WhooshEngine
from tests.search.samples import ask, document, engine_with, found, segment_file


def build(tmp_path: Path) -> WhooshEngine:
    return engine_with(tmp_path, [document(n, f"Printer {n}", f"paper toner word{n}") for n in range(1, 200)])


def reopened(tmp_path: Path) -> WhooshEngine:
    return WhooshEngine(tmp_path / "index")


def overwrite_middle(file: Path) -> None:
    size = file.stat().st_size
    with file.open("r+b") as stream:
        stream.seek(size // 3)
        stream.write(bytes(size // 3))


def test_zeroes_inside_a_segment_are_noticed(tmp_path: Path) -> None:
    engine = build(tmp_path)
    file = segment_file(tmp_path)
    overwrite_middle(file)
    assert engine.check() == [f"checksum: {file.name}"]
    with pytest.raises(Unavailable, match="checksum"):
        ask(reopened(tmp_path), "printer")


def test_zeroes_that_left_size_and_time_alone_are_noticed_by_check(tmp_path: Path) -> None:
    engine = build(tmp_path)
    file = segment_file(tmp_path)
    facts = file.stat()
    overwrite_middle(file)
    os.utime(file, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert engine.check() == [f"checksum: {file.name}"]


def test_truncated_segment_is_noticed_at_opening(tmp_path: Path) -> None:
    build(tmp_path)
    file = segment_file(tmp_path)
    os.truncate(file, file.stat().st_size // 2)
    engine = reopened(tmp_path)
    assert not engine.is_ready
    with pytest.raises(Unavailable, match="checksum"):
        ask(engine, "printer")
    assert engine.check() == [f"checksum: {file.name}"]


def test_missing_segment_is_noticed(tmp_path: Path) -> None:
    build(tmp_path)
    file = segment_file(tmp_path)
    file.unlink()
    engine = reopened(tmp_path)
    with pytest.raises(Unavailable):
        ask(engine, "printer")
    assert engine.check() == [f"missing: {file.name}"]


@pytest.mark.parametrize("pattern", ["*.toc", "seal.json"])
@pytest.mark.parametrize("content", [None, b"", b"\0" * 200])
def test_broken_contents_or_seal_are_noticed(tmp_path: Path, pattern: str, content: bytes | None) -> None:
    build(tmp_path)
    (file,) = (tmp_path / "index" / "current").glob(pattern)
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    engine = reopened(tmp_path)
    with pytest.raises(Unavailable):
        ask(engine, "printer")
    assert len(engine.check()) == 1


def test_link_to_nowhere_is_noticed(tmp_path: Path) -> None:
    engine = build(tmp_path)
    shutil.rmtree((tmp_path / "index" / "current").resolve())
    with pytest.raises(Unavailable):
        ask(reopened(tmp_path), "printer")
    with pytest.raises(Unavailable):
        engine.write([document(1, "X")], [])
    assert engine.check()[0].startswith("unreadable: FileNotFoundError")


def test_rebuild_mends_everything(tmp_path: Path) -> None:
    engine = build(tmp_path)
    overwrite_middle(segment_file(tmp_path))
    assert engine.check() != []
    engine.rebuild([document(1, "Printer")])
    assert (engine.check(), found(engine, "printer")) == ([], [1])
    assert found(reopened(tmp_path), "printer") == [1]


def test_copied_index_with_other_times_is_trusted_after_a_look(tmp_path: Path) -> None:
    build(tmp_path)
    shutil.copytree(
        tmp_path / "index", tmp_path / "copy" / "index", symlinks=True, copy_function=shutil.copyfile
    )
    engine = WhooshEngine(tmp_path / "copy" / "index")
    assert ask(engine, "printer").total == 199
    assert engine.check() == []


def test_index_of_another_analysis_is_unavailable_until_rebuilt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = build(tmp_path)
    assert engine.is_ready
    monkeypatch.setattr(schema, "ANALYSIS", schema.ANALYSIS + 1)
    later = reopened(tmp_path)
    with pytest.raises(Unavailable, match="version"):
        ask(later, "printer")
    assert not later.is_ready
    assert later.check()[0].startswith("version: written as ")
    later.rebuild([document(1, "Printer")])
    assert (found(later, "printer"), later.check()) == ([1], [])


def test_index_on_a_read_only_folder_answers(tmp_path: Path) -> None:
    build(tmp_path)
    for place in (tmp_path / "index", (tmp_path / "index" / "current").resolve()):
        place.chmod(0o555)
    try:
        assert ask(reopened(tmp_path), "printer").total == 199
    finally:
        for place in (tmp_path / "index", (tmp_path / "index" / "current").resolve()):
            place.chmod(0o755)


def test_analysis_has_not_changed_without_its_number() -> None:
    """When this fails, the same text gives other terms than before: raise `schema.ANALYSIS`, then mend here."""
    sample = document(
        1,
        "Cómo cambiar la contraseña del Wi-Fi",
        "Los años: instalación, winmail.dat, KB5001330; don't.",
        lang="es",
        tags=("correo electrónico",),
        headings=("¿Qué hacer?",),
        category="red/vpn",
    )
    fields = schema.FieldBuilder().build(sample)
    assert schema.ANALYSIS == 1
    assert fields["title_es"] == {
        "com": 1.0,
        "cambi": 1.0,
        "la": 1.0,
        "contrasen": 1.0,
        "contraseñ": 1.0,
        "del": 1.0,
        "wi-fi": 1.0,
        "wifi": 1.0,
        "wi": 1.0,
        "fi": 1.0,
    }
    assert {term: weight for term, weight in fields["body_es"].items() if term not in fields["title_es"]} == {
        "anos": 1.5,
        "años": 1.5,
        "instal": 1.5,
        "winmail.dat": 1.5,
        "winmail": 1.5,
        "dat": 1.5,
        "kb5001330": 1.5,
        "5001330": 1.5,
        "dont": 1.5,
        "corre": 2.0,
        "electron": 2.0,
        "red/vpn": 2.0,
        "red": 2.0,
        "vpn": 2.0,
    }
    assert fields["heads_es"]["contrasena"] == 1.0
    assert fields["heads_es"]["correo"] == 0.7
