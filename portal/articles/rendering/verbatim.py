"""Reading what Markdown must not touch: fenced code, whole HTML elements, comments, indented code.

Each reader gets the lines and the index where its block begins and returns what it read and the index behind.
"""

import re
from dataclasses import dataclass

FENCE = re.compile(r"(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>.*)$")
_HIGHLIGHT = re.compile(r"\{%-?\s*highlight\s+(?P<info>[^%]*?)-?%\}\s*$")
_HIGHLIGHT_END = re.compile(r"\s*\{%-?\s*endhighlight\s*-?%\}\s*$")
_FRAME = re.compile(r"""\bsrc\s*=\s*["']?(https://[^"'\s>]+)""", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """A block that was read: its text, what its first line says about it, the index of the line after it."""

    text: str
    after: int
    info: str = ""
    is_closed: bool = True
    rest: str = ""  # what stands behind the block in its last line


def read_fence(lines: list[str], at: int, column: int, first: str) -> Block | None:
    """Read fenced code whose first line, without indent, is `first`; None if it opens none."""
    found = FENCE.match(first)
    if found and not (found["mark"][0] == "`" and "`" in found["info"]):
        end = re.compile(rf"[ \t]*{found['mark'][0]}{{{len(found['mark'])},}}[ \t]*$")
    else:
        found = _HIGHLIGHT.match(first)
        if not found:
            return None
        end = _HIGHLIGHT_END
    content: list[str] = []
    for index in range(at + 1, len(lines)):
        if end.match(lines[index]):
            return Block("\n".join(content), index + 1, found["info"])
        content.append(without_indent(lines[index], column))
    return Block("\n".join(content).rstrip(), len(lines), found["info"], is_closed=False)


def read_element(lines: list[str], at: int, name: str, first: str) -> Block | None:
    """Read an HTML element to its end tag; None if it has none."""
    opening = re.compile(rf"<{name}\b", re.IGNORECASE)
    closing = re.compile(rf"</{name}\s*>", re.IGNORECASE)
    content: list[str] = []
    depth = 0
    for index in range(at, len(lines)):
        line = first if index == at else lines[index]
        depth += len(opening.findall(line)) - len(closing.findall(line))
        if depth <= 0:
            end = [found.end() for found in closing.finditer(line)][-1:]
            if not end:
                return None
            content.append(line[: end[0]])
            return Block("\n".join(content), index + 1, rest=line[end[0] :].strip())
        content.append(line)
    return None


def read_tag(lines: list[str], at: int, first: str) -> Block | None:
    """Read one tag that may go on over a few lines."""
    text = first
    for index in range(at, min(at + 10, len(lines))):
        if index > at:
            text += "\n" + lines[index].strip()
        end = text.find(">")
        if end >= 0:
            return Block(text[: end + 1], index + 1, rest=text[end + 1 :].strip())
    return None


def read_comment(lines: list[str], at: int, first: str) -> Block | None:
    """Read a comment; None if it never ends, so that it hides nothing."""
    for index in range(at, len(lines)):
        line = first if index == at else lines[index]
        end = line.find("-->")
        if end >= 0:
            return Block("", index + 1, rest=line[end + 3 :].strip())
    return None


def read_indented(lines: list[str], at: int, column: int) -> Block:
    """Read indented code: every line at `column` or further right, blank ones between."""
    after = last = at
    while after < len(lines) and (not lines[after].strip() or column_of(lines[after]) >= column):
        if lines[after].strip():
            last = after
        after += 1
    content = [without_indent(line, column) for line in lines[at : last + 1]]
    return Block("\n".join(content), last + 1)


def frame_address(element: str) -> str:
    """Return the https address that an iframe shows, '' if there is none."""
    found = _FRAME.search(element)
    return found[1].replace("&amp;", "&") if found else ""


def column_of(line: str) -> int:
    """Return how far a line is indented; a tab goes to the next multiple of four."""
    blank = line[: len(line) - len(line.lstrip(" \t"))]
    return len(blank.expandtabs(4))


def without_indent(line: str, column: int) -> str:
    """Return a line without at most `column` columns of indent; everything else stays as it is."""
    if not column:
        return line
    text = line.lstrip(" \t")
    blank = line[: len(line) - len(text)]
    if "\t" in blank[:column]:
        blank = blank.expandtabs(4)
    return blank[column:] + text
