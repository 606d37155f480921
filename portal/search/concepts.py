"""What a question is made of: words, and the concepts they stand for.

Any text is a question. Nothing in it is syntax; what is no word is left out.
"""

from dataclasses import dataclass, field

from portal.search.tokens import Form, folded, forms_of, iter_chunks

# Longer questions are read so far only.
MAX_TEXT = 8_000


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that must all be there. `source` is the term whose rarity counts, if not their own."""

    terms: tuple[str, ...]
    weight: float = 1.0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea of a question; the best alternative counts. Not `counted`: welcome, but not asked for."""

    alternatives: tuple[Alternative, ...]
    counted: bool = True

    @property
    def stem(self) -> str:
        """Return the plain stem, under which synonyms know the idea; a stem with `ñ` stands before it."""
        plain = [one for one in self.alternatives if one.source] or self.alternatives
        return plain[0].terms[0]


@dataclass(frozen=True, slots=True)
class Word:
    """A chunk of the question and where it stands."""

    forms: tuple[Form, ...]
    start: int
    end: int

    @property
    def is_single(self) -> bool:
        """Say whether the chunk is one word, not several joined."""
        return not self.forms[0].is_exact


@dataclass
class Reading:
    """A question as understood in one language. Corrections are (start, end, word to show)."""

    concepts: list[Concept] = field(default_factory=list)
    corrected: list[tuple[int, int, str]] = field(default_factory=list)


def read_words(text: str) -> list[Word]:
    """Return the different words of a question in order."""
    found: dict[str, Word] = {}
    for match in iter_chunks(text[:MAX_TEXT]):
        forms = forms_of(match.group())
        if forms:
            found.setdefault(folded(forms[0].word), Word(forms, match.start(), match.end()))
    return list(found.values())
