"""Rules for boxes in the text: quotes, alerts, `:::` blocks, admonitions and tabs. All become one syntax."""

import re

from portal.articles.rendering.callouts import FOLDED, is_callout, look_of, title_of
from portal.articles.rendering.containers import STEP, Layout, Level
from portal.articles.rendering.lists import HEADING
from portal.articles.rendering.verbatim import column_of

DEEPEST_QUOTE = 12

_OPENER = re.compile(r"""(?:!!!|\?\?\?\+?)[ ]?[\w"]|===[+!]*[ ]+"[^"]*"[ ]*$|\[\^[^\]\s]+\]:|:[ ]+\S""")
_COLONS = re.compile(r":{3,}[ \t]*(?P<body>.*?)[ \t]*(?P<end>:{3,})?[ \t]*$")
_NAME = re.compile(r"\{?[.]?(?P<name>[A-Za-z][\w-]*)\}?(?:\[(?P<label>[^\]]*)\])?[ \t]*(?P<title>[^{]*)")
_OPTION = re.compile(r":[a-z_-]+:(?:\s|$)")
_PICTURE = re.compile(r"""\b(source|alt-text)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ALERT = re.compile(r"\[!(?P<name>[A-Za-z]+)\][-+]?[ \t]*(?P<rest>.*)$")
_NO_ALERT = {"include", "video", "div", "begintabs", "endtabs", "tabs", "tab"}
_BLOCK_START = re.compile(r"[>#<|]|`{3}|~{3}|:{3}|\{[:.#%]|(?:[-*+]|\d{1,9}[.)])[ \t]")


def quote(layout: Layout, column: int, text: str) -> bool:
    """Lay out a quote by itself; one that begins with `[!NOTE]` is a box."""
    if text[0] != ">" or layout.depth >= DEEPEST_QUOTE:
        return False
    layout.enter(column)
    inner = _quoted(layout)
    alert = _ALERT.match(inner[0].strip())
    if alert and alert["name"].casefold() not in _NO_ALERT:
        write_box(layout, box_opener(alert["name"], "", layout.lang), [alert["rest"], *inner[1:]])
    else:
        _write_quote(layout, inner)
    return True


def plain_quote(layout: Layout, column: int, text: str) -> bool:
    """Lay out a quote in a message; there a sign without a blank behind it is only a sign."""
    if text[0] != ">" or text[1:2] not in ("", " ", ">") or layout.depth >= DEEPEST_QUOTE:
        return False
    layout.enter(column)
    _write_quote(layout, _quoted(layout))
    return True


def _quoted(layout: Layout) -> list[str]:
    """Take the lines of a quote without their signs; a paragraph may go on without any."""
    inner: list[str] = []
    while layout.at < len(layout.lines):
        line = layout.lines[layout.at].lstrip(" \t")
        if line.startswith(">"):
            inner.append(line[2:] if line.startswith("> ") else line[1:])
        elif line and inner[-1].strip() and not _BLOCK_START.match(line):
            inner.append(line)
        else:
            break
        layout.at += 1
    return inner


def _write_quote(layout: Layout, inner: list[str]) -> None:
    layout.gap()
    for line in layout.inside(inner):
        layout.write(f"> {line}" if line else ">", "block")
    layout.gap()


def write_box(layout: Layout, opener: str, inner: list[str]) -> None:
    """Write a box with its own text."""
    layout.gap()
    layout.write(opener, "block")
    indent = STEP * (len(layout.levels) + 1)
    layout.out.extend(indent + line if line else "" for line in layout.inside(inner))
    layout.gap()


def box_opener(name: str, title: str, lang: str) -> str:
    """Return the first line of a box; what a lesson hides is folded."""
    shown = (title or title_of(name, lang)).replace('"', "”")
    sign = "???" if name.casefold() in FOLDED else "!!!"
    return f'{sign} {look_of(name)} "{shown}"'


def colons(layout: Layout, column: int, text: str) -> bool:
    """Drop the fences of `:::name … :::`; a name that we know opens a box."""
    found = _COLONS.match(text) if text.startswith(":::") else None
    if not found:
        return False
    layout.go_on(layout.at + 1)
    named = _NAME.match(found["body"])
    if named and named["name"] == "image":
        parts = {key: double or single for key, double, single in _PICTURE.findall(text)}
        if parts.get("source"):
            layout.enter(column)
            layout.write(f"![{parts.get('alt-text', '')}](<{parts['source']}>)", "text")
    elif named and not found["end"] and not named["name"].endswith("-end"):
        _open_colons(layout, column, named)
    elif not named and layout.colons:
        _close_colons(layout)
    return True


def _open_colons(layout: Layout, column: int, named: re.Match[str]) -> None:
    if not is_callout(named["name"]):
        layout.colons.append(None)
        return
    layout.enter(column)
    while layout.at < len(layout.lines) and _OPTION.match(layout.lines[layout.at].strip()):
        layout.at += 1
    title = named["label"] or named["title"].strip() or _heading_ahead(layout)
    layout.gap()
    layout.write(box_opener(named["name"], title, layout.lang), "block")
    level = Level(column, column, "colons")
    layout.levels.append(level)
    layout.colons.append(level)


def _heading_ahead(layout: Layout) -> str:
    """Take the heading that opens a block: it is the title of the box."""
    ahead = next((at for at in range(layout.at, len(layout.lines)) if layout.lines[at].strip()), None)
    if ahead is None or not HEADING.match(layout.lines[ahead].strip()):
        return ""
    layout.at = ahead + 1
    return layout.lines[ahead].strip().strip("#").strip()


def _close_colons(layout: Layout) -> None:
    level = layout.colons.pop()
    if level is None or not any(level is opened for opened in layout.levels):
        return
    while layout.levels.pop() is not level:
        pass
    layout.gap()
    layout.previous = "block"


def opener(layout: Layout, column: int, text: str) -> bool:
    """Open what is indented below its first line: admonition, details, tab, footnote, definition."""
    if not _OPENER.match(text) or (text[0] == ":" and layout.previous != "text"):
        return False
    layout.enter(column)
    if text[0] in "!?=":
        layout.gap()
    layout.write(text, "block")
    layout.go_on(layout.at + 1)
    following = next((line for line in layout.lines[layout.at :] if line.strip()), "")
    indent = column_of(following)
    layout.levels.append(Level(indent if column < indent < column + 4 else column + 4, column, "block"))
    return True
