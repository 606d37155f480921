"""Answers as you type."""

from pathlib import Path

import pytest

from portal.search.whoosh_engine import WhooshEngine
from tests.search.samples import document, engine_with, typed


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    return engine_with(
        tmp_path,
        [
            document(1, "Cambiar la contraseña", "Elija otra.", lang="es"),
            document(
                2, "Calendario", "Antes, cambie la contraseña.", lang="es", headings=("Contraseña caducada",)
            ),
            document(3, "Copias", "La contraseña de las copias y winmail.dat.", lang="es"),
            document(4, "Change your calendar", "Pick a colour."),
            document(5, "Printer on Windows", "Choose it."),
        ],
    )


@pytest.mark.parametrize("words", ["con", "contras", "contraseña", "contrasena", "CONTRASEÑ"])
def test_last_word_is_a_beginning_titles_before_headings_before_text(
    engine: WhooshEngine, words: str
) -> None:
    assert typed(engine, words, "es") == [1, 2, 3]


@pytest.mark.parametrize("words", ["", "c", "co", "  ", "é"])
def test_nothing_is_offered_before_the_third_letter(engine: WhooshEngine, words: str) -> None:
    assert typed(engine, words, "es") == []


def test_words_before_the_last_are_whole_and_all_must_fit(engine: WhooshEngine) -> None:
    assert typed(engine, "cambiar la con", "es") == [1, 2]
    assert typed(engine, "change cal") == [4]
    assert typed(engine, "change your cal") == [4]


def test_word_that_nobody_wrote_does_not_hide_the_rest(engine: WhooshEngine) -> None:
    assert typed(engine, "qqqq print") == [5]


@pytest.mark.parametrize(
    ("words", "lang", "id_"),
    [
        ("contarse", "es", 1),
        ("contrsae", "es", 1),
        ("clendario", "es", 2),
        ("pirnter", "en", 5),
        ("windwos", "en", 5),
    ],
)
def test_slip_in_a_long_beginning_is_forgiven(engine: WhooshEngine, words: str, lang: str, id_: int) -> None:
    assert typed(engine, words, lang)[0] == id_


def test_slip_in_a_short_beginning_is_not(engine: WhooshEngine) -> None:
    assert typed(engine, "pritn") == [5]
    assert typed(engine, "pirn") == []


def test_file_name_in_a_text_is_completed(engine: WhooshEngine) -> None:
    assert typed(engine, "winm", "es") == [3]
    assert typed(engine, "winmail.d", "es") == [3]


def test_own_language_comes_first(engine: WhooshEngine) -> None:
    assert typed(engine, "cal") == [4, 2]
    assert typed(engine, "cal", "es") == [2, 4]


def test_limit_is_kept(engine: WhooshEngine) -> None:
    assert [hit.id for hit in engine.complete("con", "es", ("public",), 2)] == [1, 2]
