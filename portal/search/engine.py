"""What a search engine is to the rest of the house: one protocol and the values that cross it.

An engine knows documents, not articles; who may see what is part of the question. Two engines keep this
promise: Whoosh (embedded) and PostgreSQL.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from portal.core.errors import PortalError


class Unavailable(PortalError):
    """The index is missing, damaged or of another version: answer from the database, then rebuild."""


class Busy(PortalError):
    """Another writer holds the index; what was to be written is still to be done."""


@dataclass(frozen=True)
class Document:
    """One text to be found, already without markup."""

    id: int
    lang: str
    kind: str
    category: str
    audience: str
    title: str
    second_title: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True)
class Question:
    """What somebody wants to know. `lang` is the reader's; empty filters mean everything."""

    words: str
    lang: str
    audiences: tuple[str, ...]
    kind: str = ""
    category: str = ""
    only_lang: str = ""
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True)
class Hit:
    """A document that answers; scores compare within one answer only."""

    id: int
    lang: str
    score: float


@dataclass(frozen=True)
class Highlight:
    """Which terms were looked for: language -> term -> (number of the idea it stands for, its weight)."""

    terms: Mapping[str, Mapping[str, tuple[int, float]]] = field(default_factory=dict)
    # What highlighting has found out about single words; ten snippets share most of theirs.
    known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Answer:
    """One page of hits, and what is known about all of them.

    Each facet counts with the other filters applied, but not its own.
    """

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    suggestion: str = ""
    kinds: dict[str, int] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    terms: Highlight = field(default_factory=Highlight)


class Engine(Protocol):
    """A search engine. Reading raises `Unavailable`; writing also raises `Busy` and `OSError`."""

    @property
    def is_ready(self) -> bool:
        """Say whether questions can be answered now."""

    def state(self) -> str:
        """Return a name of what can be found now; it is another after every commit."""

    def search(self, question: Question) -> Answer:
        """Answer `question` with what its audiences may read."""

    def complete(self, words: str, lang: str, audiences: tuple[str, ...], limit: int = 8) -> list[Hit]:
        """Return documents whose title, headings or text fit `words`, the last one unfinished."""

    def write(self, documents: Iterable[Document], removed: Iterable[int]) -> None:
        """Put `documents` in the place of those with their ids and drop `removed`, in one commit."""

    def rebuild(self, documents: Iterable[Document], tick: Callable[[int], None]) -> None:
        """Build a new index beside the present one and swap it in; `tick` gets the number done."""

    def count(self) -> int:
        """Return the number of documents."""

    def ids(self) -> set[int]:
        """Return the ids of all documents."""

    def warm(self) -> None:
        """Read what the first questions would wait for; before workers fork, they share it."""

    def check(self) -> list[str]:
        """Return what is wrong with the index on disk; nothing if it can be trusted."""
