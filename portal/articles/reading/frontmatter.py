"""The front matter of a text: where it ends, and its values, checked.

Reading never fails. What cannot be trusted about who may read a text is read in the safest way.
"""

import re
from dataclasses import dataclass
from datetime import date

from portal.articles.reading.entries import Entry, is_key_line, is_matter_line, read_entries, read_lines
from portal.articles.reading.fields import Fields
from portal.articles.rendering.dialects import drop_labels
from portal.core.languages import is_language
from portal.core.problems import Problem
from portal.core.roles import AUDIENCES, INTERNAL, PUBLIC

PUBLISHED = "published"
DRAFT = "draft"
ARCHIVED = "archived"
STATUSES = (PUBLISHED, DRAFT, ARCHIVED)
KINDS = ("article", "course")

# In files with Microsoft's metadata (`ms.topic` and so on) `audience` names the reader's trade, not who may read.
_MICROSOFT_AUDIENCES = {"admin", "itpro", "it pro", "developer", "end user", "enduser", "end-user", "user"}
_MATTER_START = re.compile(r"(?:---|\.\.\.)\s*$|\?\s|\{(?![%{])|!!|&\w")
_GUARDED = re.compile(r"""^[\s"'-]*(audience|status)\b["']?\s*:""", re.IGNORECASE)
_GUARDED_KEYS = ("audience", "status")


@dataclass(frozen=True)
class FrontMatter:
    """What a file says about itself; every value is of its type."""

    title: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    category: str = ""
    audience: str = PUBLIC
    status: str = PUBLISHED
    owner: str = ""
    review_on: date | None = None
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    order: int | None = None
    lang: str = ""
    kind: str = ""
    also: tuple[str, ...] = ()
    level: str = ""
    duration_minutes: int | None = None


def parse(text: str) -> tuple[FrontMatter, str, int, list[Problem]]:
    """Return the values, the body, the line of the file at which the body begins, and the problems."""
    lines = text.split("\n")
    start = _start(lines)
    if start is None:
        return FrontMatter(), text, 1, []
    entries, problems, body_at = _read(lines, start)
    fields = Fields(entries)
    matter = _build(fields)
    return matter, "\n".join(lines[body_at:]), body_at + 1, [*problems, *fields.problems]


def _start(lines: list[str]) -> int | None:
    """Return the index of the first line after the opening '---'; None where a rule opens plain text."""
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    if lines[first].rstrip() != "---":
        return None
    inside = next((line for line in lines[first + 1 :] if line.strip() and line[0] != "#"), "")
    is_matter = is_key_line(inside) or bool(_MATTER_START.match(inside))
    return first + 1 if is_matter else None


def _read(lines: list[str], start: int) -> tuple[list[Entry], list[Problem], int]:
    """Return the entries, the problems, and the index of the first line of the body.

    A '---' further down may be a rule in the text: it closes nothing if what stands before it is prose.
    """
    end = next((at for at in range(start, len(lines)) if lines[at].rstrip() in ("---", "...")), None)
    if end is not None:
        entries, problems = read_entries(lines[start:end], start + 1)
        if not problems:
            return entries, [], end + 1
        if _is_matter(lines[start:end]):
            return entries + _untrusted(lines[start:end], start + 1, entries), problems, end + 1
    end = start
    while end < len(lines) and lines[end].strip() and lines[end][0] != "#" and is_matter_line(lines[end]):
        end += 1
    entries = read_lines(lines[start:end], start + 1)
    entries += _untrusted(lines[start : end + 50], start + 1, entries)
    return entries, [Problem("frontmatter_unclosed", start, "")], end


def _is_matter(lines: list[str]) -> bool:
    """Say whether no prose stands after the first gap or heading."""
    gap = next((at for at, line in enumerate(lines) if not line.strip() or line[0] == "#"), len(lines))
    return all(map(is_matter_line, lines[gap:]))


def _untrusted(lines: list[str], first_line: int, entries: list[Entry]) -> list[Entry]:
    """Return an unreadable entry for each guarded key that is mentioned elsewhere than where it was read."""
    found = []
    for key in _GUARDED_KEYS:
        mentioned = [
            number for number, line in enumerate(lines, start=first_line)
            if (match := _GUARDED.match(line)) and match[1].casefold() == key
        ]  # fmt: skip
        if set(mentioned) - {entry.line for entry in entries if entry.key == key}:
            found.append(Entry(key, mentioned[0], None))
    return found


def _build(fields: Fields) -> FrontMatter:
    if fields.has_prefix("ms.") and fields.written("audience") in _MICROSOFT_AUDIENCES:
        fields.drop("audience")
    lang = fields.text("lang", "language", longest=20).casefold()[:2]
    return FrontMatter(
        title=drop_labels(fields.text("title", longest=300)),
        summary=drop_labels(fields.text("summary", "description", longest=2000)),
        tags=fields.texts("tags"),
        category=fields.text("category", longest=120),
        audience=fields.choice("audience", AUDIENCES, absent=PUBLIC, unreadable=INTERNAL),
        status=fields.choice("status", STATUSES, absent=PUBLISHED, unreadable=DRAFT),
        owner=fields.text("owner", longest=254),
        review_on=fields.day("review_on"),
        aliases=fields.texts("aliases"),
        related=fields.texts("related"),
        order=fields.number("order"),
        lang=lang if is_language(lang) else "",
        kind=fields.choice("kind", KINDS, absent="", unreadable=""),
        also=fields.texts("also", "also_known_as"),
        level=fields.text("level", longest=40),
        duration_minutes=fields.number("duration_minutes"),
    )
