"""A page as a browser takes it in: what could run, where its addresses lead, and what a person reads."""

import re
from html.parser import HTMLParser

# Elements that run, load or redirect something, or that change how everything else on the page is read.
ACTIVE = {
    "applet", "audio", "base", "embed", "frame", "frameset", "iframe", "math", "noscript", "object", "portal",
    "source", "style", "template", "track", "video", "xmp", "plaintext", "noembed", "noframes", "listing",
}  # fmt: skip
ADDRESSES = {
    "action", "background", "cite", "data", "formaction", "href", "longdesc", "manifest", "ping", "poster",
    "src", "srcdoc", "srcset", "xlink:href",
}  # fmt: skip
HARMLESS = {"", "http", "https", "mailto", "tel"}
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")


class Page(HTMLParser):
    """What a page consists of. `dangers` says what on it could do something that we did not write."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.dangers: list[str] = []
        self.values: dict[str, list[str]] = {}  # values of inputs and text areas by name
        self.texts: dict[str, list[str]] = {}  # text by element, whitespace folded, in order
        self.words: list[str] = []
        self._open: list[tuple[str, int]] = []
        self._area = ""
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """Return everything that can be read, blanks folded."""
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element and its attributes."""
        values = {name: value or "" for name, value in attrs}
        if tag == "script" and not values.get("src", "").startswith("/static/"):
            self.dangers.append(f"script {values}")
        if tag in ACTIVE or (tag == "meta" and "http-equiv" in values):
            self.dangers.append(f"{tag} {values}")
        for name, value in values.items():
            if name.startswith("on") or name == "style" or name.startswith(("hx-on", "data-hx")):
                self.dangers.append(f"{tag} {name}={value!r}")
            if name in ADDRESSES and scheme_of(value) not in HARMLESS:
                self.dangers.append(f"{tag} {name}={value!r}")
        if tag in ("input", "textarea"):
            self._area = values.get("name", "") if tag == "textarea" else ""
            self.values.setdefault(values.get("name", ""), []).append(values.get("value", ""))
        if tag in ("h1", "h2", "h3", "td", "th", "b", "a", "strong", "title", "p", "dd", "div"):
            self._open.append((tag, len(self.words)))

    def handle_endtag(self, tag: str) -> None:
        """Keep the text of an element that ends."""
        if tag == "textarea":
            self._area = ""
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at][0] == tag:
                start = self._open.pop(at)[1]
                self.texts.setdefault(tag, []).append(" ".join("".join(self.words[start:]).split()))
                return

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        self.words.append(data)
        if self._area:
            self.values[self._area][-1] += data

    def handle_comment(self, data: str) -> None:
        """We write no comments, so this is somebody's."""
        self.dangers.append(f"comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        """Only one declaration is ours."""
        if decl.lower() != "doctype html":
            self.dangers.append(f"declaration {decl!r}")

    def handle_pi(self, data: str) -> None:
        """We write none of these either."""
        self.dangers.append(f"instruction {data!r}")

    def unknown_decl(self, data: str) -> None:
        """Nor these."""
        self.dangers.append(f"declaration {data!r}")


def scheme_of(address: str) -> str:
    """Return the scheme as browsers find it: controls and blanks inside do not count."""
    found = _SCHEME.match(
        re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]", "", address).lower()
    )
    return found[1] if found else ""


def shown(text: str) -> str:
    """Return a text as a one-line field keeps it: what cannot be printed is a blank, blanks are folded."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
