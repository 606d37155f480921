"""One text between its file and its rows: decoded, its front matter read, its body rendered."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from portal.articles.addresses import humanised, language_of, slug_of
from portal.articles.reading.decoding import LARGEST_TEXT, decode
from portal.articles.reading.frontmatter import FrontMatter, parse
from portal.articles.rendering.render import Rendered, plain_html
from portal.articles.rendering.workshop import Job, RenderTimeout
from portal.articles.scan import Seen
from portal.core.languages import is_language
from portal.core.problems import Problem


@dataclass(frozen=True)
class Source:
    """Everything the catalogue writes about one file."""

    path: str
    slug: str
    lang: str
    content_hash: str
    changed_at: datetime
    text: str
    body: str
    matter: FrontMatter
    job: Job
    problems: list[Problem]
    rendered: Rendered | None = None

    @property
    def is_publishable(self) -> bool:
        """Say whether nothing is so wrong that the file must stay out."""
        return not any(problem.is_fatal for problem in self.problems)

    def with_rendered(self, rendered: Rendered | RenderTimeout) -> "Source":
        """Return this text with its HTML, or as plain text with a problem where rendering took too long."""
        if isinstance(rendered, RenderTimeout):
            problem = Problem("render_timeout", self.job.line_offset, "", is_fatal=False)
            return replace(self, rendered=_plain(self), problems=[*self.problems, problem])
        return replace(self, rendered=rendered, problems=[*self.problems, *rendered.problems])


def read_source(seen: Seen, default_lang: str) -> Source:
    """Return the checked text of a file, still to be rendered. Raises OSError where it cannot be read now."""
    path = seen.found.path
    with seen.found.file.open("rb") as file:
        data = file.read(LARGEST_TEXT + 1)
    content_hash = hashlib.sha256(data).hexdigest() if len(data) <= LARGEST_TEXT else seen.content_hash
    text, problems = decode(data)
    matter, body, line, more = parse(text)
    lang = language_of(path) or (matter.lang if is_language(matter.lang) else default_lang)
    job = Job(path=path, body=body, title=matter.title, line_offset=line, lang=lang)
    return Source(
        path, slug_of(path), lang, content_hash, seen.changed_at, text, body, matter, job,
        [*problems, *more],
    )  # fmt: skip


def _plain(source: Source) -> Rendered:
    title = source.matter.title or humanised(source.slug.rpartition("/")[2])
    return Rendered.plain(title=title, text=source.body, html=plain_html(source.body))
