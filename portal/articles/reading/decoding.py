"""Bytes -> text. Whatever the encoding, something readable comes out, and what was odd is said."""

import codecs
import re

from portal.core.problems import Problem

LARGEST_TEXT = 1024 * 1024

# The long marks first: the UTF-32 mark begins like the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", ""),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
# What no text contains on purpose: controls other than tab and line feed, halves of characters, and the
# places that Unicode keeps for programs.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def decode(data: bytes) -> tuple[str, list[Problem]]:
    """Return the text of a file with '\\n' line ends, and the problems met on the way."""
    if len(data) > LARGEST_TEXT:
        return "", [Problem("too_large", 0, f"{len(data)} > {LARGEST_TEXT}", is_fatal=True)]
    text, problems = _characters(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        problems.append(Problem("control_characters", line, f"U+{ord(found.group()):04X}"))
    return _CONTROL.sub("", text), problems


def without_controls(text: str) -> str:
    """Return `text` without control characters, lone surrogates and noncharacters; tab and line feed stay."""
    return _CONTROL.sub("", text)


def _characters(data: bytes) -> tuple[str, list[Problem]]:
    for mark, encoding, name in _MARKS:
        if data.startswith(mark) and name:
            return data[len(mark) :].decode(encoding, "replace"), [Problem("encoding", 1, name)]
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        before = data[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        detail = f"0x{data[error.start]:02X}"
        return _mended(data), [Problem("encoding", before.count(b"\n") + 1, detail)]


def _mended(data: bytes) -> str:
    """Decode byte for byte what is no UTF-8, so that a file with both encodings keeps its good parts."""
    codecs.register_error("portal.windows", _as_windows)
    return data.decode("utf-8", "portal.windows")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(_windows_character(byte) for byte in error.object[error.start : error.end]), error.end


def _windows_character(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:  # five bytes mean nothing in cp1252
        return chr(byte)
