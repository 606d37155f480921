"""One walk over tidy HTML, token by token. What is special about articles and messages is in their own modules.

Tidy HTML comes from the sanitiser: every tag is well-formed, every '<' in text and every quote in a value is
escaped, so that a plain expression reads it faster than any parser.
"""

import re
from html import escape, unescape

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>|([^<]+)')
_ATTRIBUTE = re.compile(r'([^\s="]+)(?:="([^"]*)")?')
_BARE = re.compile(r"(?<![\w@/.])(?:https?://|www\.)(?:(?!&(?:lt|gt|nbsp);)[^\s<>\"'`])+", re.IGNORECASE)
_TAIL = re.compile(r"[.,;:!?*_~]+$")


class Walker:
    """Copies tokens to `out`; a method `start_x` or `end_x` deals with the tag x and returns what to write."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.pre_depth = 0
        self.code_depth = 0
        self.link_depth = 0

    def walk(self, html: str) -> str:
        """Return the HTML that the walk wrote."""
        for slash, name, attributes, text in _TOKEN.findall(html):
            if text:
                self.out.append(self.text(text))
                continue
            handler = getattr(self, f"end_{name}" if slash else f"start_{name}", None)
            if handler is None:
                self.out.append(self.end(name) if slash else self.start(name, attributes))
            elif slash:
                self.out.append(handler())
            else:
                self.out.append(handler(read_attributes(attributes)))
        return "".join(self.out)

    def text(self, escaped: str) -> str:
        """Return a piece of text with its bare addresses made links."""
        if (
            self.link_depth
            or self.pre_depth
            or self.code_depth
            or not ("://" in escaped or "www." in escaped)
        ):
            return escaped
        return _BARE.sub(lambda found: self.bare(found.group()), escaped)

    def bare(self, escaped: str) -> str:
        """Return the link of a bare address; the full stop of its sentence stays outside."""
        tail = _TAIL.search(escaped)
        address = escaped[: tail.start()] if tail else escaped
        if address.endswith(")") and address.count("(") < address.count(")"):
            address = address[:-1]
        href = address if "://" in address else f"https://{address}"
        return f'<a href="{href}" rel="noopener">{address}</a>{escaped[len(address) :]}'

    def start(self, name: str, attributes: str) -> str:
        """Return the start tag of an element nobody deals with."""
        return f"<{name}{attributes}>"

    def end(self, name: str) -> str:
        """Return the end tag of an element nobody deals with."""
        return f"</{name}>"

    def start_pre(self, _attributes: dict[str, str]) -> str:
        """Scrolling text must be reachable by keyboard."""
        self.pre_depth += 1
        return '<pre tabindex="0">'

    def end_pre(self) -> str:
        """Leave verbatim text."""
        self.pre_depth -= 1
        return "</pre>"

    def start_code(self, _attributes: dict[str, str]) -> str:
        """Enter code, where addresses stay text."""
        self.code_depth += 1
        return "<code>"

    def end_code(self) -> str:
        """Leave code."""
        self.code_depth -= 1
        return "</code>"


def read_attributes(written: str) -> dict[str, str]:
    """Return the attributes of a tidy tag, unescaped."""
    if not written.strip(" /"):
        return {}
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(written) if name != "/"}


def write_tag(name: str, attributes: dict[str, str]) -> str:
    """Return a start tag."""
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>"
