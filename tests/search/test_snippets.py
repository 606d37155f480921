"""The passage shown, and the words marked in it."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.engine import Highlight
from portal.search.snippets import best_section, mark
from tests.search.samples import ask, document, engine_with

PASSWORD = Highlight({"es": {"contrasen": (0, 3.0), "cambi": (1, 2.0)}, "en": {"contrasena": (0, 3.0)}})


def shown(pieces: list[tuple[str, bool]]) -> str:
    return "".join(f"[{text}]" if is_marked else text for text, is_marked in pieces)


def terms_of(tmp_path: Path, words: str, text: str, lang: str = "en") -> Highlight:
    return ask(engine_with(tmp_path, [document(1, "Title", text, lang=lang)]), words, lang=lang).terms


@pytest.mark.parametrize("words", ["contrasena", "contraseña", "contraseñas", "CONTRASEÑA"])
def test_words_are_marked_as_they_were_written(tmp_path: Path, words: str) -> None:
    text = "Su Contraseña caducó; cambie las contrasen\u0303as."
    terms = terms_of(tmp_path, words, text, "es")
    assert shown(mark(text, terms)) == "Su [Contraseña] caducó; cambie las [contrasen\u0303as]."


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("printing", "Prints, printed.", "[Prints], [printed]."),
        ("winmail", "Open winmail.dat now", "Open [winmail].dat now"),
        ("winmail.dat", "Open winmail.dat now", "Open [winmail.dat] now"),
        ("wifi", "The Wi-Fi works", "The [Wi-Fi] works"),
        ("wi-fi", "The wifi works", "The [wifi] works"),
        ("80070005", "Error 0x80070005", "Error 0x[80070005]"),
        ("prnter", "My printer", "My [printer]"),
        ("users", "The user's phone", "The [user's] phone"),
        ("the phone", "The phone", "The [phone]"),
    ],
)
def test_parts_stems_and_corrections_are_marked(tmp_path: Path, words: str, text: str, expected: str) -> None:
    assert shown(mark(text, terms_of(tmp_path, words, text))) == expected


def test_text_without_the_words_is_one_piece() -> None:
    assert mark("Nada de eso", PASSWORD) == [("Nada de eso", False)]
    assert mark("", PASSWORD) == []
    assert mark("Cambiar", Highlight()) == [("Cambiar", False)]


def test_section_that_says_most_is_shown_with_its_heading() -> None:
    sections = [
        ("", "", "Este artículo trata de cuentas y de la contraseña."),
        ("pasos", "Cómo cambiarla", "Para cambiar la contraseña, abra Seguridad."),
        ("mas", "Más", "La contraseña, la contraseña, la contraseña."),
    ]
    snippet = best_section(sections, PASSWORD)
    assert (snippet.anchor, snippet.heading) == ("pasos", "Cómo cambiarla")
    assert shown(snippet.fragments) == "Para [cambiar] la [contraseña], abra Seguridad."


def test_passage_begins_with_a_sentence_and_has_about_the_length_asked_for() -> None:
    text = "Nada que ver. " * 40 + "Aquí puede cambiar su contraseña. " + "Tampoco esto. " * 40
    fragments = best_section([("a", "A", text)], PASSWORD, length=120).fragments
    assert shown(fragments).startswith("… Nada que ver.") or shown(fragments).startswith("… Aquí")
    assert "Aquí puede [cambiar] su [contraseña]." in shown(fragments)
    assert shown(fragments).endswith(" …")
    assert len("".join(piece for piece, _ in fragments)) <= 126


def test_without_a_match_the_beginning_of_the_first_section_is_shown() -> None:
    snippet = best_section([("", "", "Primero esto."), ("b", "B", "Después.")], PASSWORD)
    assert snippet == ("", "", [("Primero esto.", False)])
    assert best_section([], PASSWORD) == ("", "", [])


def test_lines_are_joined_and_markup_is_left_to_the_caller() -> None:
    snippet = best_section([("", "", "Cambiar\n\n  <b>ya</b>")], PASSWORD)
    assert snippet.fragments == [("Cambiar", True), (" <b>ya</b>", False)]


def test_long_section_takes_no_time() -> None:
    text = "cambiar contraseña otra palabra " * 8_000
    started = time.perf_counter()
    best_section([("", "", text)], PASSWORD)
    assert time.perf_counter() - started < 0.5


@given(st.text(st.characters()), st.integers(10, 300))
def test_marking_keeps_any_text(text: str, length: int) -> None:
    assert "".join(piece for piece, _ in mark(text, PASSWORD)) == text
    best_section([("", text, text)], PASSWORD, length)


@given(st.lists(st.sampled_from(["cambiar", "contraseña", "wi-fi", ".", "\n", "x" * 90, " "]), max_size=60))
def test_passage_is_part_of_the_text(parts: list[str]) -> None:
    text = "".join(parts)
    passage = "".join(piece for piece, _ in best_section([("", "", text)], PASSWORD, 60).fragments)
    assert " ".join(passage.strip("… ").split()) in " ".join(text.split())
