"""The first half of a walk over an article: its words by section, its headings, its ids."""

from dataclasses import dataclass, field
from html import unescape

from portal.articles.rendering.elements import BOXES, CUTTING, HEADINGS
from portal.articles.rendering.outline import Anchors, Outline, slug_of_heading
from portal.articles.rendering.sections import Sections, TocEntry, plain
from portal.articles.rendering.walking import Walker, read_attributes, write_tag
from portal.core.languages import SPANISH

_LINK_LABEL = {SPANISH: "Enlace a esta sección: {}"}


@dataclass
class Heading:
    """A heading that is open: where its tag will stand, and what it holds so far."""

    index: int
    level: int
    anchor: str
    is_boxed: bool
    parts: list[str] = field(default_factory=list)
    names: list[tuple[int, str]] = field(default_factory=list)  # anchors in it, by their place in the output


class Outlined(Walker):
    """Keeps the words and settles the headings. `seen` counts what is visible, to find what shows nothing."""

    def __init__(self, lang: str, title: str) -> None:
        super().__init__()
        self.outline = Outline(title)
        self.sections = Sections()
        self.toc: list[TocEntry] = []
        self.anchors = Anchors()
        self.heading: Heading | None = None
        self.seen = 0
        self.head_depth = 0
        self._boxes = 0
        self._label = _LINK_LABEL.get(lang, "Link to this section: {}")

    def text(self, escaped: str) -> str:
        """Keep the words for their section or heading."""
        if not escaped.isspace():
            self.seen += 1
        self.keep(escaped)
        return super().text(escaped)

    def keep(self, escaped: str) -> None:
        """Add words to what is open."""
        if self.heading:
            self.heading.parts.append(escaped)
        else:
            self.sections.add(escaped, is_verbatim=self.pre_depth > 0)

    def start(self, name: str, attributes: str) -> str:
        """Cut the text at blocks and let no id stand twice."""
        level = HEADINGS.get(name)
        if level:
            anchor = read_attributes(attributes).get("id", "")
            self.heading = Heading(len(self.out), level, anchor, self._boxes > 0)
            return ""
        if name in CUTTING:
            self.sections.separate()
        elif name == "td":
            self.sections.separate(" ")
        self._boxes += name in BOXES
        self.head_depth += name == "thead"
        attributes = attributes.replace(' class=""', "")  # left over where no class was allowed
        if ' id="' in attributes:
            kept = read_attributes(attributes)
            anchor = self.anchors.claim(kept.pop("id"))
            return write_tag(name, {**kept, **({"id": anchor} if anchor else {})})
        return f"<{name}{attributes}>"

    def end(self, name: str) -> str:
        """Cut the text at blocks."""
        if name in HEADINGS:
            return self._end_heading()
        if name in CUTTING:
            self.sections.separate()
        self._boxes -= name in BOXES
        self.head_depth -= name == "thead"
        return f"</{name}>"

    def start_pre(self, attributes: dict[str, str]) -> str:
        """Cut the text: code stands by itself."""
        self.sections.separate()
        return super().start_pre(attributes)

    def end_pre(self) -> str:
        """Cut the text: code stands by itself."""
        self.sections.separate()
        return super().end_pre()

    def start_table(self, _attributes: dict[str, str]) -> str:
        """Open a table; as it may scroll, it can be reached by keyboard."""
        self._boxes += 1
        self.sections.separate()
        return '<table tabindex="0">'

    def end_table(self) -> str:
        """Close a table."""
        self._boxes -= 1
        self.sections.separate()
        return "</table>"

    def drop_from(self, index: int) -> None:
        """Take back everything that was written since `index`."""
        del self.out[index:]

    def _end_heading(self) -> str:
        heading, self.heading = self.heading, None
        text = plain(unescape("".join(heading.parts)).replace("\n", " ")) if heading else ""
        if heading is None or not text:
            return ""
        if not heading.is_boxed and not self.outline.is_settled and self._is_title(heading, text):
            self.drop_from(heading.index)
            return ""
        level = self.outline.level_of(heading.level)
        anchor = self._anchor(heading, text)
        self.out[heading.index] = write_tag(f"h{level}", {"id": anchor})
        self.sections.begin(anchor, text, level)
        if level < 4 and not heading.is_boxed:
            self.toc.append(TocEntry(level, anchor, text))
        link = {"class": "headerlink", "href": f"#{anchor}", "aria-label": self._label.format(text)}
        return f"{write_tag('a', link)}#</a></h{level}>"

    def _is_title(self, heading: Heading, text: str) -> bool:
        is_leading = not any(part.strip() for part in self.out[: heading.index])
        return self.outline.takes_as_title(text, heading.level, is_leading=is_leading)

    def _anchor(self, heading: Heading, text: str) -> str:
        """Return the id of a heading; a named anchor in it stays, unless it has the same name."""
        slug = heading.anchor or slug_of_heading(text)
        for index, name in heading.names:
            if name != slug:
                self.out[index] = write_tag("span", {"id": self.anchors.claim(name)}) + "</span>"
        return self.anchors.claim(slug)
