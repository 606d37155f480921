"""The second half of a walk over an article: links, pictures, tables, tick boxes and tabs."""

import re
from dataclasses import dataclass, field
from html import escape

from portal.articles.addresses import humanised
from portal.articles.rendering.links import Address, Kind
from portal.articles.rendering.markdown import MADE_HERE
from portal.articles.rendering.outlined import Outlined
from portal.articles.rendering.pointers import Pointers
from portal.articles.rendering.walking import write_tag

_EMPTY = re.compile(r"<p>\s*</p>\n?")
_FOOTNOTE = {"footnote-ref", "footnote-backref"}


@dataclass
class _Open:
    """A tag that is settled when it ends: where it stands in the output, and how much was seen before it."""

    index: int
    seen: int
    end: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    is_mark: bool = False  # of a footnote: no words


class Page(Outlined):
    """Walks over the tidy HTML of an article and keeps what it learns."""

    def __init__(self, lang: str, title: str, pointers: Pointers) -> None:
        super().__init__(lang, title)
        self._pointers = pointers
        self._links: list[_Open] = []
        self._cells: list[_Open] = []
        self._to_anchors: list[tuple[int, str]] = []
        self._radios: set[str] = set()

    def finish(self, html: str) -> str:
        """Walk, mend the links within the page, and return the HTML."""
        self.walk(html)
        for index, anchor in self._to_anchors:
            meant = self.anchors.matching(anchor)
            if meant != anchor and self.out[index]:
                self.out[index] = write_tag("a", {"href": f"#{meant}"})
        return _EMPTY.sub("", "".join(self.out))

    def keep(self, escaped: str) -> None:
        """Add words to what is open; the marks of footnotes are none."""
        if not (self._links and self._links[-1].is_mark):
            super().keep(escaped)

    def drop_from(self, index: int) -> None:
        """Take back everything that was written since `index`."""
        super().drop_from(index)
        self._to_anchors = [entry for entry in self._to_anchors if entry[0] < index]

    def start_a(self, attributes: dict[str, str]) -> str:
        """Open a link, or leave only its text, or its name as an anchor."""
        opened = _Open(len(self.out), self.seen)
        self._links.append(opened)
        if "href" not in attributes:
            return self._name(opened, attributes.get("id") or attributes.get("name", ""))
        if attributes.get("class") in _FOOTNOTE:
            opened.is_mark = True
            return self._open_link(opened, {**attributes, "aria-label": attributes.get("title", "")})
        address = self._pointers.link(attributes["href"])
        if not address.href:
            return ""
        if address.kind is Kind.ANCHOR:
            self._to_anchors.append((opened.index, address.anchor))
        kept = {key: value for key, value in attributes.items() if key in ("title", "hreflang")}
        return self._open_link(opened, {"href": address.href, **_rel(address), **kept})

    def end_a(self) -> str:
        """Close a link; one that shows nothing is none."""
        opened = self._links.pop()
        if opened.end:
            self.link_depth -= 1
            if opened.seen == self.seen:
                self.out[opened.index] = ""
                return ""
        return opened.end

    def _open_link(self, opened: _Open, attributes: dict[str, str]) -> str:
        opened.end = "</a>"
        self.link_depth += 1
        return write_tag("a", {key: value for key, value in attributes.items() if value})

    def _name(self, opened: _Open, name: str) -> str:
        if not name:
            return ""
        if self.heading:  # settled at the end of the heading: its own id may be the same
            self.heading.names.append((opened.index, name))
            return ""
        return write_tag("span", {"id": self.anchors.claim(name)}) + "</span>"

    def start_img(self, attributes: dict[str, str]) -> str:
        """Show a picture of ours; one from elsewhere becomes a link, since pages load nothing from outside."""
        alt = " ".join(attributes.get("alt", "").split())
        written = attributes.get("src", "")
        address = self._pointers.picture(written)
        if not alt and (self.link_depth or address.kind is Kind.EXTERNAL):
            alt = humanised(written.rpartition("/")[2].partition("?")[0].partition(".")[0])
        shown = escape(alt, quote=False)
        if alt:
            self.seen += 1
            self.keep(f" {shown} ")
        if address.kind is Kind.PICTURE:
            kept = {key: attributes[key] for key in ("title", "width", "height") if attributes.get(key)}
            self.seen += 1
            return write_tag("img", {"src": address.href, "alt": alt, "loading": "lazy", **kept})
        if address.kind is Kind.EXTERNAL and alt and not self.link_depth:
            return f"{write_tag('a', {'href': address.href, **_rel(address)})}{shown}</a>"
        return shown

    def start_th(self, attributes: dict[str, str]) -> str:
        """Open a header cell, to be settled at its end."""
        self.sections.separate(" ")
        if self.head_depth:
            attributes.setdefault("scope", "col")
        self._cells.append(_Open(len(self.out), self.seen, attributes=attributes))
        return ""

    def end_th(self) -> str:
        """Close a header cell; an empty one heads nothing."""
        cell = self._cells.pop()
        name = "th" if self.seen > cell.seen else "td"
        if name == "td":
            cell.attributes.pop("scope", None)
        self.out[cell.index] = write_tag(name, cell.attributes)
        return f"</{name}>"

    def start_input(self, attributes: dict[str, str]) -> str:
        """Keep the inputs that we made, and no other."""
        if attributes.pop("data-made", "") != MADE_HERE:
            return ""
        self._radios.add(attributes.get("id", ""))
        return write_tag("input", attributes)

    def start_label(self, attributes: dict[str, str]) -> str:
        """Keep the labels of our tabs."""
        self.sections.separate(" ")
        target = attributes.get("for", "")
        is_ours = target in self._radios
        self._links.append(_Open(len(self.out), self.seen, "</label>" if is_ours else ""))
        return write_tag("label", {"for": target}) if is_ours else ""

    def end_label(self) -> str:
        """Close a label."""
        return self._links.pop().end


def _rel(address: Address) -> dict[str, str]:
    is_page = address.kind is Kind.EXTERNAL and address.href.startswith("http")
    return {"rel": "noopener"} if is_page else {}
