"""Other words for the same thing: groups of phrases of which each may stand for the others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from portal.search.stems import stem
from portal.search.tokens import list_chunks, normalise

Phrase = tuple[str, ...]


class Match(NamedTuple):
    """From `start` on, `length` words of a question may be said as each of `others`."""

    start: int
    length: int
    others: list[Phrase]


class Synonyms:
    """Groups per language, compared by stems. Without groups, nothing ever matches."""

    def __init__(self, groups: Mapping[str, Iterable[Sequence[str]]] | None = None) -> None:
        self._others: dict[str, dict[Phrase, list[Phrase]]] = {}
        for lang, of_lang in (groups or {}).items():
            for group in of_lang:
                self._learn(lang, [_stems(text, lang) for text in group])

    def _learn(self, lang: str, phrases: list[Phrase]) -> None:
        known = self._others.setdefault(lang, {})
        for phrase in filter(None, phrases):
            known.setdefault(phrase, []).extend(one for one in phrases if one and one != phrase)

    def matches(self, stems: Sequence[str], lang: str) -> Iterator[Match]:
        """Yield what can be said otherwise in a question of these stems."""
        known = self._others.get(lang, {})
        longest = max(map(len, known), default=0)
        for start in range(len(stems)):
            for length in range(1, min(longest, len(stems) - start) + 1):
                others = known.get(tuple(stems[start : start + length]))
                if others:
                    yield Match(start, length, others)


def _stems(text: str, lang: str) -> Phrase:
    return tuple(stem(normalise(chunk), lang) for chunk in list_chunks(text))
