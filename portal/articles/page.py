"""The page of an article: one walk that settles headings, anchors, links and pictures, and gathers the text."""

from html import escape

from portal.articles.addresses import humanised
from portal.articles.headings import Headings
from portal.articles.lines import Lines
from portal.articles.links import Address, Kind, Link, resolve
from portal.articles.markdown import MADE_HERE
from portal.articles.sections import Sections
from portal.articles.walking import Walker, write_tag
from portal.core.problems import Problem

# Between these the text is cut; a cell only by a blank.
_BLOCKS = frozenset(
    "blockquote br caption dd details div dl dt figcaption figure hr li ol p summary table tr ul".split()
)
_CELLS = frozenset(("td", "label"))
# A heading in here is part of a box, not of the outline.
_BOXES = frozenset(("blockquote", "details", "div", "li", "table"))
_LINK_PROBLEMS = {Kind.OUTSIDE: "link_leaves_folder", Kind.UNSUPPORTED: "link_unsupported"}
_PICTURE_PROBLEMS = {Kind.OUTSIDE: "image_leaves_folder", Kind.UNSUPPORTED: "image_unsupported"}


class Page(Walker):
    """Walks over the tidy HTML of the article at `path` and keeps what it learns."""

    def __init__(self, path: str, lang: str, title: str, lines: Lines) -> None:
        super().__init__()
        self.path = path
        self.lang = lang
        self.lines = lines
        self.sections = Sections()
        self.headings = Headings(title, lang)
        self.links: list[Link] = []
        self.images: dict[str, None] = {}
        self.problems: list[Problem] = []
        self._boxes = 0
        self._seen = 0  # visible pieces so far: a link or cell without any is empty
        self._link_ends: list[tuple[str, int, int]] = []
        self._own_anchors: list[tuple[int, str]] = []
        self._cell = (0, 0, "")

    def finish(self, html: str) -> str:
        """Walk and return the HTML."""
        self.walk(html)
        for index, anchor in self._own_anchors:
            exact = self.headings.matching(anchor)
            if exact != anchor:
                self.out[index] = write_tag("a", {"href": f"#{exact}"})
        return "".join(self.out)

    # -- text and blocks -----------------------------------------------------------------------------------

    def text(self, escaped: str) -> str:
        """Keep the text for its section or its heading."""
        if not escaped.isspace():
            self._seen += 1
        self._keep(escaped)
        return super().text(escaped)

    def start(self, name: str, attributes: str) -> str:
        """Cut the text at blocks; no id twice."""
        self._cut(name)
        if name in _BOXES:
            self._boxes += 1
        if attributes and ' id="' in attributes:
            before, _, rest = attributes.partition(' id="')
            written, _, after = rest.partition('"')
            anchor = self.headings.claim(written)
            attributes = f'{before} id="{anchor}"{after}' if anchor else before + after
        return f"<{name}{attributes}>"

    def end(self, name: str) -> str:
        """Cut the text at blocks."""
        self._cut(name)
        if name in _BOXES:
            self._boxes -= 1
        return f"</{name}>"

    def start_pre(self, attributes: dict[str, str]) -> str:
        """Code is text of its own."""
        self.sections.separate()
        return super().start_pre(attributes)

    def end_pre(self) -> str:
        """Code is text of its own."""
        self.sections.separate()
        return super().end_pre()

    def _cut(self, name: str) -> None:
        if name in _BLOCKS:
            self.sections.separate()
        elif name in _CELLS:
            self.sections.separate(" ")

    def _keep(self, escaped: str) -> None:
        if self.link_depth and self._link_ends[-1][0] == "</a><!---->":
            return  # the marks of footnotes are no words
        if self.headings.is_open:
            self.headings.add(escaped)
        else:
            self.sections.add(escaped, is_verbatim=self.pre_depth > 0)
