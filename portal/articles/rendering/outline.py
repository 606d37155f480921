"""The headings of a page: which one is the title, how deep the others stand, and the ids of the page."""

import re
from collections import Counter
from dataclasses import dataclass, field

from pymdownx.slugs import slugify

from portal.articles.rendering.links import LONGEST_ANCHOR, safe_anchor
from portal.core.folding import fold

_SIGNS = re.compile(r"[`*_\\]")  # a title in the front matter may carry Markdown
_SLUG = slugify(case="lower")


class Anchors:
    """The ids of one page, each of them once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._counts: Counter[str] = Counter()

    def claim(self, written: str) -> str:
        """Return a free id for something that wants to be called `written`; '' if that is no name."""
        anchor = wanted = safe_anchor(written)
        while anchor in self._taken:
            self._counts[wanted] += 1
            anchor = f"{wanted}-{self._counts[wanted]}"
        if anchor:
            self._taken.add(anchor)
        return anchor

    def matching(self, anchor: str) -> str:
        """Return the id that a link to `anchor` means: capitals and accents are often written otherwise."""
        if anchor in self._taken:
            return anchor
        folded = fold(anchor)
        return next((taken for taken in sorted(self._taken) if fold(taken) == folded), anchor)


@dataclass
class Outline:
    """Settles the title and the levels; `title` is the one given, '' until a heading gives it."""

    title: str
    second_title: str = ""
    is_settled: bool = False
    _above: list[tuple[int, int]] = field(default_factory=list)

    def takes_as_title(self, text: str, level: int, *, is_leading: bool) -> bool:
        """Look at the next heading of the page; say whether it is its title and need not be shown again."""
        if self.is_settled:
            return False
        self.is_settled = True
        if self.title:
            is_title = _compared(text) == _compared(self.title)
            self.second_title = text if level == 1 and not is_title else ""
            return is_title
        self.title = text
        return level == 1 or is_leading

    def level_of(self, written: int) -> int:
        """Return the level to show a heading at: below the h1 of the page, and never a step left out."""
        while self._above and self._above[-1][0] >= written:
            self._above.pop()
        level = min(self._above[-1][1] + 1 if self._above else 2, 6)
        self._above.append((written, level))
        return level


def slug_of_heading(text: str) -> str:
    """Return the id of a heading by its words: `¿Qué es la VPN?` -> `qué-es-la-vpn`."""
    return str(_SLUG(text, "-"))[:LONGEST_ANCHOR].strip("-") or "section-1"


def _compared(text: str) -> str:
    return " ".join(fold(_SIGNS.sub("", text)).split())
