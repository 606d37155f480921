"""Rules for what Markdown must not touch: code, HTML, comments. It is stashed, and a mark stands for it."""

import re

from portal.articles.rendering import verbatim
from portal.articles.rendering.boxes import box_opener, write_box
from portal.articles.rendering.callouts import is_callout
from portal.articles.rendering.containers import Layout
from portal.articles.rendering.elements import CONTAINERS, WHOLE
from portal.articles.rendering.highlighting import render_code
from portal.articles.rendering.lists import MARKER
from portal.articles.rendering.sanitise import tidy
from portal.core.problems import Problem

_TAG = re.compile(r"<(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?=[\s/>])")
_DIRECTIVE = re.compile(r"\{(?P<name>[A-Za-z-]+)\}[ \t]*(?P<title>.*)$")


def fence(layout: Layout, column: int, text: str) -> bool:
    """Stash fenced code, at any indent inside a list; a directive of MyST becomes a box."""
    if text[0] not in "`~{" or (column >= 4 and not layout.levels):
        return False
    block = verbatim.read_fence(layout.lines, layout.at, column, text)
    if block is None:
        return False
    tell_unclosed(layout, block)
    layout.enter(column)
    directive = _DIRECTIVE.match(block.info)
    if directive and is_callout(directive["name"]):
        opener = box_opener(directive["name"], directive["title"].strip(), layout.lang)
        write_box(layout, opener, block.text.split("\n"))
    else:
        layout.write_block(layout.stash(render_code(block.text, block.info)))
    return layout.go_on(block.after)


def plain_fence(layout: Layout, column: int, text: str) -> bool:
    """Stash fenced code of a message, where a fence without an end is only text."""
    block = verbatim.read_fence(layout.lines, layout.at, column, text) if text[0] in "`~" else None
    if block is None or not block.is_closed:
        return False
    layout.enter(column)
    layout.write_block(layout.stash(render_code(block.text, block.info)))
    return layout.go_on(block.after)


def tell_unclosed(layout: Layout, block: verbatim.Block) -> None:
    """Report a fence that runs to the end of the file."""
    if not block.is_closed and not layout.depth:
        layout.problems.append(Problem("fence_unclosed", layout.at + 1, ""))


def indented(layout: Layout, column: int, text: str) -> bool:
    """Stash indented code."""
    if layout.relative(column) < 4 or layout.previous in ("text", "item", "html"):
        return False
    if layout.levels and MARKER.match(text) and layout.relative(column) < 8:
        return False  # a list that is indented too far is meant more often than code
    layout.enter(column)
    indent = (layout.levels[-1].indent if layout.levels else 0) + 4
    block = verbatim.read_indented(layout.lines, layout.at, indent)
    layout.write_block(layout.stash(render_code(block.text, "")))
    return layout.go_on(block.after)


def comment(layout: Layout, column: int, text: str) -> bool:
    """Drop a comment."""
    block = verbatim.read_comment(layout.lines, layout.at, text) if text.startswith("<!--") else None
    return block is not None and layout.go_on(block.after, block.rest, column)


def html(layout: Layout, column: int, text: str) -> bool:
    """Stash an element, or only the tags of one that holds Markdown."""
    found = _TAG.match(text)
    if not found:
        return False
    name = found["name"].lower()
    if name in CONTAINERS:
        block = verbatim.read_tag(layout.lines, layout.at, text)
    elif name in WHOLE and not found["slash"] and name not in layout.endless:
        block = verbatim.read_element(layout.lines, layout.at, name, text)
        if block is None:
            layout.endless.add(name)
    else:
        return False
    if block is None:
        return False
    layout.enter(column)
    layout.write_block(_stashed(layout, name, block.text), "html")
    return layout.go_on(block.after, block.rest, column)


def _stashed(layout: Layout, name: str, element: str) -> str:
    """A whole element is sanitised by itself, so that what it leaves open swallows nothing behind it."""
    address = verbatim.frame_address(element) if name == "iframe" else ""
    if address:
        return f"<{address}>"
    return layout.stash(element if name in CONTAINERS else tidy(element))
