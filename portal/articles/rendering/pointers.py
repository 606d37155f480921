"""The links and pictures of one article, resolved and written down."""

from portal.articles.rendering.lines import Lines
from portal.articles.rendering.links import Address, Kind, Link, resolve
from portal.core.problems import Problem

_LINK_PROBLEMS = {Kind.OUTSIDE: "link_leaves_folder", Kind.UNSUPPORTED: "link_unsupported"}
_PICTURE_PROBLEMS = {Kind.OUTSIDE: "image_leaves_folder", Kind.UNSUPPORTED: "image_unsupported"}


class Pointers:
    """Resolves what the article at `path` points to; what cannot be shown becomes a problem with its line."""

    def __init__(self, path: str, lang: str, lines: Lines) -> None:
        self.links: list[Link] = []
        self.problems: list[Problem] = []
        self._path = path
        self._lang = lang
        self._lines = lines
        self._images: dict[str, None] = {}

    @property
    def images(self) -> list[str]:
        """Return the paths of all pictures, each once."""
        return list(self._images)

    def link(self, written: str) -> Address:
        """Resolve and record a link."""
        address = resolve(written, base=self._path, lang=self._lang)
        if address.kind is Kind.ARTICLE:
            self.links.append(Link(address.path, address.anchor, self._lines.line_of(written)))
        elif address.kind is Kind.PICTURE:
            self._images[address.path] = None
        self._tell(_LINK_PROBLEMS, address, written)
        return address

    def picture(self, written: str) -> Address:
        """Resolve and record a picture."""
        address = resolve(written, base=self._path, lang=self._lang)
        if address.kind is Kind.PICTURE:
            self._images[address.path] = None
        self._tell(_PICTURE_PROBLEMS, address, written)
        return address

    def _tell(self, codes: dict[Kind, str], address: Address, written: str) -> None:
        if address.kind in codes:
            self.problems.append(Problem(codes[address.kind], self._lines.line_of(written), written[:300]))
