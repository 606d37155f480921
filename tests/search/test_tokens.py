"""Cutting text into words, wholes and parts."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.stems import stem, stem_with_enye, terms_of_chunk
from portal.search.tokens import forms_of, iter_chunks, list_chunks


def words(chunk: str) -> list[str]:
    return [form.word for form in forms_of(chunk)]


@pytest.mark.parametrize(
    ("chunk", "expected"),
    [
        ("Contraseña", ["contraseña"]),
        ("winmail.dat", ["winmail.dat", "winmail", "dat"]),
        ("Wi-Fi", ["wi-fi", "wifi", "wi", "fi"]),
        ("vpn.example.org", ["vpn.example.org", "vpn", "example", "org"]),
        ("pepe@example.org", ["pepe@example.org", "example.org", "pepe", "example", "org"]),
        ("C:\\Users", ["c:\\users", "users"]),
        ("KB5001330", ["kb5001330", "5001330"]),
        ("0x80070005", ["0x80070005", "80070005"]),
        ("magento_company", ["magento_company", "magento", "company"]),
        ("2.4.2-p1", ["2.4.2-p1", "2.4.2", "p1"]),
        ("user’s", ["users"]),
        ("don't", ["dont"]),
    ],
)
def test_words_are_found_whole_and_in_parts(chunk: str, expected: list[str]) -> None:
    assert list_chunks(chunk) == [chunk]
    assert words(chunk) == expected


def test_full_stop_and_quotes_do_not_belong_to_a_word() -> None:
    assert list_chunks('Abra "Outlook". ¿Funciona?') == ["Abra", "Outlook", "Funciona"]


def test_positions_are_those_of_the_original_text() -> None:
    text = "La contrasen\u0303a caduco\u0301"
    assert [text[m.start() : m.end()] for m in iter_chunks(text)] == [
        "La",
        "contrasen\u0303a",
        "caduco\u0301",
    ]
    assert words("contrasen\u0303a") == ["contraseña"]


def test_whole_is_neither_stemmed_nor_are_codes() -> None:
    assert terms_of_chunk("files.zip", "en") == ("files.zip", "file", "zip")
    assert stem("p1s", "en") == "p1s"


@pytest.mark.parametrize(
    ("one", "other", "lang"),
    [
        ("contraseñas", "contrasena", "es"),
        ("instalación", "instalacion", "es"),
        ("instalaciones", "instalacion", "es"),
        ("sesión", "sesiones", "es"),
        ("printers", "printer", "en"),
        ("printed", "printing", "en"),
        ("résumés", "resume", "en"),
    ],
)
def test_inflections_with_and_without_accents_share_a_term(one: str, other: str, lang: str) -> None:
    assert stem(one, lang) == stem(other, lang)


def test_enye_is_kept_in_a_second_term() -> None:
    assert terms_of_chunk("años", "es") == ("anos", "años")
    assert stem("ano", "es") == "ano"
    assert stem_with_enye("año", "es") == "año"
    assert stem_with_enye("ano", "es") == ""


def test_runs_longer_than_a_word_are_dropped() -> None:
    assert forms_of("a" * 65) == ()
    assert terms_of_chunk("a" * 65, "en") == ()


@pytest.mark.parametrize(
    "text", ["a" * 40_000, "a'" * 20_000, "a.b." * 9_000, "a\u0300" * 20_000, "-" * 40_000]
)
def test_hostile_runs_take_no_time(text: str) -> None:
    started = time.process_time()
    for chunk in list_chunks(text):
        forms_of(chunk)
    assert time.process_time() - started < 1


@given(st.text(st.characters()))
def test_any_text_is_cut_without_an_error(text: str) -> None:
    for match in iter_chunks(text):
        for form in forms_of(match.group()):
            assert form.word
            assert 0 <= form.start < form.end <= len(match.group())
