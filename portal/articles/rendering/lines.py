"""In which line of a file an address stands: Markdown forgets it, so it is looked for again."""

import re

MOST_SEARCHES = 2000  # a page with more links than this gets no more line numbers

_BEFORE = re.compile(r"[(<\"'\s=:]\Z")


class Lines:
    """Finds addresses in a text whose first line is `first_line` of its file; each one after the other."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._first = max(first_line, 1)
        self._next: dict[str, int] = {}
        self._searches = 0

    def line_of(self, written: str) -> int:
        """Return the line of the next place where `written` stands as an address, 0 if it is not found."""
        return self._find(written) or ("%20" in written and self._find(written.replace("%20", " "))) or 0

    def _find(self, written: str) -> int:
        at = self._next.get(written, 0)
        while written and self._searches < MOST_SEARCHES:
            self._searches += 1
            at = self._text.find(written, at)
            if at < 0:
                break
            if _BEFORE.search(self._text, max(at - 1, 0), at):
                self._next[written] = at + len(written)
                return self._first + self._text.count("\n", 0, at)
            at += len(written)
        return 0

    def line_at(self, line: int) -> int:
        """Return the line of the file for a line of the text, both counted from 1."""
        return self._first + line - 1
