"""What lies in the articles folder now: texts and pictures with the hash of their bytes."""

import hashlib
import os
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
    with found.file.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        changed_at = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
    return Seen(found, digest, changed_at)
