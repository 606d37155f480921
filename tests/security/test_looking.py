"""A test that cannot fail is a defect: the look at a page finds what it is there to find."""

import pytest

from tests.security.looking import Page, scheme_of


@pytest.mark.parametrize(
    "html",
    [
        "<script>1</script>", "<script src=//evil.example/x.js></script>", "<img src=x onerror=x>", "<p ONCLICK='x'>", "<p style=x>",
        "<a href='java&#10;script:x'>x</a>", "<a href=' javascript:x'>x</a>", "<form action='data:text/html,x'>", "<iframe>", "<!-- x -->",
        "<svg><style>x</style></svg>", "<meta http-equiv=refresh content=0>", "<?php x ?>", "<![CDATA[x]]>", "<b hx-on:click=x>", "<base href=/>",
    ],
)  # fmt: skip
def test_danger_is_seen(html: str) -> None:
    assert Page(html).dangers


def test_harmless_page_is_read() -> None:
    page = Page(
        "<!doctype html><script src='/static/x.js'></script><h1>A <b>b</b> &amp;\nc</h1><a href='/x:y?javascript:z'>l</a>"
        "<a href='https://e.example'>e</a><input name=q value='&lt;q&gt;'><textarea name=t>&lt;/x></textarea>"
    )
    assert page.dangers == []
    assert page.texts["h1"] == ["A b & c"]
    assert (page.values["q"], page.values["t"]) == (["<q>"], ["</x>"])


def test_scheme_is_found_as_a_browser_finds_it() -> None:
    assert scheme_of("\x01java\tscript:x") == "javascript"
    assert scheme_of("/a:b") == scheme_of("#x:y") == scheme_of("a/b:c") == ""
