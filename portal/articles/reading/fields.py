"""Written entries -> checked values. A value that does not fit is a problem with its line, and is mended."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from portal.articles.reading.entries import Entry
from portal.core.problems import Problem

LONGEST_ITEM = 500
MOST_ITEMS = 100
_NUMBER = re.compile(r"[+-]?\d{1,6}", re.ASCII)


class Fields:
    """The entries of one front matter, asked for by name; `problems` gathers what did not fit."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.problems: list[Problem] = []
        self._entries: dict[str, Entry] = {}
        self._contradicted: set[str] = set()
        for entry in entries:
            before = self._entries.get(entry.key)
            if before is not None:
                self._tell("frontmatter_duplicate", entry, entry.key)
                if before.value != entry.value:
                    self._contradicted.add(entry.key)
            self._entries[entry.key] = entry

    def text(self, *keys: str, longest: int) -> str:
        """Return the first of `keys` as one line of text; a number or date is taken as it is written."""
        entry = self._first(keys)
        if entry is None or entry.value is None:
            return self._wrong_type(entry, "")
        if isinstance(entry.value, list):
            return self._wrong_type(entry, ", ".join(entry.value)[:longest])
        text = " ".join(entry.value.split())
        if not entry.is_text and text != "~":
            self._tell("value_type", entry, f"{entry.key}: {text[:80]}")
        if len(text) > longest:
            self._tell("value_too_long", entry, f"{entry.key}: {longest}")
        return "" if text == "~" and not entry.is_text else text[:longest].rstrip()

    def texts(self, *keys: str) -> tuple[str, ...]:
        """Return a list of texts; a text with commas is split."""
        entry = self._first(keys)
        if entry is None or entry.value in ("", "~"):
            return ()
        if entry.value is None:
            self._wrong_type(entry, "")
            return ()
        values = entry.value
        if isinstance(values, str):
            self._wrong_type(entry, "")
            values = values.split(",")
        cleaned = (" ".join(value.split())[:LONGEST_ITEM] for value in values[:MOST_ITEMS])
        return tuple(dict.fromkeys(value for value in cleaned if value))

    def choice(self, key: str, choices: Sequence[str], *, absent: str, unreadable: str) -> str:
        """Return one of `choices`; `unreadable` is what is safe to assume when somebody wrote something else."""
        entry = self._entries.get(key)
        if entry is None:
            return absent
        written = entry.value if isinstance(entry.value, str) else ""
        value = written.partition(" #")[0].strip().casefold()
        if value in choices and key not in self._contradicted:
            return value
        self._tell("value_unknown", entry, f"{key}: {str(entry.value or '')[:80]}")
        return unreadable

    def number(self, key: str) -> int | None:
        """Return a whole number."""
        entry = self._entries.get(key)
        if entry is None or entry.value == "":
            return None
        if isinstance(entry.value, str) and _NUMBER.fullmatch(entry.value.strip()):
            return int(entry.value)
        self._wrong_type(entry, "")
        return None

    def day(self, key: str) -> date | None:
        """Return a date written as 2026-11-24, also in front of a time."""
        entry = self._entries.get(key)
        if entry is None or entry.value == "":
            return None
        try:
            return date.fromisoformat(str(entry.value).strip()[:10])
        except ValueError:
            self._wrong_type(entry, "")
            return None

    def drop(self, key: str) -> None:
        """Forget a key that means something else in this file."""
        self._entries.pop(key, None)

    def written(self, key: str) -> str:
        """Return the folded text of a key, '' if it has none."""
        entry = self._entries.get(key)
        return entry.value.strip().casefold() if entry and isinstance(entry.value, str) else ""

    def has_prefix(self, prefix: str) -> bool:
        """Say whether any key begins with `prefix`."""
        return any(key.startswith(prefix) for key in self._entries)

    def _first(self, keys: Iterable[str]) -> Entry | None:
        return next((self._entries[key] for key in keys if key in self._entries), None)

    def _wrong_type(self, entry: Entry | None, rescued: str) -> str:
        if entry is not None:
            value = entry.value if isinstance(entry.value, str) else rescued
            self._tell("value_type", entry, f"{entry.key}: {value[:80]}".removesuffix(": "))
        return rescued

    def _tell(self, code: str, entry: Entry, detail: str) -> None:
        self.problems.append(Problem(code, entry.line, detail))
