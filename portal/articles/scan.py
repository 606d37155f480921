"""What lies in the articles folder now: texts and pictures with the hash of their bytes."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from portal.articles.tree import Found, walk
from portal.core.problems import Problem

Problems = dict[str, list[Problem]]


@dataclass(frozen=True)
class Seen:
    """A file of the folder with the hash of its bytes."""

    found: Found
    content_hash: str
    data: bytes
    changed_at: datetime


def scan(folder: Path) -> tuple[dict[str, Seen], dict[str, Seen], Problems]:
    """Return texts and pictures by path, and what is wrong with files that cannot be read."""
    texts: dict[str, Seen] = {}
    pictures: dict[str, Seen] = {}
    problems: Problems = {}
    for found in walk(folder):
        if found.problem:
            problems[found.path] = [found.problem]
            continue
        try:
            seen = _look(found)
        except FileNotFoundError:
            continue  # removed while we walked
        except OSError as error:
            problems[found.path] = [Problem("unreadable", 0, error.strerror or "", is_fatal=True)]
            continue
        (texts if found.is_markdown else pictures)[found.path] = seen
    return texts, pictures, problems


def _look(found: Found) -> Seen:
    data = found.file.read_bytes()
    changed_at = datetime.fromtimestamp(found.file.stat().st_mtime, UTC)
    return Seen(found, hashlib.sha256(data).hexdigest(), data if found.is_markdown else b"", changed_at)
