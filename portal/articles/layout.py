"""Markdown as people write it -> the strict form that Python-Markdown reads.

GitHub and most editors nest lists by the width of the marker, start lists and tables without a blank line and
let a fence stand anywhere. Python-Markdown wants steps of four columns and blank lines. One pass over the lines
keeps a stack of open containers and writes every line again at its place. Code and HTML blocks are handed to
`stash`, which returns what stands for them, so that nothing later can touch them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from portal.articles import verbatim
from portal.articles.callouts import FOLDED, is_callout, look_of, title_of
from portal.articles.highlighting import render_code
from portal.articles.sanitise import tidy
from portal.core.problems import Problem

DEEPEST_QUOTE = 12

_MARKER = re.compile(r"(?:(?P<bullet>[-*+])|(?P<number>\d{1,9})[.)])(?P<space>[ \t]+|$)(?P<rest>.*)$")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_OPENER = re.compile(r"""(?:!!!|\?\?\?\+?)[ ]?[\w"]|===[+!]*[ ]+"[^"]*"[ ]*$|\[\^[^\]\s]+\]:|:[ ]+\S""")
_DELIMITER = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_COLONS = re.compile(r":{3,}[ \t]*(?P<body>.*?)[ \t]*(?P<end>:{3,})?$")
_COLON_NAME = re.compile(
    r"\{?[.]?(?P<name>[A-Za-z][\w-]*)\}?(?:\[(?P<label>[^\]]*)\])?[ \t]*(?P<title>[^{]*)"
)
_OPTION = re.compile(r":[a-z_-]+:(?:\s|$)")
_COLON_IMAGE = re.compile(r"""\b(source|alt-text)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ATTRIBUTES = re.compile(r"\{:[^{}]*\}[ \t]*$|\{[.#][^{}]*\}[ \t]*$")
_ANCHOR = re.compile(r"(?<![\w&])#([\w:.-]+)")
_CONTENTS = re.compile(r"\[(?:TOC|\[_?TOC_?\])\][ \t]*$", re.IGNORECASE)
_CONTENTS_ITEM = re.compile(r"\s*(?:[-*+]|\d+\.) TOC\b.*$", re.IGNORECASE)
_TAG = re.compile(r"<(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?=[\s/>])")
_ALERT = re.compile(r"\[!(?P<name>[A-Za-z]+)\][-+]?[ \t]*(?P<rest>.*)$")
_NO_ALERT = {"include", "video", "div", "begintabs", "endtabs", "tabs", "tab"}
_BLOCK_START = re.compile(r"[>#<|]|`{3}|~{3}|:{3}|\{[:.#%]|(?:[-*+]|\d{1,9}[.)])[ \t]")


@dataclass
class Level:
    """An open container: where its content begins in the source, and what opened it."""

    indent: int
    marker_at: int
    kind: str  # "ul", "ol", "block" (indented below its first line), "colons" (open until it is closed)
    is_loose: bool = False

    @property
    def is_list(self) -> bool:
        """Say whether this is an item of a list."""
        return self.kind in ("ul", "ol")


@dataclass
class Layout:
    """The state of one pass. `previous` is the kind of the line before: text, item, block, '' for a blank one."""

    lines: list[str]
    stash: Callable[[str], str]
    lang: str
    problems: list[Problem] = field(default_factory=list)
    depth: int = 0
    at: int = 0
    out: list[str] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    colons: list[Level | None] = field(default_factory=list)
    unclosed: set[str] = field(default_factory=set)
    previous: str = ""

    def run(self) -> list[str]:
        """Return the lines in their strict form."""
        rules = (
            self._fence, self._indented, self._comment, self._html, self._colon_line, self._attributes,
            self._quote, self._heading, self._rule, self._item, self._opener, self._table,
        )  # fmt: skip
        while self.at < len(self.lines):
            line = self.lines[self.at]
            text = line.strip(" \t")
            if not text:
                self.out.append("")
                self.previous = ""
                self.at += 1
                continue
            column = verbatim.column_of(line)
            start = line.lstrip(" \t")
            if not any(rule(column, start) for rule in rules):
                self._text(column, start)
        return self.out

    # -- writing -------------------------------------------------------------------------------------------

    def _write(self, text: str, kind: str) -> None:
        self.out.append("    " * len(self.levels) + text)
        self.previous = kind

    def _write_block(self, text: str) -> None:
        self._gap()
        self._write(text, "block")
        self.out.append("")

    def _gap(self) -> None:
        if self.out and self.out[-1].strip():
            self.out.append("")

    def _go_on(self, after: int, rest: str = "", column: int = 0) -> None:
        """Move to the next line; what is left of the last one is put back as a line of its own."""
        self.at = after
        if rest:
            self.at -= 1
            self.lines[self.at] = " " * column + rest

    # -- containers ----------------------------------------------------------------------------------------

    def _enter(self, column: int) -> None:
        """Close the containers that a line at `column` is outside of."""
        while self.levels and self.levels[-1].kind != "colons" and column < _reach(self.levels[-1]):
            self.levels.pop()
        if self.levels and not self.previous:
            self.levels[-1].is_loose = True

    def _relative(self, column: int) -> int:
        """Return how far right of the innermost container that it is in a line stands."""
        inside = [level.indent for level in self.levels if level.indent <= column]
        return column - (inside[-1] if inside else 0)

    def _is_lazy(self) -> bool:
        """Say whether plain text here goes on the paragraph before, whatever its indent."""
        return self.previous in ("text", "item") and bool(self.levels) and self.levels[-1].is_list

    # -- rules: each returns whether it took the line --------------------------------------------------------

    def _fence(self, column: int, text: str) -> bool:
        if text[0] not in "`~{" or (column >= 4 and not self.levels):
            return False
        block = verbatim.read_fence(self.lines, self.at, column, text)
        if block is None:
            return False
        self._tell_unclosed(block)
        self._enter(column)
        name = block.info.strip().removeprefix("{").partition("}")[0]
        if block.info.startswith("{") and is_callout(name):
            title = block.info.partition("}")[2].strip()
            self._nested(_opener(name, title, self.lang), block.text.split("\n"))
        else:
            self._write_block(self.stash(render_code(block.text, block.info)))
        self._go_on(block.after)
        return True

    def _tell_unclosed(self, block: verbatim.Block) -> None:
        if not block.is_closed and not self.depth:
            self.problems.append(Problem("fence_unclosed", self.at + 1, ""))

    def _indented(self, column: int, text: str) -> bool:
        if self._relative(column) < 4 or self.previous in ("text", "item", "html"):
            return False
        if self.levels and _MARKER.match(text) and self._relative(column) < 8:
            return False  # a list that is indented too far is meant more often than code
        self._enter(column)
        indent = (self.levels[-1].indent if self.levels else 0) + 4
        block = verbatim.read_indented(self.lines, self.at, indent)
        self._write_block(self.stash(render_code(block.text, "")))
        self._go_on(block.after)
        return True

    def _comment(self, column: int, text: str) -> bool:
        block = verbatim.read_comment(self.lines, self.at, text) if text.startswith("<!--") else None
        if block is None:
            return False
        self._go_on(block.after, block.rest, column)
        return True

    def _html(self, column: int, text: str) -> bool:
        found = _TAG.match(text)
        if not found:
            return False
        name = found["name"].lower()
        if name in verbatim.CONTAINERS:
            block = verbatim.read_tag(self.lines, self.at, text)
        elif name in verbatim.WHOLE and not found["slash"] and name not in self.unclosed:
            block = verbatim.read_element(self.lines, self.at, name, text)
            if block is None:
                self.unclosed.add(name)
        else:
            return False
        if block is None:
            return False
        self._enter(column)
        address = verbatim.frame_address(block.text) if name == "iframe" else ""
        self._write_block(f"<{address}>" if address else self.stash(_alone(block.text, name)))
        self.previous = "html"
        self._go_on(block.after, block.rest, column)
        return True

    def _colon_line(self, column: int, text: str) -> bool:
        found = _COLONS.match(text) if text.startswith(":::") else None
        if not found:
            return False
        self._go_on(self.at + 1)
        named = _COLON_NAME.match(found["body"])
        if named and named["name"] == "image":
            parts = {key: double or single for key, double, single in _COLON_IMAGE.findall(text)}
            if parts.get("source"):
                self._enter(column)
                self._write(f"![{parts.get('alt-text', '')}](<{parts['source']}>)", "text")
        elif named and not found["end"] and not named["name"].endswith("-end"):
            self._open_colons(column, named)
        elif not named and self.colons:
            self._close_colons(self.colons.pop())
        return True

    def _open_colons(self, column: int, named: re.Match[str]) -> None:
        if not is_callout(named["name"]):
            self.colons.append(None)
            return
        self._enter(column)
        while self.at < len(self.lines) and _OPTION.match(self.lines[self.at].strip()):
            self.at += 1
        title = named["label"] or named["title"].strip() or self._heading_ahead()
        self._gap()
        self._write(_opener(named["name"], title, self.lang), "block")
        level = Level(column, column, "colons")
        self.levels.append(level)
        self.colons.append(level)

    def _heading_ahead(self) -> str:
        """Take the heading that opens a fenced block: it is the title of the block."""
        ahead = next((at for at in range(self.at, len(self.lines)) if self.lines[at].strip()), None)
        if ahead is None or not _HEADING.match(self.lines[ahead].strip()):
            return ""
        self.at = ahead + 1
        return self.lines[ahead].strip().strip("#").strip()

    def _close_colons(self, level: Level | None) -> None:
        if level is not None and level in self.levels:
            del self.levels[self.levels.index(level) :]
            self._gap()
            self.previous = "block"

    def _attributes(self, column: int, text: str) -> bool:
        """Drop lines that only say how the block beside them looks; an id goes to the heading before."""
        if _CONTENTS.match(text):
            self._go_on(self.at + 1)
            return True
        if not _ATTRIBUTES.match(text):
            return False
        last = self.out[-1] if self.out else ""
        anchor = _ANCHOR.search(text)
        if anchor and _HEADING.match(last.lstrip()):
            self.out[-1] = f"{last} {{#{anchor[1]}}}"
        elif "toc" in text and _CONTENTS_ITEM.match(last):
            self.out.pop()
            self.levels.clear()
        self._go_on(self.at + 1)
        return True

    def _quote(self, column: int, text: str) -> bool:
        if text[0] != ">" or self.depth >= DEEPEST_QUOTE:
            return False
        self._enter(column)
        inner: list[str] = []
        while self.at < len(self.lines):
            line = self.lines[self.at].strip(" \t")
            if line.startswith(">"):
                quoted = self.lines[self.at].lstrip(" \t")[1:]
                inner.append(quoted[1:] if quoted.startswith(" ") else quoted)
            elif line and inner[-1].strip() and not _BLOCK_START.match(line):
                inner.append(line)
            else:
                break
            self.at += 1
        alert = _ALERT.match(inner[0].strip())
        if alert and alert["name"].casefold() not in _NO_ALERT:
            self._nested(_opener(alert["name"], "", self.lang), [alert["rest"], *inner[1:]])
        else:
            self._gap()
            for line in self._inside(inner):
                self._write(f"> {line}" if line else ">", "block")
            self._gap()
        return True

    def _nested(self, opener: str, inner: list[str]) -> None:
        self._gap()
        self._write(opener, "block")
        for line in self._inside(inner):
            self.out.append("    " * (len(self.levels) + 1) + line if line else "")
        self._gap()

    def _inside(self, lines: list[str]) -> list[str]:
        return Layout(lines, self.stash, self.lang, self.problems, self.depth + 1).run()

    def _heading(self, column: int, text: str) -> bool:
        if not _HEADING.match(text):
            return False
        self._enter(column)
        self._gap()
        self._write(text, "block")
        self._go_on(self.at + 1)
        return True

    def _rule(self, column: int, text: str) -> bool:
        if self.previous == "text" and not self.levels and _UNDERLINE.match(text):
            self._write(text, "block")  # the line before is a heading
        elif _RULE.match(text):
            self._enter(column)
            self._write_block("---")
        else:
            return False
        self._go_on(self.at + 1)
        return True

    def _item(self, column: int, text: str) -> bool:
        found = _MARKER.match(text)
        if not found:
            return False
        kind = "ul" if found["bullet"] else "ol"
        before = len(self.levels)
        sibling = self._close_items(column, kind)
        if self.previous == "text" and sibling is None and len(self.levels) == before:
            if not found["rest"] or (kind == "ol" and found["number"] != "1"):
                return False  # a number at the start of a line of prose
            if not self.levels or not self.levels[-1].is_list or self.levels[-1].is_loose:
                self._gap()
        elif sibling is None or sibling.kind != kind:
            if self.previous != "item" or sibling is not None:
                self._gap()
        mark = found["bullet"] or f"{found['number']}."
        width = len(found["space"].expandtabs(4))
        level = Level(column + len(mark) + (width if 0 < width < 5 else 1), column, kind)
        rest = self._fence_in_item(level, found["rest"])
        self._write(f"{mark} {rest}", "item")
        self.levels.append(level)
        self._go_on(self.at + 1)
        return True

    def _fence_in_item(self, level: Level, rest: str) -> str:
        block = (
            verbatim.read_fence(self.lines, self.at, level.indent, rest) if rest[:1] in ("`", "~") else None
        )
        if block is None:
            return _hard_break(rest)
        self._tell_unclosed(block)
        self.at = block.after - 1
        return self.stash(render_code(block.text, block.info))

    def _close_items(self, column: int, kind: str) -> Level | None:
        """Close what ends with a new item at `column`; return the item that it follows, if any."""
        sibling = None
        while self.levels and self.levels[-1].kind != "colons":
            level = self.levels[-1]
            reach = level.indent if level.kind in (kind, "block") else _reach(level)
            if column >= reach:
                break
            sibling = self.levels.pop()
        return sibling if sibling is not None and sibling.is_list else None

    def _opener(self, column: int, text: str) -> bool:
        if not _OPENER.match(text) or (text[0] == ":" and self.previous != "text"):
            return False
        self._enter(column)
        if text[0] in "!?=":
            self._gap()
        self._write(text, "block")
        self._go_on(self.at + 1)
        following = next((line for line in self.lines[self.at :] if line.strip()), "")
        indent = verbatim.column_of(following)
        level_indent = indent if column < indent < column + 4 else column + 4
        self.levels.append(Level(level_indent, column, "block"))
        return True

    def _table(self, column: int, text: str) -> bool:
        following = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        if "|" not in text or "-" not in following or "|" not in following or not _DELIMITER.match(following):
            return False
        self._enter(column)
        self._gap()
        while self.at < len(self.lines) and "|" in self.lines[self.at]:
            self._write(self.lines[self.at].strip(), "block")
            self.at += 1
        self._gap()
        return True

    def _text(self, column: int, text: str) -> None:
        before = len(self.levels)
        if not self._is_lazy():
            self._enter(column)
        if len(self.levels) < before:
            self._gap()
        self._write(_hard_break(text), "text")
        self._go_on(self.at + 1)


def lay_out(text: str, stash: Callable[[str], str], lang: str) -> tuple[str, list[Problem]]:
    """Return `text` in the strict form, and the problems with their lines in `text`."""
    layout = Layout(text.split("\n"), stash, lang)
    return "\n".join([*layout.run(), ""]), layout.problems


def _alone(element: str, name: str) -> str:
    """Return a whole element sanitised by itself, so that what it leaves open swallows nothing behind it."""
    return element if name in verbatim.CONTAINERS else tidy(element)


def _reach(level: Level) -> int:
    """Return the column from which a line belongs to a container: two right of the marker is enough."""
    return min(level.indent, level.marker_at + 2) if level.is_list else level.indent


def _opener(name: str, title: str, lang: str) -> str:
    shown = (title or title_of(name, lang)).replace('"', "”")
    sign = "???" if name.casefold() in FOLDED else "!!!"
    return f'{sign} {look_of(name)} "{shown}"'


def _hard_break(text: str) -> str:
    is_break = text.endswith("\\") and not text.endswith("\\\\")
    return text[:-1] + "  " if is_break else text
