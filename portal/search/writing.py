"""Writing documents with Whoosh's writer: one key once, one commit, small segments merged in tiers."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from portal.search import library
from portal.search.engine import Document
from portal.search.schema import FieldBuilder

# Larger blocks than Whoosh's 128 are decoded faster, and we never skip within a list.
_BLOCK = 1024
_POOL_MB = 96
# Eight segments of one size become one of the next; above the limit they stay.
_PER_TIER_BITS, _PER_TIER, _MERGED_UP_TO = 3, 8, 4096


@contextmanager
def opened_writer(index: Any) -> Iterator[Any]:
    """Give a writer that commits at the end, or leaves the last commit as it was. The caller holds the lock."""
    writer = index.writer(_lk=False, codec=library.codec(_BLOCK), limitmb=_POOL_MB)
    try:
        yield writer
        writer.commit(mergetype=merge_in_tiers)
    except BaseException:
        # After a failed commit there may be nothing left to cancel.
        with suppress(Exception):
            writer.cancel()
        raise


def add_documents(writer: Any, documents: Iterable[Document], tick: Callable[[int], None]) -> None:
    """Add documents, each id once; `tick` gets the number done."""
    builder = FieldBuilder()
    seen: set[int] = set()
    for document in documents:
        if document.id not in seen:
            seen.add(document.id)
            writer.add_document(**builder.build(document))
            tick(len(seen))


def merge_in_tiers(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge segments of which there are many of one size, and those mostly deleted; return the others."""
    tiers: dict[int, list[Any]] = {}
    for segment in segments:
        tiers.setdefault(segment.doc_count().bit_length() // _PER_TIER_BITS, []).append(segment)
    crowded = [
        segment
        for tier in tiers.values()
        if len(tier) >= _PER_TIER
        for segment in tier
        if segment.doc_count() <= _MERGED_UP_TO
    ]
    worn = [one for one in segments if one.deleted_count() * 2 > one.doc_count_all()]
    chosen = [one for one in segments if one in crowded or one in worn]
    for segment in chosen:
        if segment.doc_count():
            reader = library.open_segment(writer.storage.folder, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return [segment for segment in segments if segment not in chosen]
