"""The parts of Whoosh that this room uses, in one place.

`whoosh3` annotates some of them, `whoosh-reloaded` none; both are used without their annotations.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from whoosh import columns
from whoosh.codec import whoosh3
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.reading import SegmentReader

INDEX = "MAIN"

_columns: Any = columns
_codecs: Any = whoosh3
_storage: Any = FileStorage
_index: Any = FileIndex
_contents: Any = TOC
_segments: Any = SegmentReader


class Storage(FileStorage):
    """The files of an index; it closes what Whoosh leaves open when it stumbles over a damaged one."""

    def open_file(self, name: str, *args: Any, **options: Any) -> Any:
        """Open a file for reading and remember it."""
        file = _storage.open_file(self, name, *args, **options)
        self.__dict__.get("opened", []).append(file)
        return file

    @contextmanager
    def closing_after_errors(self) -> Iterator[None]:
        """Close the files opened inside, if something fails."""
        opened = self.__dict__["opened"] = []
        try:
            yield
        except BaseException:
            for file in opened:
                if not file.is_closed:
                    file.close()
            raise
        finally:
            del self.__dict__["opened"]


def bytes_column() -> Any:
    """Return a column of byte strings."""
    return _columns.VarBytesColumn()


def few_bytes_column() -> Any:
    """Return a column of byte strings of which few are different."""
    return _columns.RefBytesColumn()


def codec(block: int) -> Any:
    """Return a codec that writes posting lists in blocks of so many."""
    return _codecs.W3Codec(blocklimit=block)


def create_index(folder: str, schema: Any) -> Any:
    """Make an empty index in an existing folder."""
    return _index.create(_storage(folder), schema, INDEX)


def open_index(folder: str, schema: Any) -> Any:
    """Open an index, for its writer and the number of its last commit."""
    storage = _open_storage(folder)
    with storage.closing_after_errors():
        return _index(storage, schema, INDEX)


def read_contents(folder: str, schema: Any) -> Any:
    """Return generation and segments of the last commit."""
    storage = _open_storage(folder)
    with storage.closing_after_errors():
        return _contents.read(storage, INDEX, schema=schema)


def open_segment(folder: str, schema: Any, segment: Any) -> Any:
    """Open the files of one segment for reading."""
    storage = _open_storage(folder)
    with storage.closing_after_errors():
        return _segments(storage, schema, segment)


def _open_storage(folder: str) -> Any:
    make: Any = Storage
    return make(folder)
