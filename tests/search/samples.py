"""Documents and questions for the tests of the engine: plain functions, everything else by default."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from portal.search.engine import Answer, Document, Question
from portal.search.whoosh_engine import WhooshEngine

EVERYBODY = ("public",)
STAFF = ("public", "internal")


def document(id_: int, title: str, body: str = "", **others: Any) -> Document:
    """Make a public English article."""
    facts = {"lang": "en", "kind": "article", "category": "general", "audience": "public", **others}
    return Document(id=id_, title=title, body=body, **facts)


def engine_with(folder: Path, documents: Iterable[Document], wait_seconds: float = 10.0) -> WhooshEngine:
    """Make an engine whose index holds `documents`."""
    engine = WhooshEngine(folder / "index", wait_seconds)
    engine.rebuild(documents)
    return engine


def ask(engine: WhooshEngine, words: str, **others: Any) -> Answer:
    """Ask as an anonymous reader of English."""
    return engine.search(Question(words, **{"lang": "en", "audiences": EVERYBODY, **others}))


def found(engine: WhooshEngine, words: str, **others: Any) -> list[int]:
    """Return the ids that a question finds."""
    return [hit.id for hit in ask(engine, words, **others).hits]


def typed(
    engine: WhooshEngine, words: str, lang: str = "en", audiences: tuple[str, ...] = EVERYBODY
) -> list[int]:
    """Return the ids that are offered while somebody types."""
    return [hit.id for hit in engine.complete(words, lang, audiences)]


def segment_file(folder: Path) -> Path:
    """Return the only segment file of the index in use."""
    (file,) = (folder / "index" / "current").resolve().glob("*.seg")
    return file
