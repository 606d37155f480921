"""The passage that answers: the best section of an article, and the words of the question marked in it.

Text is compared by folded stems and shown as it was written; the caller escapes it.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from portal.search.engine import Highlight
from portal.search.marks import Mark, find_marks, find_marks_with, opening_expression

Pieces = list[tuple[str, bool]]

# Longer sections and titles are looked at only so far.
MAX_TEXT = 20_000
MAX_TITLE = 1_000
# A section gains little by saying the same again, and a long one nothing at all.
REPEATED, MAX_MARKS = 0.1, 50
# The marks that a passage is chosen for stand in this part of its length.
_DENSE = 0.8
_SPACE = re.compile(r"\s+")


class Snippet(NamedTuple):
    """Where the answer stands and a passage of it: pieces of text, marked or not."""

    anchor: str
    heading: str
    fragments: Pieces


def mark(text: str, terms: Highlight) -> Pieces:
    """Cut `text` into pieces, of which those that say what was asked are marked."""
    return _cut(text, _merged(find_marks(text[:MAX_TITLE], terms)), 0, len(text))


def best_section(sections: Iterable[tuple[str, str, str]], terms: Highlight, length: int = 240) -> Snippet:
    """Return the section (anchor, heading, text) that says most of what was asked, and where it does."""
    best: tuple[float, tuple[str, str, str], list[Mark]] | None = None
    expression = opening_expression(terms)
    for section in sections:
        _anchor, heading, text = section
        marks = list(find_marks_with(text[:MAX_TEXT], terms, expression))
        in_heading = list(find_marks_with(heading[:MAX_TITLE], terms, expression)) if heading else []
        said = _worth(marks[:MAX_MARKS], REPEATED) + _worth(in_heading, 0.0) if marks or in_heading else 0.0
        if best is None or said > best[0]:
            best = (said, section, marks)
    if best is None:
        return Snippet("", "", [])
    _said, (anchor, heading, text), marks = best
    return Snippet(anchor, heading, _passage(text, marks, length))


class _Tally:
    """The worth of some marks: the weight of the ideas they say, a little more for each time again."""

    def __init__(self, repeated: float = REPEATED) -> None:
        self._repeated = repeated
        self._times: dict[int, int] = {}
        self.worth = 0.0

    def add(self, one: Mark, sign: int = 1) -> None:
        """Count `one` in, or with a negative `sign` out again."""
        times = self._times.get(one.idea, 0)
        is_first = max(times, times + sign) == 1
        self._times[one.idea] = times + sign
        self.worth += sign * one.weight * (1.0 if is_first else self._repeated)


def _worth(marks: Iterable[Mark], repeated: float) -> float:
    tally = _Tally(repeated)
    for one in marks:
        tally.add(one)
    return tally.worth


def _passage(text: str, marks: list[Mark], length: int) -> Pieces:
    start = _start_of_passage(text, marks, length)
    end = _end_of_passage(text, start, length)
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    inside = [one for one in marks if start <= one.start and one.end <= end]
    pieces = _cut(text, _merged(inside), start, end)
    before = [("… ", False)] if text[:start].strip() else []
    after = [(" …", False)] if text[end:].strip() else []
    return before + [(_SPACE.sub(" ", piece), is_marked) for piece, is_marked in pieces] + after


def _start_of_passage(text: str, marks: list[Mark], length: int) -> int:
    best, start, first = -1.0, 0, 0
    tally = _Tally()
    for last, one in enumerate(marks):
        tally.add(one)
        while first < last and one.end - marks[first].start > length * _DENSE:
            tally.add(marks[first], -1)
            first += 1
        if tally.worth > best:
            best, start = tally.worth, marks[first].start
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
