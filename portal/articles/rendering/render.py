"""Markdown -> the HTML and the text of a page. Pure functions, but slow on hostile input: see `workshop`."""

import re
from dataclasses import asdict, dataclass, field
from html import escape
from typing import Any

from portal.articles.addresses import humanised, language_of
from portal.articles.reading.decoding import without_controls
from portal.articles.rendering.dialects import drop_foreign
from portal.articles.rendering.layout import lay_out, lay_out_message
from portal.articles.rendering.lines import Lines
from portal.articles.rendering.links import Link
from portal.articles.rendering.markdown import article_markdown, message_markdown
from portal.articles.rendering.messages import Message, is_lone_span
from portal.articles.rendering.page import Page
from portal.articles.rendering.pointers import Pointers
from portal.articles.rendering.sanitise import seal, seal_message, tidy
from portal.articles.rendering.sections import Section, TocEntry, plain
from portal.core.languages import ENGLISH
from portal.core.problems import Problem

# Raise it whenever the same Markdown gives other HTML: every article is rendered again at the next sync.
RENDERER = "1"
LONGEST_TITLE = 300

_GAP = re.compile(r"\n[ \t]*\n+")


@dataclass(frozen=True)
class Rendered:
    """What a body became. `text` is everything readable, `links` and `images` are paths of the catalogue."""

    title: str
    second_title: str = ""
    html: str = ""
    toc: list[TocEntry] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    text: str = ""
    links: list[Link] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    words: int = 0
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def plain(cls, *, title: str, text: str, html: str) -> "Rendered":
        """Return a text that was not rendered: one section without headings."""
        shown = plain(text)
        return cls(
            title, "", html, sections=[Section("", "", 1, shown)], text=shown, words=len(shown.split())
        )

    def as_json(self) -> dict[str, Any]:
        """Return the value as plain lists and dictionaries."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Rendered":
        """Return the value that `as_json` wrote."""
        return cls(
            **{
                **data,
                "toc": [TocEntry(**entry) for entry in data["toc"]],
                "sections": [Section(**section) for section in data["sections"]],
                "links": [Link(**link) for link in data["links"]],
                "problems": [Problem(**problem) for problem in data["problems"]],
            }
        )


def render_article(path: str, body: str, *, title: str, line_offset: int = 0, lang: str = "") -> Rendered:
    """Render the body of the article at `path`.

    `line_offset` is the line of the file at which the body begins (0 and 1 are the same), `lang` the language of
    a file that is in no folder of a language.
    """
    lang = lang or language_of(path) or ENGLISH
    body = without_controls(body)
    lines = Lines(body, line_offset)
    md = article_markdown(lang).reset()
    strict, found = lay_out(body, md.htmlStash.store, lang)
    pointers = Pointers(path, lang, lines)
    page = Page(lang, title, pointers)
    html = seal(page.finish(tidy(md.convert(drop_foreign(strict))))).strip()
    sections = page.sections.finish()
    text = "\n".join(part for section in sections for part in (section.heading, section.text) if part)
    problems = [Problem(problem.code, lines.line_at(problem.line), problem.detail) for problem in found]
    return Rendered(
        title=(page.outline.title or _name_of(path))[:LONGEST_TITLE],
        second_title=page.outline.second_title[:LONGEST_TITLE],
        html=html,
        toc=page.toc,
        sections=sections,
        text=text,
        links=pointers.links,
        images=pointers.images,
        words=len(text.split()),
        problems=[*problems, *pointers.problems],
    )


def render_message(text: str) -> str:
    """Return the HTML of a message that anybody wrote; tags in it are shown as text."""
    if is_lone_span(text):
        return seal_message(plain_html(text.strip()))
    md = message_markdown().reset()
    cleaned = without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))
    strict = lay_out_message(cleaned, md.htmlStash.store)
    return seal_message(Message().walk(tidy(md.convert(strict))))


def plain_html(text: str) -> str:
    """Return text as escaped paragraphs, for what could not be rendered."""
    paragraphs = (part.strip("\n") for part in _GAP.split(without_controls(text)))
    return "\n".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in paragraphs if part.strip())


def _name_of(path: str) -> str:
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    return humanised(folder.rpartition("/")[2] or stem if stem == "index" else stem) or path
