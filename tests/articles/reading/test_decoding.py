"""Bytes -> text: every encoding gives something readable, and says what was odd."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.articles.reading.decoding import LARGEST_TEXT, decode
from portal.articles.reading.frontmatter import parse
from portal.core.problems import Problem


def test_utf8_is_read_without_problem() -> None:
    assert decode("Contraseña\n".encode()) == ("Contraseña\n", [])


def test_mark_of_utf8_is_taken_off_without_problem() -> None:
    assert decode(codecs.BOM_UTF8 + "año".encode()) == ("año", [])


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-16", "UTF-16"), ("utf-32", "UTF-32")],
)
def test_utf16_and_utf32_are_readable_and_a_problem(encoding: str, name: str) -> None:
    assert decode("# Año\ntexto".encode(encoding)) == ("# Año\ntexto", [Problem("encoding", 1, name)])


def test_big_endian_is_read_too() -> None:
    data = codecs.BOM_UTF16_BE + "año".encode("utf-16-be")
    assert decode(data)[0] == "año"


def test_half_a_character_of_utf16_is_no_surrogate() -> None:
    text, _problems = decode(codecs.BOM_UTF16_LE + b"\x00\xd8a\x00")
    assert text == "\ufffda"


def test_latin1_is_readable_and_names_the_line_of_its_first_byte() -> None:
    data = "title\r\nsecond\r\ncontraseña y año".encode("latin-1")
    assert decode(data) == ("title\nsecond\ncontraseña y año", [Problem("encoding", 3, "0xF1")])


def test_windows_quotes_and_euro_are_read_as_windows_writes_them() -> None:
    assert decode("“10 €”".encode("cp1252"))[0] == "“10 €”"


def test_file_with_both_encodings_keeps_its_good_parts() -> None:
    assert decode("España ".encode() + "España".encode("latin-1"))[0] == "España España"


def test_surrogates_written_as_utf8_do_not_survive() -> None:
    text, problems = decode(b"a\xed\xa0\x80b")
    text.encode("utf-8")
    assert problems[0].code == "encoding"


@pytest.mark.parametrize("data", [b"a\rb\rc", b"a\r\nb\r\nc", b"a\nb\nc", b"a\r\nb\rc"])
def test_every_line_end_becomes_one(data: bytes) -> None:
    assert decode(data) == ("a\nb\nc", [])


def test_nul_and_other_controls_are_dropped_and_told_with_their_line() -> None:
    assert decode(b"a\nb\x00c\x1b[31m\td\x7f") == (
        "a\nbc[31m\td",
        [Problem("control_characters", 2, "U+0000")],
    )


def test_file_of_250_kilobytes_is_read() -> None:
    assert decode(b"a" * 250_000) == ("a" * 250_000, [])


def test_file_above_one_megabyte_is_refused() -> None:
    text, problems = decode(b"a" * (LARGEST_TEXT + 1))
    assert text == ""
    assert [(problem.code, problem.is_fatal) for problem in problems] == [("too_large", True)]


@given(st.binary(max_size=400))
def test_no_bytes_at_all_can_break_reading(data: bytes) -> None:
    text, _problems = decode(data)
    matter, body, line, _more = parse(text)
    for part in (text, body, matter.title, matter.summary, *matter.tags):
        part.encode("utf-8")
        assert "\x00" not in part
    assert line >= 1


@given(st.binary(max_size=300))
def test_no_bytes_at_all_can_break_a_front_matter(data: bytes) -> None:
    text, _problems = decode(b"---\ntitle: " + data + b"\n---\nbody\n")
    matter, _body, _line, _more = parse(text)
    matter.title.encode("utf-8")
    assert len(matter.title) <= 300
