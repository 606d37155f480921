"""Cutting text into words. Words joined by `. - _ / \\ @ + :` are found whole and in parts.

The same cut serves index, question and highlighting; positions are those of the original text.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from portal.core.folding import fold

# Longer runs are data, not words; a chunk of many parts is a path or a table somebody pasted.
MAX_WORD = 64
MAX_FORMS = 48

# A word may hold marks of its own (decomposed accents) and inner apostrophes: don't, user's.
# Possessive throughout: hostile text must not make the expression try twice.
_LETTERS = "[^\\W_]++(?:[\u0300-\u036f]++[^\\W_]*+)*+"
_WORD = rf"{_LETTERS}(?:['’]{_LETTERS})*+"
CHUNK = re.compile(rf"{_WORD}(?:[.\-_/\\@+:]{{1,3}}{_WORD})*+")
_PART = re.compile(_WORD)
# The number of a code stands for the code: 5001330 for KB5001330, 80070005 for 0x80070005.
_CODE = re.compile(r"(0x|[a-z]{1,5})([0-9][0-9a-f]{3,})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Form:
    """One way to find a chunk: lower-case `word` with its accents, `[start:end]` within the chunk.

    A form that `is_exact` is neither stemmed nor corrected. The first form is the chunk as written.
    """

    word: str
    start: int
    end: int
    is_exact: bool = False


def iter_chunks(text: str) -> Iterator[re.Match[str]]:
    """Yield the chunks of `text`: single words and words joined without a space."""
    return CHUNK.finditer(text)


def list_chunks(text: str) -> list[str]:
    """Return the chunks of `text` without their positions."""
    return CHUNK.findall(text)


def normalise(word: str) -> str:
    """Return `word` composed, in lower case and without apostrophes; accents stay."""
    if word.isascii():
        return word.lower().replace("'", "")
    return unicodedata.normalize("NFKC", word).lower().replace("’", "").replace("'", "")


@lru_cache(maxsize=100_000)
def forms_of(chunk: str) -> tuple[Form, ...]:
    """Return every form under which `chunk` is indexed."""
    parts = list(_PART.finditer(chunk))
    if len(parts) == 1:
        found = [Form(normalise(chunk), 0, len(chunk)), *_code_forms(chunk, 0)]
    else:
        found = [*_whole_forms(chunk, parts), *_part_forms(chunk, parts)]
    return tuple(dict.fromkeys(form for form in found if 0 < len(form.word) <= MAX_WORD))[:MAX_FORMS]


def _whole_forms(chunk: str, parts: list[re.Match[str]]) -> Iterator[Form]:
    if len(chunk) > MAX_WORD:
        return
    whole = normalise(chunk)
    yield Form(whole, 0, len(chunk), True)
    # wi-fi is wifi, e-mail is email.
    if len(parts) <= 3 and not set("./\\@+:_") & set(chunk):
        yield Form(whole.replace("-", ""), 0, len(chunk))


def _part_forms(chunk: str, parts: list[re.Match[str]]) -> Iterator[Form]:
    for start, end in _dotted_runs(chunk, parts):
        yield Form(normalise(chunk[start:end]), start, end, True)
    for part in parts[:MAX_FORMS]:
        if len(part.group()) > 1:
            yield Form(normalise(part.group()), part.start(), part.end())
            yield from _code_forms(part.group(), part.start())


def _dotted_runs(chunk: str, parts: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    # A name with dots is found inside an address: example.org in pepe@example.org.
    start = parts[0].start()
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        if following and chunk[part.end() : following.start()] == ".":
            continue
        if part.start() > start and part.end() - start < len(chunk):
            yield start, part.end()
        start = following.start() if following else start


def _code_forms(word: str, start: int) -> Iterator[Form]:
    code = _CODE.fullmatch(word)
    if code:
        yield Form(normalise(code.group(2)), start + code.start(2), start + code.end(2))


def has_digit(word: str) -> bool:
    """Say whether `word` holds a digit: then it is a code or a version, not a word."""
    return any(char.isdigit() for char in word)


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """Return the folded form of a normalised word."""
    return word if word.isascii() else fold(word)
