"""The fields of the index, and what a document becomes in them.

Per language: `body` holds every text of a document without stop words, each word with the weight of the part it stands in, so
that a posting's weight is the weighted frequency; `title` holds the titles alone; `heads` the unstemmed words
of titles, tags and headings, for completion; `words` every word as written, for spelling.
"""

import struct
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

import Stemmer
import whoosh
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

from portal.core.languages import LANGUAGES
from portal.search.engine import Document
from portal.search.library import bytes_column, few_bytes_column
from portal.search.stems import telling_terms_of_chunk, terms_of_chunk
from portal.search.tokens import folded, forms_of, list_chunks

# Raise this whenever the same text would give other terms or other fields: old indexes are then rebuilt.
ANALYSIS = 1

BODY, TITLE, HEADS, WORDS = "body", "title", "heads", "words"
CARD, FACETS = "card", "facets"

_BODY, _HEADING, _SUMMARY, _TITLE, _SECOND, _TAG, _CATEGORY = 1.5, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0
# Where a word stands tells how well it completes what somebody types.
IN_TITLE, IN_SECOND, IN_TAG, IN_HEADING = 1.0, 0.9, 0.7, 0.5

# How many documents of an audience vouch for a word in one segment.
WITNESSES = 8

# id, length of body, length of title; after it the hashes of the title's terms.
CARD_HEAD = struct.Struct("<qff")

Weights = dict[str, float]
Terms = tuple[str, ...]


class Facet(NamedTuple):
    """What a document is sorted and filtered by."""

    lang: str
    kind: str
    category: str
    audience: str


class Postings(FieldType):
    """A field that is given its terms and weights; nothing of it is analysed or stored by Whoosh."""

    def __init__(self) -> None:
        analyzer: Any = None
        super().__init__(Existence(), analyzer)

    def index(self, value: Any, **_options: Any) -> Generator[tuple[bytes, int, float, bytes], Any, None]:
        """Yield what Whoosh's writer wants: term, frequency, weight, payload."""
        return ((encode(term), 1, weight, b"") for term, weight in value.items())


def version() -> str:
    """Return what an index must have been written with to be read."""
    return f"{ANALYSIS}/{'.'.join(map(str, whoosh.__version__))}/{Stemmer.version()}"


def field(stream: str, lang: str) -> str:
    """Return the name of the field that holds `stream` for `lang`."""
    return f"{stream}_{lang}"


def build_schema() -> Schema:
    """Return the schema; it is always given to Whoosh, the pickled one is never read."""
    names = (field(stream, lang) for stream in (BODY, TITLE, HEADS, WORDS) for lang in LANGUAGES)
    fields: dict[str, FieldType] = {name: Postings() for name in names}
    return Schema(**fields, **{CARD: COLUMN(bytes_column()), FACETS: COLUMN(few_bytes_column())})


@lru_cache(maxsize=200_000)
def encode(term: str) -> bytes:
    """Return a term as the index stores it; one object per term saves memory while building."""
    return term.encode("utf-8", "replace")


class FieldBuilder:
    """Turns documents into the fields of one segment."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str, str]] = Counter()

    def build(self, document: Document) -> dict[str, Any]:
        """Return `document` as the fields of the index."""
        lang = document.lang
        title = _weigh(((document.title, 1.0), (document.second_title, 1.0)), lang, terms_of_chunk)
        body = _weigh(_body_parts(document), lang, telling_terms_of_chunk)
        hashes = b"".join(crc32(encode(term)).to_bytes(4, "little") for term in title)
        return {
            field(BODY, lang): body,
            field(TITLE, lang): title,
            field(HEADS, lang): _head_words(document),
            field(WORDS, lang): self._new_words(document),
            CARD: CARD_HEAD.pack(document.id, sum(body.values()), sum(title.values())) + hashes,
            FACETS: pack_facets(lang, document.kind, document.category, document.audience),
        }

    def _new_words(self, document: Document) -> Weights:
        # A few witnesses prove that a word may be shown to an audience; more would double the index.
        words: Weights = {}
        for word in _surface_words(document):
            key = (document.lang, document.audience, word)
            self._seen[key] += 1
            if self._seen[key] <= WITNESSES:
                words[word] = 1.0
        return words


def pack_facets(*values: str) -> bytes:
    """Return the facets of a document as one value of a column."""
    return "\n".join(value.replace("\n", " ") for value in values).encode("utf-8", "replace")


def unpack_facets(value: bytes) -> Facet:
    """Return language, kind, category and audience of a document."""
    lang, kind, category, audience = value.decode("utf-8").split("\n")
    return Facet(lang, kind, category, audience)


def _body_parts(document: Document) -> Iterable[tuple[str, float]]:
    yield document.body, _BODY
    yield "\n".join(document.headings), _HEADING
    yield document.summary, _SUMMARY
    yield document.title, _TITLE
    yield document.second_title, _SECOND
    yield "\n".join(document.tags), _TAG
    yield document.category, _CATEGORY


def _weigh(parts: Iterable[tuple[str, float]], lang: str, terms: Callable[[str, str], Terms]) -> Weights:
    weights: Weights = {}
    for text, weight in parts:
        for chunk, times in Counter(list_chunks(text)).items():
            for term in terms(chunk, lang):
                weights[term] = weights.get(term, 0.0) + weight * times
    return weights


def _head_words(document: Document) -> Weights:
    parts = (
        ("\n".join(document.headings), IN_HEADING),
        ("\n".join(document.tags), IN_TAG),
        (document.second_title, IN_SECOND),
        (document.title, IN_TITLE),
    )
    words: Weights = {}
    for text, weight in parts:
        for chunk in list_chunks(text):
            words.update((folded(form.word), weight) for form in forms_of(chunk))
    words.pop("", None)
    return words


def _surface_words(document: Document) -> set[str]:
    chunks = {chunk for text, _ in _body_parts(document) for chunk in list_chunks(text)}
    return {form.word for chunk in chunks for form in forms_of(chunk)}
