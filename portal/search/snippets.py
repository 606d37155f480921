"""The passage that answers: the best section of an article, and the words of the question marked in it.

Text is compared by folded stems and shown as it was written; the caller escapes it.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from portal.search.engine import Highlight
from portal.search.stems import terms_of
from portal.search.tokens import Form, forms_of, iter_chunks

Pieces = list[tuple[str, bool]]

# Longer sections are looked at only so far.
MAX_TEXT = 20_000
_HEADING_COUNTS = 1.5
_SPACE = re.compile(r"\s+")


class Snippet(NamedTuple):
    """Where the answer stands and a passage of it: pieces of text, marked or not."""

    anchor: str
    heading: str
    fragments: Pieces


class Mark(NamedTuple):
    """A place in a text that says one idea of the question."""

    start: int
    end: int
    idea: int
    weight: float


def mark(text: str, terms: Highlight) -> Pieces:
    """Cut `text` into pieces, of which those that say what was asked are marked."""
    return _cut(text, _merged(find_marks(text, terms)), 0, len(text))


def best_section(
    sections: Iterable[tuple[str, str, str]], terms: Highlight, length: int = 240
) -> Snippet:
    """Return the section (anchor, heading, text) that says most of what was asked, and where it does."""
    best: tuple[float, tuple[str, str, str], list[Mark]] | None = None
    for section in sections:
        _anchor, heading, text = section
        marks = list(find_marks(text[:MAX_TEXT], terms))
        score = _worth(marks) + _HEADING_COUNTS * _worth(find_marks(heading, terms), 0.0)
        if best is None or score > best[0]:
            best = (score, section, marks)
    if best is None:
        return Snippet("", "", [])
    _score, (anchor, heading, text), marks = best
    return Snippet(anchor, heading, _passage(text, marks, length))


def find_marks(text: str, terms: Highlight) -> Iterator[Mark]:
    """Yield the places of `text` that say something asked for, in order of their beginning."""
    if not any(terms.terms.values()):
        return
    for chunk in iter_chunks(text):
        for form in forms_of(chunk.group()):
            idea, weight = _idea(form, terms)
            if weight:
                yield Mark(chunk.start() + form.start, chunk.start() + form.end, idea, weight)


def _idea(form: Form, terms: Highlight) -> tuple[int, float]:
    found = [
        wanted[term]
        for lang, wanted in terms.terms.items()
        if wanted
        for term in _terms(form, lang)
        if term in wanted
    ]
    return max(found, key=lambda one: one[1]) if found else (0, 0.0)


@lru_cache(maxsize=50_000)
def _terms(form: Form, lang: str) -> tuple[str, ...]:
    return terms_of(form, lang)


def _worth(marks: Iterable[Mark], repeated: float = 0.1) -> float:
    """Return the weight of the ideas that are said, a little more for each time they are said again."""
    times: dict[int, tuple[int, float]] = {}
    for one in marks:
        count, weight = times.get(one.idea, (0, 0.0))
        times[one.idea] = (count + 1, max(weight, one.weight))
    return sum(weight * (1 + repeated * min(count - 1, 5)) for count, weight in times.values())


def _passage(text: str, marks: list[Mark], length: int) -> Pieces:
    start = _start_of_passage(text, marks, length)
    end = _end_of_passage(text, start, length)
    inside = [one for one in marks if start <= one.start and one.end <= end]
    pieces = _cut(text, _merged(inside), start, end)
    before = [("… ", False)] if text[:start].strip() else []
    after = [(" …", False)] if text[end:].strip() else []
    return before + [(_SPACE.sub(" ", piece), is_marked) for piece, is_marked in pieces] + after


def _start_of_passage(text: str, marks: list[Mark], length: int) -> int:
    best, start = -1.0, 0
    first = 0
    for last, one in enumerate(marks):
        while one.end - marks[first].start > length * 0.8:
            first += 1
        worth = _worth(marks[first : last + 1])
        if worth > best:
            best, start = worth, marks[first].start
    if start < length // 3:
        return len(text) - len(text.lstrip())
    return _start_of_sentence(text, start, length // 3)


def _start_of_sentence(text: str, start: int, back: int) -> int:
    window = text[start - back : start]
    ends = list(re.finditer(r"[.!?:]\s+|\n\s*", window))
    if ends:
        return start - back + ends[-1].end()
    space = window.find(" ", len(window) // 2)
    return start - back + space + 1 if space >= 0 else start


def _end_of_passage(text: str, start: int, length: int) -> int:
    if len(text) - start <= length:
        return start + len(text[start:].rstrip())
    space = text.rfind(" ", start + length // 2, start + length)
    return space if space > start else start + length


def _merged(marks: Iterable[Mark]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for one in sorted(marks):
        if spans and one.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], one.end))
        else:
            spans.append((one.start, one.end))
    return spans


def _cut(text: str, spans: list[tuple[int, int]], start: int, end: int) -> Pieces:
    pieces: Pieces = []
    at = start
    for left, right in spans:
        pieces += [(text[at:left], False), (text[left:right], True)]
        at = right
    pieces.append((text[at:end], False))
    return [(piece, is_marked) for piece, is_marked in pieces if piece]
