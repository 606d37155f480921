"""Real articles: every file of the starter kit is read and shown without garbage."""

import re
from pathlib import Path

import pytest

from portal.articles.reading.decoding import decode
from portal.articles.reading.frontmatter import parse
from portal.articles.rendering.render import Rendered, render_article

STARTER = Path("/work/shared/starter")
FOLDERS = [STARTER / "kb", STARTER / "course"]

pytestmark = pytest.mark.skipif(not STARTER.is_dir(), reason="the starter articles are not at hand")


@pytest.fixture(scope="module")
def pages() -> dict[str, Rendered]:
    """Render every article once."""
    rendered = {}
    for folder in FOLDERS:
        for file in sorted(folder.rglob("*.md")):
            matter, body, line, _problems = parse(decode(file.read_bytes())[0])
            path = file.relative_to(folder).as_posix()
            rendered[path] = render_article(path, body, title=matter.title, line_offset=line)
    return rendered


def test_every_article_has_a_title_a_text_and_sections(pages: dict[str, Rendered]) -> None:
    assert len(pages) >= 150
    for path, page in pages.items():
        assert page.title, path
        assert page.words > 5, path
        assert page.sections, path
        assert "<h1" not in page.html, path


@pytest.mark.parametrize(
    "garbage", ["{%", ":::", "[!", "{:", "{{", "<!--", "markdown=", "wzxhzdk", "klzzwxh", "\x02"]
)
def test_no_garbage_is_visible(pages: dict[str, Rendered], garbage: str) -> None:
    for path, page in pages.items():
        outside_code = re.sub(r"<(pre|code)\b.*?</\1>", "", page.html, flags=re.DOTALL)
        assert garbage not in outside_code, path
        assert garbage not in page.title, path


def test_anchors_of_the_contents_are_on_the_page_once(pages: dict[str, Rendered]) -> None:
    for path, page in pages.items():
        ids = re.findall(r' id="([^"]*)"', page.html)
        assert len(ids) == len(set(ids)), path
        assert {entry.anchor for entry in page.toc} <= set(ids), path
