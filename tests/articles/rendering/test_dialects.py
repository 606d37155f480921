"""What other systems leave in Markdown is dropped or understood, never evaluated, never shown as garbage."""

import pytest

from portal.articles.rendering.render import render_article


def html_of(body: str, path: str = "en/a.md") -> str:
    return render_article(path, body, title="T").html


@pytest.mark.parametrize(
    "body",
    [
        "{% include note.html %}\n\ntext",
        "text{% if x\n  and y %}{% endif %}",
        "{{ site.name }}text",
        "{{< shortcode >}}\n\ntext",
        "text\n{: .note }",
        "{:.section}\ntext",
        "text{: .x}",
        "* TOC\n{:toc}\n\ntext",
        "[TOC]\n\ntext",
        "[[_TOC_]]\n\ntext",
        "[!INCLUDE [next](includes/next.md)]\n\ntext",
        "[!INCLUDE[next](next.md)]\n\ntext",
        "[!div class=\"x\"]\ntext",
        "[!code-csharp[Main](~/a.cs?highlight=3)]\n\ntext",
        "<!-- a\n\nb -->\ntext",
        "text<!-- a -->",
        "::: moniker range=\"x\"\ntext\n::: moniker-end",
        ":::row:::\n:::column span=\"2\":::\ntext\n:::column-end:::\n:::row-end:::",
        ":::zone pivot=\"a\"\n\ntext\n\n:::zone-end",
        "::::::::::::::::::::: columns\n\ntext\n\n:::::::::::::::::",
        "<Tabs>text</Tabs>",
        "<Card title=\"x\"/>text",
        "{/* comment */}text",
        ":material-cog:{ .big } text",
        "<script>alert(1)</script>\n\ntext",
        "<style>\n\np{}\n\n</style>\ntext",
        "<svg><a>no</a></svg>\n\ntext",
    ],
)  # fmt: skip
def test_foreign_markup_is_dropped_and_the_text_stays(body: str) -> None:
    assert html_of(body) == "<p>text</p>"


def test_labels_leave_their_words() -> None:
    assert html_of("Go to **[!UICONTROL Stores]** of [!DNL Commerce].") == (
        "<p>Go to <strong>Stores</strong> of Commerce.</p>"
    )


def test_next_step_of_docfx_is_a_quote_with_its_link() -> None:
    assert html_of('> [!div class="nextstepaction"]\n> [Next](b.md)') == (
        '<blockquote>\n<p><a href="/articles/en/b">Next</a></p>\n</blockquote>'
    )


@pytest.mark.parametrize(
    "body",
    [
        "[!VIDEO https://example.org/v?a=1&b=2]",
        '<iframe width="5" src="https://example.org/v?a=1&amp;b=2" allowfullscreen></iframe>',
    ],
)
def test_videos_become_links(body: str) -> None:
    address = "https://example.org/v?a=1&amp;b=2"
    assert html_of(body) == f'<p><a href="{address}" rel="noopener">{address}</a></p>'


def test_image_of_docfx_is_a_picture() -> None:
    body = ':::image type="content" source="media/a b.png" alt-text="Shown.":::'
    assert html_of(body) == '<p><img src="/media/en/media/a%20b.png" alt="Shown." loading="lazy"></p>'


def test_anchor_of_kramdown_goes_to_its_heading() -> None:
    assert 'id="mine"' in html_of("## Steps\n{: #mine .x}")
    assert 'id="mine"' in html_of("## Steps {: #mine}")


def test_size_of_a_picture_is_understood() -> None:
    assert 'width="400px"' in html_of('![x](a.png){: width="400px"}')


@pytest.mark.parametrize(
    "tag", ["<title>", "<script>", "<plaintext>", "<textarea>", "<xmp>", "<svg>", "<select>"]
)
def test_open_tag_in_text_hides_nothing_behind_it(tag: str) -> None:
    escaped = tag.replace("<", "&lt;").replace(">", "&gt;")
    assert html_of(f"Use the {tag} tag.\n\nAfter.") == f"<p>Use the {escaped} tag.</p>\n<p>After.</p>"


def test_open_element_in_a_block_of_html_hides_nothing_behind_it() -> None:
    html = html_of("<table><tr><td><title>x</td></tr></table>\n\nAfter.")
    assert html.endswith("<p>After.</p>")


def test_comment_without_end_hides_nothing() -> None:
    assert "After." in html_of("<!-- open\n\nAfter.")
