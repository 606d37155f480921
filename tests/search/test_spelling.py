"""Did you mean: words that nobody wrote are corrected with words that readers may see."""

from pathlib import Path

import numpy as np
import pytest

from portal.search.distance import distances
from portal.search.vocabulary import Vocabulary
from tests.search.samples import STAFF, ask, document, engine_with, found


def distance(one: str, other: str) -> int:
    codes = np.array([[ord(char) for char in one]], np.uint16)
    return int(distances(codes, np.array([len(one)]), other)[0])


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("printer", "printer", 0),
        ("printer", "pritner", 1),
        ("printer", "prnter", 1),
        ("printer", "printers", 1),
        ("printer", "primter", 1),
        ("abc", "ca", 3),
        ("contrasena", "cntrasna", 2),
        ("teams", "correo", 6),
    ],
)
def test_swapped_neighbours_count_as_one_edit(one: str, other: str, edits: int) -> None:
    assert distance(one, other) == edits
    assert distance(other, one) == edits


def test_short_words_may_be_one_edit_away_and_long_ones_two() -> None:
    words = Vocabulary(["correo", "correos", "teams", "impresora"])
    assert {near.word for near in words.near("coreo")} == {"correo"}
    assert {near.word for near in words.near("inpresra")} == {"impresora"}
    assert [near.word for near in words.near("tems")] == ["teams"]
    assert words.near("tms") == []


def test_vocabulary_without_words_knows_nothing() -> None:
    assert Vocabulary([]).near("printer") == []
    assert Vocabulary([]).near_beginnings("print") == []


def test_typo_finds_and_is_corrected(tmp_path: Path) -> None:
    engine = engine_with(
        tmp_path,
        [
            document(1, "Iniciar sesión en el portal", "Escriba su contraseña.", lang="es"),
            document(2, "Imprimir a doble cara", "Abra la impresora.", lang="es"),
        ],
    )
    answer = ask(engine, "no puedo inicair sesion!", lang="es")
    assert [hit.id for hit in answer.hits] == [1]
    assert answer.suggestion == "no puedo iniciar sesion!"
    assert ask(engine, "contrasenna", lang="es").suggestion == "contraseña"


def test_correction_is_shown_with_its_accents(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, [document(1, "Sesión cerrada", "La sesión se cerró.", lang="es")])
    assert ask(engine, "sesoin", lang="es").suggestion == "sesión"


def test_known_words_codes_and_short_words_are_left_alone(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, [document(1, "Print from a phone", "Error 0x80070005 or KB5001330.")])
    assert ask(engine, "printing phones").suggestion == ""
    assert ask(engine, "0x80070006").suggestion == ""
    assert ask(engine, "fro").suggestion == ""


def test_word_of_the_other_language_is_no_typo(tmp_path: Path) -> None:
    engine = engine_with(
        tmp_path,
        [document(1, "Passport office", "Bring it."), document(2, "Password", "Reset it.", lang="es")],
    )
    assert ask(engine, "password").suggestion == ""


def test_two_words_run_together_are_split(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, [document(1, "Reset your password"), document(2, "Printer")])
    answer = ask(engine, "resetpassword")
    assert [hit.id for hit in answer.hits] == [1]
    assert answer.suggestion == "reset password"


def test_one_word_written_as_two_is_joined(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, [document(1, "Reset your password"), document(2, "Wifi at home")])
    assert found(engine, "pass word") == [1]
    assert found(engine, "wi fi") == [2]


def test_word_of_internal_documents_is_unknown_to_the_public(tmp_path: Path) -> None:
    engine = engine_with(
        tmp_path,
        [
            document(1, "Falcons in the park", "Falcons fly."),
            document(2, "Project falkon", "The falkon codename.", audience="internal"),
        ],
    )
    # to the public, falkon is a typo of falcon; to staff it is a word
    assert ask(engine, "falkons").suggestion == "falcons"
    assert ask(engine, "falkons", audiences=STAFF).suggestion == ""
    assert ask(engine, "falkn").suggestion == ""
    assert ask(engine, "falkn", audiences=STAFF).suggestion == "falkon"


def test_word_of_a_document_made_internal_is_not_suggested_any_more(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, [document(1, "Quarterly layoffs"), document(2, "Printer")])
    assert ask(engine, "layofs").suggestion == "layoffs"
    engine.write([document(1, "Quarterly layoffs", audience="internal")], [])
    assert ask(engine, "layofs").suggestion == ""
    assert ask(engine, "layofs", audiences=STAFF).suggestion == "layoffs"
