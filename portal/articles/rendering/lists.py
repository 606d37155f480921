"""Rules for lists, tables, headings and rules, which other Markdown lets begin without a blank line."""

import re

from portal.articles.rendering.containers import Layout, Level, hard_break
from portal.articles.rendering.highlighting import render_code
from portal.articles.rendering.verbatim import read_fence

MARKER = re.compile(r"(?:(?P<bullet>[-*+])|(?P<number>\d{1,9})[.)])(?P<space>[ \t]+|$)(?P<rest>.*)$")
HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")

_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_ATTRIBUTES = re.compile(r"(?:\{:[^{}]*\}|\{[.#][^{}]*\})[ \t]*$")
_ANCHOR = re.compile(r"(?<![\w&])#([\w:.-]+)")
_CONTENTS = re.compile(r"\[(?:TOC|\[_?TOC_?\])\][ \t]*$", re.IGNORECASE)
_CONTENTS_ITEM = re.compile(r"\s*(?:[-*+]|\d+\.) TOC\b.*$", re.IGNORECASE)


def item(layout: Layout, column: int, text: str) -> bool:
    """Write an item of a list one step inside what it is in."""
    found = MARKER.match(text)
    if not found:
        return False
    kind = "ul" if found["bullet"] else "ol"
    closed = _close_items(layout, column, kind)
    if not closed and layout.previous == "text" and not _may_interrupt(found):
        return False
    if _needs_gap(layout, closed, kind):
        layout.gap()
    mark = found["bullet"] or f"{found['number']}."
    width = len(found["space"].expandtabs(4))
    level = Level(column + len(mark) + (width if 0 < width < 5 else 1), column, kind)
    layout.write(f"{mark} {_rest(layout, level.indent, found['rest'])}", "item")
    layout.levels.append(level)
    return layout.go_on(layout.at + 1)


def _may_interrupt(found: re.Match[str]) -> bool:
    """Say whether an item may follow prose without a blank line; a number there is a year more often than a step."""
    return bool(found["rest"]) and found["number"] in (None, "1")


def _needs_gap(layout: Layout, closed: list[Level], kind: str) -> bool:
    """Say whether Python-Markdown would not see this item without a blank line before it."""
    if closed:
        return closed[-1].kind != kind or any(level.is_loose for level in closed)
    if layout.previous == "text":
        return not layout.levels or not layout.levels[-1].is_list or layout.levels[-1].is_loose
    return layout.previous != "item"


def plain_item(layout: Layout, column: int, text: str) -> bool:
    """Write an item of a message, where a lone sign is no item."""
    found = MARKER.match(text)
    return bool(found and found["rest"].strip()) and item(layout, column, text)


def _rest(layout: Layout, column: int, rest: str) -> str:
    """Return what stands behind a marker; a fence may begin there."""
    block = read_fence(layout.lines, layout.at, column, rest) if rest[:1] in ("`", "~") else None
    if block is None or not block.is_closed:
        return hard_break(layout.shown(rest))
    layout.at = block.after - 1
    return layout.stash(render_code(block.text, block.info))


def _close_items(layout: Layout, column: int, kind: str) -> list[Level]:
    """Close the containers that end with a new item at `column` and return them, the outermost last."""
    closed: list[Level] = []
    while layout.levels and layout.levels[-1].kind != "colons":
        level = layout.levels[-1]
        # Numbers are aligned at either side, so an item of the same kind must be at the content to be inside.
        if column >= (level.indent if level.kind == kind else level.reach):
            break
        closed.append(layout.levels.pop())
    return closed


def table(layout: Layout, column: int, text: str) -> bool:
    """Write a table with blank lines around it."""
    following = layout.lines[layout.at + 1] if layout.at + 1 < len(layout.lines) else ""
    if "|" not in text or "-" not in following or "|" not in following or not _DELIMITER.match(following):
        return False
    layout.enter(column)
    layout.gap()
    while layout.at < len(layout.lines) and "|" in layout.lines[layout.at]:
        layout.write(layout.lines[layout.at].strip(), "block")
        layout.at += 1
    layout.gap()
    return True


def heading(layout: Layout, column: int, text: str) -> bool:
    """Write a heading."""
    if not HEADING.match(text):
        return False
    layout.enter(column)
    layout.gap()
    layout.write(text, "block")
    return layout.go_on(layout.at + 1)


def rule(layout: Layout, column: int, text: str) -> bool:
    """Write a rule, or the line under a heading."""
    if layout.previous == "text" and not layout.levels and _UNDERLINE.match(text):
        layout.write(text, "block")
    elif _RULE.match(text):
        layout.enter(column)
        layout.write_block("---")
    else:
        return False
    return layout.go_on(layout.at + 1)


def attributes(layout: Layout, _column: int, text: str) -> bool:
    """Drop lines that only say how the block beside them looks; an id goes to the heading before."""
    if _CONTENTS.match(text):
        return layout.go_on(layout.at + 1)
    if not _ATTRIBUTES.match(text):
        return False
    last = layout.out[-1] if layout.out else ""
    anchor = _ANCHOR.search(text)
    if anchor and HEADING.match(last.lstrip()):
        layout.out[-1] = f"{last} {{#{anchor[1]}}}"
    elif "toc" in text and _CONTENTS_ITEM.match(last):
        layout.out.pop()
        layout.levels.clear()
    return layout.go_on(layout.at + 1)
