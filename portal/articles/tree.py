"""The articles folder as a list of files. Links out of it are seen and refused, never followed."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.core.errors import PortalError
from portal.core.problems import Problem

MARKDOWN = {".md", ".markdown"}
PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".svg": "image/svg+xml",
}
LONGEST_PATH = 500
# A pipe or a device: opening it may wait for ever.
_NOT_A_FILE = Problem("unreadable", 0, "", is_fatal=True)


class FolderUnreadable(PortalError):
    """The articles folder is missing or may not be read; the message says which and why."""


@dataclass(frozen=True)
class Found:
    """One file: its path below the folder with '/', or the problem that keeps it out."""

    path: str
    file: Path
    problem: Problem | None = None

    @property
    def is_markdown(self) -> bool:
        """Say whether this is a text of ours."""
        return self.file.suffix.lower() in MARKDOWN


def walk(folder: Path) -> Iterator[Found]:
    """Yield every text and picture below `folder`, in order; hidden files and folders are not content."""
    try:
        yield from _walk(folder, folder)
    except OSError as error:
        raise FolderUnreadable(f"{error.filename}: {error.strerror}") from error


def _walk(folder: Path, top: Path) -> Iterator[Found]:
    with os.scandir(folder) as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    for entry in listed:
        file = Path(entry.path)
        if entry.name.startswith("."):
            continue
        path = printable(file.relative_to(top).as_posix())
        if entry.is_symlink():
            yield from _linked(path, file, top)
        elif entry.is_dir():
            try:
                yield from _walk(file, top)
            except PermissionError as error:
                yield Found(path, file, Problem("unreadable", 0, error.strerror or "", is_fatal=True))
        elif file.suffix.lower() in MARKDOWN | PICTURES.keys():
            yield Found(path, file, _refusal(path) if entry.is_file() else _NOT_A_FILE)


def _linked(path: str, file: Path, top: Path) -> Iterator[Found]:
    """A link to a file inside the folder is that file again; a link out or to a folder is refused."""
    if file.suffix.lower() not in MARKDOWN | PICTURES.keys() and not file.is_dir():
        return
    target = file.resolve()
    if file.is_dir() or not target.is_relative_to(top.resolve()) or not target.is_file():
        yield Found(path, file, Problem("link_out", 0, "", is_fatal=True))
    else:
        yield Found(path, file, _refusal(path))


def _refusal(path: str) -> Problem | None:
    if len(path) > LONGEST_PATH - 20:
        return Problem("name_too_long", 0, "", is_fatal=True)
    if "\ufffd" in path or any(not char.isprintable() for char in path):
        return Problem("name_unreadable", 0, "", is_fatal=True)
    return None


def printable(path: str) -> str:
    """Return a path that can be stored and shown: bytes that are no text become a question mark."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
