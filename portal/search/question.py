"""From the words of a question to what is looked for: known words, corrected ones, joined ones, synonyms."""

from dataclasses import replace
from itertools import pairwise

from portal.core.languages import other_language
from portal.search.concepts import MAX_TEXT, Alternative, Concept, Reading, Word, read_words
from portal.search.schema import BODY
from portal.search.scope import Scope
from portal.search.spelling import Correction, corrections
from portal.search.stems import stem, terms_of
from portal.search.stopwords import is_stopword
from portal.search.synonyms import Phrase, Synonyms
from portal.search.tokens import Form, folded, forms_of

# Bounds that no honest question meets: a long ticket has 60 different words.
MAX_CONCEPTS = 64
MAX_CORRECTED = 8

# What an alternative is worth beside the word itself, which is worth 1.
PLAIN_FOR_ENYE, PART, JOINED, SYNONYM = 0.7, 0.5, 0.8, 0.5


def read_question(text: str, reader: str, scope: Scope, synonyms: Synonyms) -> dict[str, Reading]:
    """Return how `text` reads in the reader's language and, behind it, in the other one.

    In the other language the reader's stop words are stop words too, and only what is unknown to both is
    corrected: a Spanish word is no misspelt English one.
    """
    words = read_words(text)
    other = other_language(reader)
    first = _Analysis(reader, scope, synonyms, reader="").read(words)
    return {reader: first, other: _Analysis(other, scope, synonyms, reader=reader).read(words)}


class _Analysis:
    """Reads words in `lang`; `reader` is the reader's language where that is another one."""

    def __init__(self, lang: str, scope: Scope, synonyms: Synonyms, reader: str) -> None:
        self._lang = lang
        self._scope = scope
        self._synonyms = synonyms
        self._reader = reader
        self._corrections_left = MAX_CORRECTED
        self._reading = Reading()

    def read(self, words: list[Word]) -> Reading:
        """Return concepts and corrections of `words`, stop words only if there is nothing else."""
        telling = [word for word in words if not self._is_stopword(word.forms[0])]
        telling = (telling or words)[:MAX_CONCEPTS]
        main: list[Concept] = []
        extra: list[Concept] = []
        for word in telling:
            read = self._read_single(word) if word.is_single else self._read_joined(word)
            main.extend(concept for concept in read if concept.counted)
            extra.extend(concept for concept in read if not concept.counted)
        extra.extend(self._neighbours(telling))
        self._reading.concepts = (self._with_synonyms(main) + extra)[:MAX_CONCEPTS]
        return self._reading

    def _read_single(self, word: Word) -> list[Concept]:
        concept = self._concept(word.forms[0])
        if self._is_known(concept):
            return [concept]
        if len(word.forms) > 1:  # a code: its number may be known
            return [self._concept(word.forms[1])]
        return [self._corrected(concept, word.forms[0], word.start, word.end)]

    def _read_joined(self, word: Word) -> list[Concept]:
        size = word.end - word.start
        whole = [form for form in word.forms if form.end - form.start == size]
        parts = [form for form in word.forms if form.end - form.start < size]
        concept = Concept(tuple(Alternative(terms_of(form, self._lang)[:1]) for form in whole))
        if not parts or self._is_known(concept):
            return [concept, *(self._optional(form) for form in parts)]
        telling = [form for form in parts if not self._is_stopword(form)]
        return [self._read_part(form, word.start) for form in telling or parts]

    def _read_part(self, form: Form, start: int) -> Concept:
        concept = self._concept(form)
        if form.is_exact or self._is_known(concept):
            return concept
        return self._corrected(concept, form, start + form.start, start + form.end)

    def _is_stopword(self, form: Form) -> bool:
        bare = folded(form.word)
        return is_stopword(bare, self._lang) or (bool(self._reader) and is_stopword(bare, self._reader))

    def _concept(self, form: Form) -> Concept:
        plain, *enye = terms_of(form, self._lang)
        if not enye or not self._scope.knows(self._lang, enye[0]):
            return Concept((Alternative((plain,)),))
        return Concept((Alternative((enye[0],)), Alternative((plain,), PLAIN_FOR_ENYE, enye[0])))

    def _optional(self, form: Form) -> Concept:
        return Concept((Alternative(terms_of(form, self._lang)[:1], PART),), counted=False)

    def _is_known(self, concept: Concept) -> bool:
        return any(self._scope.knows(self._lang, term) for one in concept.alternatives for term in one.terms)

    def _corrected(self, concept: Concept, form: Form, start: int, end: int) -> Concept:
        if not self._corrections_left or self._is_foreign(form):
            return concept
        self._corrections_left -= 1
        found: tuple[Correction, ...] = corrections(self._scope, self._lang, form.word)
        if not found:
            return concept
        self._reading.corrected.append((start, end, found[0].shown))
        return Concept(tuple(Alternative(one.terms, one.weight) for one in found))

    def _is_foreign(self, form: Form) -> bool:
        return bool(self._reader) and self._scope.knows(self._reader, stem(form.word, self._reader))

    def _neighbours(self, words: list[Word]) -> list[Concept]:
        """Return known words that were written apart: pass word."""
        found = []
        for left, right in pairwise(words):
            if left.is_single and right.is_single and right.start - left.end == 1:
                joined = stem(left.forms[0].word + right.forms[0].word, self._lang)
                if len(self._scope.impact(BODY, self._lang, joined).documents):
                    found.append(Concept((Alternative((joined,), JOINED),), counted=False))
        return found

    def _with_synonyms(self, concepts: list[Concept]) -> list[Concept]:
        stems = [concept.stem for concept in concepts]
        result = list(concepts)
        for match in self._synonyms.matches(stems, self._lang):
            for at in range(match.start, match.start + match.length):
                result[at] = _add_synonyms(result[at], match.others)
        return result


def _add_synonyms(concept: Concept, others: list[Phrase]) -> Concept:
    more = tuple(Alternative(other, SYNONYM, concept.stem) for other in others)
    return replace(concept, alternatives=concept.alternatives + more)


def suggest(text: str, readings: dict[str, Reading], reader: str, scope: Scope) -> str:
    """Return `text` with its misspelt words corrected, '' if there is nothing to correct."""
    other = other_language(reader)
    pieces, at = [], 0
    for start, end, shown in sorted(readings[reader].corrected):
        written = text[start:end]
        known_elsewhere = any(
            scope.knows(other, term) for form in forms_of(written) for term in terms_of(form, other)
        )
        if not known_elsewhere:
            pieces += [text[at:start], shown]
            at = end
    return "".join([*pieces, text[at:]]).strip() if at and len(text) <= MAX_TEXT else ""
