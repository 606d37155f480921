"""The plain text of a page, cut at its headings: what is indexed, and where a snippet leads."""

import re
from dataclasses import dataclass, field
from html import unescape

_BLANKS = re.compile(r"[^\S\n]+")


@dataclass(frozen=True)
class TocEntry:
    """A heading in the table of contents."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True)
class Section:
    """The text below one heading up to the next; the anchor of what comes before the first is ''."""

    anchor: str
    heading: str
    level: int
    text: str


@dataclass
class Sections:
    """Gathers text as the page is walked through."""

    done: list[Section] = field(default_factory=list)
    _heading: tuple[str, str, int] = ("", "", 1)
    _parts: list[str] = field(default_factory=list)

    def add(self, escaped: str, *, is_verbatim: bool = False) -> None:
        """Add the text of a token; line ends mean something in verbatim text only."""
        text = unescape(escaped) if "&" in escaped else escaped
        self._parts.append(text if is_verbatim else text.replace("\n", " "))

    def separate(self, mark: str = "\n") -> None:
        """Mark the border of a block or a cell."""
        self._parts.append(mark)

    def begin(self, anchor: str, heading: str, level: int) -> None:
        """Begin the section of a heading."""
        self._finish()
        self._heading = (anchor, heading, level)

    def finish(self) -> list[Section]:
        """Return all sections; one without heading and text is none."""
        self._finish()
        return self.done

    def _finish(self) -> None:
        anchor, heading, level = self._heading
        text = plain("".join(self._parts))
        if text or anchor:
            self.done.append(Section(anchor, heading, level, text))
        self._parts = []


def plain(text: str) -> str:
    """Return `text` without surplus blanks and empty lines."""
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
