"""The front matter as a list of written entries, before anybody asks what they mean.

YAML events are read, never objects built: no tag is executed, no alias expanded, and every scalar keeps the
text that was written (`title: 2024-01-01` stays that). Where YAML gives up, lines `key: value` are read.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import yaml

from portal.articles.reading.decoding import without_controls
from portal.core.problems import Problem

LARGEST_MATTER = 64 * 1024
DEEPEST = 10  # libyaml needs seconds for thousands of nested brackets

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HARMLESS = {
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
}
_KEY_LINE = re.compile(r"""^(?P<quote>["']?)(?P<key>[\w][\w .-]*?)(?P=quote)\s*:(?:\s+(?P<value>.*))?$""")
_ITEM_LINE = re.compile(r"^\s*-\s+(.*)$")
_ALIAS = re.compile(r"\*\w+")
_FOLDED = re.compile(r"^[>|][+-]?\d?$")


@dataclass(frozen=True)
class Entry:
    """One key as written. `value` is None where it is neither text nor a list of texts."""

    key: str
    line: int
    value: str | list[str] | None
    is_text: bool = True  # False: YAML sees a number, a date, a truth value


class _Unreadable(Exception):
    def __init__(self, code: str, line: int, detail: str) -> None:
        super().__init__(code)
        self.problem = Problem(code, line, detail)


def read_entries(lines: list[str], first_line: int) -> tuple[list[Entry], list[Problem]]:
    """Return what is written in the lines of a front matter that begins at `first_line` of its file."""
    try:
        return _from_yaml("\n".join(lines), first_line), []
    except _Unreadable as error:
        return read_lines(lines, first_line), [error.problem]


def read_lines(lines: list[str], first_line: int) -> list[Entry]:
    """Return the entries of lines that are no YAML: every unindented `key: value`, with the list below it."""
    entries: list[Entry] = []
    below: list[str] = []
    for number, line in enumerate([*lines, "end:"], start=first_line):
        found = _KEY_LINE.match(line)
        if not found:
            below.append(line)
            continue
        if entries:
            entries[-1] = _with_lines_below(entries[-1], below)
        below = []
        entries.append(Entry(_key(found["key"]), number, _unquoted(found["value"] or "")))
    return entries[:-1]


def is_matter_line(line: str) -> bool:
    """Say whether a line can belong to a front matter: a key, something indented, an item, a comment, nothing."""
    return not line.strip() or line[0] in " \t#-" or bool(_KEY_LINE.match(line))


def is_key_line(line: str) -> bool:
    """Say whether a line reads `key: value`."""
    return bool(_KEY_LINE.match(line))


def _from_yaml(text: str, first_line: int) -> list[Entry]:
    if len(text) > LARGEST_MATTER:
        raise _Unreadable("frontmatter_too_large", first_line, f"{len(text)} > {LARGEST_MATTER}")
    try:
        return _from_events(yaml.parse(text, Loader=_LOADER), first_line)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        detail = str(getattr(error, "problem", "") or "")
        raise _Unreadable("frontmatter_broken", line, detail) from None


def _from_events(events: Iterable[yaml.Event], first_line: int) -> list[Entry]:
    """Walk the events once; depth 1 is the mapping of keys, depth 2 a list of values."""
    entries: list[Entry] = []
    depth, is_key = 0, True
    for event in events:
        line = first_line + (event.start_mark.line if event.start_mark else 0)
        _refuse_unsafe(event, line, depth)
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            if depth == 1 and is_key:
                entries.append(Entry(_key(getattr(event, "value", "")), line, None))
            elif entries:
                _take_value(entries, event, depth)
            is_key = depth == 0 or (depth == 1 and not is_key and isinstance(event, yaml.ScalarEvent))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            is_key = depth == 1
    return entries


def _take_value(
    entries: list[Entry], event: yaml.ScalarEvent | yaml.CollectionStartEvent, depth: int
) -> None:
    entry = entries[-1]
    if depth == 1:
        entries[-1] = _with_value(entry, event)
    elif depth == 2 and isinstance(event, yaml.ScalarEvent) and isinstance(entry.value, list):
        entry.value.append(without_controls(event.value))


def _refuse_unsafe(event: yaml.Event, line: int, depth: int) -> None:
    if depth > DEEPEST:
        raise _Unreadable("frontmatter_unsafe", line, "depth")
    is_value = isinstance(event, yaml.SequenceStartEvent) or bool(getattr(event, "value", ""))
    if depth == 0 and is_value:
        raise _Unreadable("frontmatter_broken", line, "")
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _Unreadable("frontmatter_unsafe", line, "&*")
    tag = getattr(event, "tag", None)
    if tag and tag not in _HARMLESS:
        raise _Unreadable("frontmatter_unsafe", line, str(tag)[:80])


def _with_value(entry: Entry, event: yaml.Event) -> Entry:
    if isinstance(event, yaml.ScalarEvent):
        return Entry(entry.key, entry.line, without_controls(event.value), _is_text(event))
    return Entry(entry.key, entry.line, [] if isinstance(event, yaml.SequenceStartEvent) else None)


def _is_text(event: yaml.ScalarEvent) -> bool:
    if not event.implicit[0] or not event.value:
        return True
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    candidates = [*resolvers.get(event.value[0], []), *resolvers.get(None, [])]
    return not any(pattern.match(event.value) for _tag, pattern in candidates)


def _with_lines_below(entry: Entry, below: list[str]) -> Entry:
    items = [found[1] for found in map(_ITEM_LINE.match, below) if found]
    text = " ".join(line.strip() for line in below if line.startswith((" ", "\t")))
    if items and not entry.value:
        return Entry(entry.key, entry.line, [_plain(item) for item in items])
    if isinstance(entry.value, str) and _FOLDED.match(entry.value):
        return Entry(entry.key, entry.line, text)
    return entry


def _unquoted(written: str) -> str | list[str]:
    """Read a value as far as one can without YAML: quotes around it, or a list in brackets."""
    value = written.strip()
    if value.startswith(("!!", "!<")) or _ALIAS.fullmatch(value):  # an order to the reader, not text
        return ""
    if len(value) > 1 and value[0] == "[" and value[-1] == "]":
        return [_plain(item) for item in value[1:-1].split(",") if item.strip()]
    return _plain(value)


def _plain(written: str) -> str:
    value = written.strip()
    is_quoted = len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]
    return value[1:-1] if is_quoted else value


def _key(written: object) -> str:
    return str(written).strip().casefold().replace("-", "_")
