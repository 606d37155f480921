"""Any text at all: no error, nothing that runs, no id twice, none of the renderer's own marks."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.articles.rendering.render import render_article, render_message
from tests.articles.rendering.conftest import Reader

PIECES = [
    "<", ">", "[", "]", "(", ")", "!", "`", "```", "\n", "\n\n", "    ", "- ", "1. ", "> ", "# ", "*", "**", "_", "{", "}",
    "{%", "%}", "{{", "}}", ":::", "note", "!!! note", '=== "A"', "|", "|--|", "a", "b ", "<div>", "</div>", "<details>",
    "<p>", "</p>", '<a href="x">', "</a>", "<a name=x>", "<table>", "</table>", "<td>", "<th>", "<pre>", "</pre>",
    '<label for="__tabbed_1_1">', "</label>", "<input type=radio>", "<!--", "-->", "[^1]", "[^1]: ", "&", "&lt;", "\\",
    "~~", "++a++", "{#id}", "{: .x}", ' "t"', "javascript:x", "http://a.b", "<script>", "</script>", "<h1>", "</h1>", "<li>",
    "<summary>", "ñ", "\t", "<svg>", "<b>", "<br/>", "<img src=x>", "<tr>", "??? x", "[!NOTE]", ":", "*[A]: x", "\x02", "\x00",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=50).map("".join)
every_text = settings(max_examples=150, deadline=None)


def check(html: str) -> None:
    assert Reader(html).dangers == []
    assert not re.search("[\x00\x02\x03]|wzxhzdk|klzzwxh|data-made", html)
    ids = re.findall(r'<[^<>]* id="([^"]*)"', html)
    assert len(ids) == len(set(ids))


@every_text
@given(texts)
def test_any_article_is_rendered_safely(text: str) -> None:
    page = render_article("en/a.md", text, title="")
    check(page.html)
    assert page.title


@every_text
@given(texts)
def test_any_message_is_rendered_safely(text: str) -> None:
    check(render_message(text))


@every_text
@given(st.text(max_size=80))
def test_any_characters_are_rendered(text: str) -> None:
    check(render_article("en/a.md", text, title=text).html)
    check(render_message(text))
