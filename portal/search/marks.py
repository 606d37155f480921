"""Where a text says what was asked: words found by their stems, shown as they were written.

Stemming changes the end of a word, so a word that says a term begins like it. One expression finds these
openings in a long text a hundred times faster than stemming every word of it.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from portal.search.engine import Highlight
from portal.search.stems import terms_of
from portal.search.tokens import CHUNK, forms_of, iter_chunks

Ideas = Mapping[str, tuple[int, float]]

OPENING = 3
# “Wi-Fi” says `wifi`, “user's” says `users`: what joins the parts of a chunk may stand in its opening.
_JOINED = r"[.\-_/\\@+:'’]{0,3}"
_BLANK = re.compile(r"\s")
# Marks and ligatures that folding opens up: a text that holds one is read word by word. Common punctuation is none.
_UNUSUAL = re.compile(
    "[\u0300-\u036f\u2000-\u200a\u200c-\u2010\u2015-\u2017\u201a\u201b\u201e-\u2021\u2023-\u2025\u2027-\u2038"
    "\u203b-\u20ab\u20ad-\u2121\u2123-\u218f\u2194-\u2712\u2714-\u2716\u2718-\uffff\U00010000-\U0010ffff]"
)


class Mark(NamedTuple):
    """A place in a text that says one idea of the question."""

    start: int
    end: int
    idea: int
    weight: float


def find_marks(text: str, terms: Highlight) -> Iterator[Mark]:
    """Yield the places of `text` that say something asked for, in order of their beginning."""
    return find_marks_with(text, terms, opening_expression(terms))


def find_marks_with(text: str, terms: Highlight, expression: re.Pattern[str] | None) -> Iterator[Mark]:
    """Yield the marks of `text`; `expression` is that of `terms`, made once for many texts."""
    wanted = [(lang, ideas) for lang, ideas in terms.terms.items() if ideas]
    if not wanted:
        return
    known = terms.known
    for match in promising_chunks(text, expression):
        chunk = match.group()
        marks = known.get(chunk)
        if marks is None:
            marks = known[chunk] = list(_marks_of_chunk(chunk, wanted))
        start = match.start()
        for one in marks:
            yield Mark(start + one.start, start + one.end, one.idea, one.weight)


def _marks_of_chunk(chunk: str, wanted: list[tuple[str, Ideas]]) -> Iterator[Mark]:
    for form in forms_of(chunk):
        said = [ideas[term] for lang, ideas in wanted for term in terms_of(form, lang) if term in ideas]
        if said:
            idea, weight = max(said, key=lambda one: one[1])
            yield Mark(form.start, form.end, idea, weight)


def promising_chunks(text: str, expression: re.Pattern[str] | None) -> Iterator[re.Match[str]]:
    """Yield the chunks of `text` that may say a term of `expression`, in order; all of them without one."""
    if expression is None or not (text.isascii() or _UNUSUAL.search(text) is None):
        yield from iter_chunks(text)
        return
    end = 0
    for found in expression.finditer(text):
        if found.start() < end:
            continue
        start = _run_start(text, found.start(), end)
        after = _BLANK.search(text, found.end())
        end = after.start() if after else len(text)
        yield from CHUNK.finditer(text, start, end)


def opening_expression(terms: Highlight) -> re.Pattern[str] | None:
    """Return what finds the openings of `terms`, None where a term is no plain word."""
    openings = frozenset(term[:OPENING] for ideas in terms.terms.values() for term in ideas)
    return _expression(openings) if all(opening.isalnum() for opening in openings) else None


def _run_start(text: str, at: int, floor: int) -> int:
    while at > floor and not text[at - 1].isspace():
        at -= 1
    return at


@lru_cache(maxsize=500)
def _expression(openings: frozenset[str]) -> re.Pattern[str]:
    ways = "|".join(_JOINED.join(_letter(letter) for letter in opening) for opening in sorted(openings))
    return re.compile(ways or r"(?!)", re.IGNORECASE)


@lru_cache(maxsize=200)
def _letter(letter: str) -> str:
    """Return the letter with all its accented ways, between U+00C0 and U+024F."""
    ways = {letter}
    for code in range(0xC0, 0x250):
        if unicodedata.normalize("NFKD", chr(code))[0].lower() == letter:
            ways.add(chr(code))
    ways |= {"ß": set(), "s": {"ß"}, "a": {"æ"}, "o": {"ø", "œ"}, "d": {"đ"}, "l": {"ł"}, "i": {"ı"}}.get(
        letter, set()
    )
    return f"[{re.escape(''.join(sorted(ways)))}]" if len(ways) > 1 else re.escape(letter)
