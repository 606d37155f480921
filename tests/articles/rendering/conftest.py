"""What the tests of texts share: reading HTML as a browser would."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

VisibleText = Callable[[str], str]

DANGEROUS = {
    "applet", "base", "embed", "form", "frame", "iframe", "link", "math", "meta", "object", "script", "style", "svg",
    "template",
}  # fmt: skip

_RUNS = re.compile(r"[^/?#]*script:|data:")


class Reader(HTMLParser):
    """Gathers the text of a page and everything in it that could run."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.dangers: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what could run."""
        if tag in DANGEROUS:
            self.dangers.append(tag)
        for name, value in attrs:
            address = "".join((value or "").split()).lower()
            if name.startswith("on") or name in {"style", "srcdoc", "formaction", "action"}:
                self.dangers.append(f"{tag} {name}")
            if name in {"href", "src"} and _RUNS.match(address):
                self.dangers.append(f"{tag} {name}={value}")


@pytest.fixture
def visible_text() -> VisibleText:
    """Give a function that returns the text of some HTML without blanks."""
    return lambda html: "".join("".join(Reader(html).parts).split())


@pytest.fixture
def dangers() -> Callable[[str], list[str]]:
    """Give a function that lists what could run in some HTML."""
    return lambda html: Reader(html).dangers
