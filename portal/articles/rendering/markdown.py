"""Python-Markdown as this house uses it: one instance per language and purpose, kept and reset.

Extensions of ours work on the tree before inline markup is read, so that titles and items may contain any.
What they make themselves (tick boxes, radio buttons of tabs) carries a secret mark: see `MADE_HERE`.
"""

import re
import secrets
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from portal.articles.rendering.callouts import is_callout, look_of, title_of
from portal.core.languages import SPANISH

# Only inputs with this value of `data-made` come from the renderer; an author cannot guess it. It never leaves
# the process: `page` takes it off.
MADE_HERE = secrets.token_hex(16)

_EXTENSIONS = (
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "sane_lists", "tables",
    "pymdownx.betterem", "pymdownx.details", "pymdownx.keys", "pymdownx.saneheaders", "pymdownx.tabbed", "pymdownx.tilde",
)  # fmt: skip
_TASK = re.compile(r"\[([ xX])\][ \t]+")
_DONE = {SPANISH: "Hecho"}
_BACK = {SPANISH: "Volver al texto desde la nota {}"}


class _Marks(Treeprocessor):  # type: ignore[misc]
    """Give admonitions our looks and titles, items their tick boxes, and our inputs their mark."""

    def __init__(self, md: Markdown, lang: str) -> None:
        super().__init__(md)
        self.lang = lang

    def run(self, root: Element) -> None:
        """Walk the tree once, before inline markup is read."""
        for element in root.iter():
            if element.tag == "li":
                self._task(element)
            elif element.tag == "input":
                element.set("data-made", MADE_HERE)
            elif element.tag in ("div", "details"):
                self._callout(element)

    def _callout(self, element: Element) -> None:
        names = element.get("class", "").removeprefix("admonition").strip()
        if element.tag == "div" and not element.get("class", "").startswith("admonition"):
            return
        look = look_of(names)
        element.set("class", f"admonition {look}" if element.tag == "div" else look)
        title = element[0] if len(element) else None
        first = names.split()[:1]
        if title is not None and first and title.text == first[0].capitalize() and is_callout(first[0]):
            title.text = title_of(first[0], self.lang)

    def _task(self, item: Element) -> None:
        holder = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
        found = _TASK.match(holder.text or "")
        if not found:
            return
        attributes = {"type": "checkbox", "disabled": "disabled", "aria-label": _DONE.get(self.lang, "Done")}
        if found[1] != " ":
            attributes["checked"] = "checked"
        box = Element("input", {**attributes, "data-made": MADE_HERE})
        box.tail = " " + (holder.text or "")[found.end() :]
        holder.text = ""
        holder.insert(0, box)
        item.set("class", "task-list-item")


@lru_cache
def article_markdown(lang: str) -> Markdown:
    """Return the instance for articles in `lang`; call `reset()` before each text."""
    settings: dict[str, dict[str, Any]] = {
        "footnotes": {"BACKLINK_TITLE": _BACK.get(lang, "Back to the text from note {}")},
        "pymdownx.tabbed": {"alternate_style": True},
        "pymdownx.tilde": {"subscript": False},
        "tables": {"use_align_attribute": True},
    }
    md = Markdown(extensions=[*_EXTENSIONS], extension_configs=settings, output_format="html")
    # `layout` has dealt with line ends, tabs and blocks of HTML, and put marks in that this would remove.
    md.preprocessors.deregister("normalize_whitespace")
    md.preprocessors.deregister("html_block")
    md.treeprocessors.register(_Marks(md, lang), "marks", 30)
    return md


@lru_cache
def message_markdown() -> Markdown:
    """Return the instance for messages: paragraphs, lists, quotes, code, links, emphasis; nothing else."""
    md = Markdown(extensions=["sane_lists", "nl2br", "pymdownx.betterem"], output_format="html")
    for name in ("normalize_whitespace", "html_block"):
        md.preprocessors.deregister(name)
    for name in ("code", "hashheader", "setextheader", "hr", "reference"):
        md.parser.blockprocessors.deregister(name)
    for name in ("html", "image_link", "image_reference", "reference", "short_reference", "short_image_ref"):
        md.inlinePatterns.deregister(name)
    return md
