"""The stack of open containers while Markdown is laid out: which line is inside which item, box or tab."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from portal.articles.rendering.verbatim import column_of
from portal.core.problems import Problem

STEP = "    "  # what one container is worth in Python-Markdown

# A rule gets the column and the text of a line and says whether it took the line.
Rule = Callable[["Layout", int, str], bool]


@dataclass
class Level:
    """An open container: the column of its content in the source, the column of what opened it, its kind.

    Kinds: "ul" and "ol" (items of a list), "block" (content is indented), "colons" (open until it is closed).
    """

    indent: int
    marker_at: int
    kind: str
    is_loose: bool = False

    @property
    def is_list(self) -> bool:
        """Say whether this is an item of a list."""
        return self.kind in ("ul", "ol")

    @property
    def reach(self) -> int:
        """Return the column from which a line is inside; in a list two right of the marker is enough."""
        return min(self.indent, self.marker_at + 2) if self.is_list else self.indent


@dataclass
class Layout:
    """One pass over some lines. `previous` is the line before: text, item, block, html, '' for a blank one."""

    lines: list[str]
    rules: tuple[Rule, ...]
    stash: Callable[[str], str]
    shown: Callable[[str], str] = str
    lang: str = ""
    problems: list[Problem] = field(default_factory=list)
    depth: int = 0
    at: int = 0
    out: list[str] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    colons: list[Level | None] = field(default_factory=list)
    endless: set[str] = field(default_factory=set)  # elements of which no end tag comes any more
    previous: str = ""

    def run(self) -> list[str]:
        """Return the lines in their strict form."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            text = line.lstrip(" \t")
            if not text:
                self.out.append("")
                self.previous = ""
                self.at += 1
            elif not any(rule(self, column_of(line), text) for rule in self.rules):
                self._text(column_of(line), text)
        return self.out

    def inside(self, lines: list[str]) -> list[str]:
        """Return lines that are a text of their own, a quote for example, in their strict form."""
        return Layout(
            lines, self.rules, self.stash, self.shown, self.lang, self.problems, self.depth + 1
        ).run()  # fmt: skip

    def write(self, text: str, kind: str) -> None:
        """Write a line at its place."""
        self.out.append(STEP * len(self.levels) + text)
        self.previous = kind

    def write_block(self, text: str, kind: str = "block") -> None:
        """Write a line that stands by itself."""
        self.gap()
        self.write(text, kind)
        self.out.append("")

    def gap(self) -> None:
        """Write a blank line unless there is one."""
        if self.out and self.out[-1].strip():
            self.out.append("")

    def go_on(self, after: int, rest: str = "", column: int = 0) -> bool:
        """Move on to the line `after`; the rest of the last line is put back as a line. Always true."""
        self.at = after
        if rest:
            self.at -= 1
            self.lines[self.at] = " " * column + rest
        return True

    def enter(self, column: int) -> None:
        """Close the containers that a line at `column` is outside of."""
        while self.levels and self.levels[-1].kind != "colons" and column < self.levels[-1].reach:
            self.levels.pop()
        if self.levels and not self.previous:
            self.levels[-1].is_loose = True

    def relative(self, column: int) -> int:
        """Return how far right of the innermost container that it is in a line stands."""
        inside = [level.indent for level in self.levels if level.indent <= column]
        return column - (inside[-1] if inside else 0)

    def _text(self, column: int, text: str) -> None:
        is_lazy = self.previous in ("text", "item") and bool(self.levels) and self.levels[-1].is_list
        before = len(self.levels)
        if not is_lazy:
            self.enter(column)
        if len(self.levels) < before:
            self.gap()
        self.write(hard_break(self.shown(text)), "text")
        self.go_on(self.at + 1)


def hard_break(text: str) -> str:
    """Return a line whose backslash at the end is written as two blanks."""
    is_break = text.endswith("\\") and not text.endswith("\\\\")
    return text[:-1] + "  " if is_break else text
