"""Messages of tickets: text by anybody, with a little Markdown where it is clearly meant.

What people type must be seen as they typed it: paths with backslashes, tags, lines of signs. So everything that
Markdown would swallow is escaped first, except markup with clear borders.
"""

import re

from portal.articles.rendering.walking import Walker

# A code span, an address, a link, emphasis around whole words: kept as they are. Every other sign is escaped.
_CLEAR = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`)(?P<inside>[^\n]+?)(?<!`)(?P=ticks)(?!`))"
    r"|(?P<auto><(?:https?://|mailto:)[^\s<>]+>)"
    r"|(?P<link>(?<!!)\[[^\[\]\n]+\]\((?:https?://|mailto:|tel:|/(?!/))[^\s()<>]*\))"
    r"|(?P<bare>(?:https?://|www\.)[^\s<>]+)"
    r"|(?P<strong>(?<![^\s(\[{\"'¿¡«“‘])(?P<mark>\*\*|__|\*|_)(?=[^\W_]|[¿¡\"“«(])"
    r"(?P<inner>[^\n*_]*(?:[^\W_]|[.!?)\"”»%:…]))(?P=mark)"
    r"(?=[.,;:!?)\]}\"'”»…]*(?:\s|$)))"
    r"|(?P<sign>[\\`*_\[\]&<])"
)
_LONE_SPAN = re.compile(r"`[^`\n]+`")
_SIGNS = re.compile(r"[\\`*_\[\]&<]")


def is_lone_span(text: str) -> bool:
    """Say whether a text is nothing but one code span: its marks are shown, there is nothing to set it off from."""
    return bool(_LONE_SPAN.fullmatch(text.strip()))


def guard(text: str) -> str:
    """Return the Markdown that shows a line of text: what is not clearly meant as markup is escaped."""
    guarded = _CLEAR.sub(_guarded, text).rstrip()
    return f"\\{guarded}" if guarded.startswith(">") else guarded


def _guarded(found: re.Match[str]) -> str:
    if found["code"] and not found["inside"].strip():
        return _escaped(found.group())
    if found["strong"]:
        return f"{found['mark']}{guard(found['inner'])}{found['mark']}"
    return _escaped(found.group()) if found["sign"] or found["bare"] else found.group()


def _escaped(text: str) -> str:
    signs = {"&": "&amp;", "<": "&lt;"}
    return _SIGNS.sub(lambda sign: signs.get(sign.group(), f"\\{sign.group()}"), text)


class Message(Walker):
    """Walks over the tidy HTML of a message."""

    def start_a(self, attributes: dict[str, str]) -> str:
        """Open a link."""
        self.link_depth += 1
        href = attributes.get("href", "").replace("&", "&amp;").replace('"', "&quot;")
        return f'<a href="{href}">'

    def end_a(self) -> str:
        """Close a link."""
        self.link_depth -= 1
        return "</a>"
