"""Markdown as people write it -> the strict form that Python-Markdown reads.

GitHub and most editors nest lists by the width of the marker, start lists and tables without a blank line and let a
fence stand anywhere; Python-Markdown wants steps of four columns and blank lines. One pass over the lines keeps a
stack of open containers and writes every line again at its place. Code and HTML are handed to `stash`, which
returns what stands for them, so that nothing later can touch them.
"""

from collections.abc import Callable

from portal.articles.rendering import boxes, code_rules, lists
from portal.articles.rendering.containers import Layout, Rule
from portal.articles.rendering.messages import guard
from portal.core.problems import Problem

_ARTICLE: tuple[Rule, ...] = (
    code_rules.fence, code_rules.indented, code_rules.comment, code_rules.html,
    boxes.colons, lists.attributes, boxes.quote, lists.heading, lists.rule, lists.item, boxes.opener, lists.table,
)  # fmt: skip
_MESSAGE: tuple[Rule, ...] = (code_rules.plain_fence, boxes.plain_quote, lists.plain_item)


def lay_out(text: str, stash: Callable[[str], str], lang: str) -> tuple[str, list[Problem]]:
    """Return an article in the strict form, and the problems with their lines in `text`."""
    layout = Layout(text.split("\n"), _ARTICLE, stash, lang=lang)
    return _ended(layout.run()), layout.problems


def lay_out_message(text: str, stash: Callable[[str], str]) -> str:
    """Return a message in the strict form, with all that is no markup escaped."""
    return _ended(Layout(text.split("\n"), _MESSAGE, stash, guard).run())


def _ended(lines: list[str]) -> str:
    """Join lines; a single line end after the last block would count as a part of it."""
    return "\n".join(lines).rstrip("\n") + "\n\n"
