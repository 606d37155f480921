"""The last word on HTML: nh3 with exactly what the renderer makes.

`tidy` is the first pass: it turns what Markdown and authors wrote into well-formed HTML that can be read token by
token. `seal` is the last: nothing reaches the catalogue that has not gone through it.
"""

from functools import lru_cache

import nh3

from portal.articles.rendering import highlighting
from portal.articles.rendering.callouts import LOOKS
from portal.articles.rendering.elements import BLOCKS, GONE, IN_MESSAGES, IN_TEXT

SCHEMES = {"http", "https", "mailto", "tel"}
MESSAGE_REL = "nofollow noopener noreferrer ugc"

_ATTRIBUTES = {
    "*": {"dir", "id", "lang", "title"},
    "a": {"aria-label", "href", "hreflang"},
    "details": {"open"},
    "div": {"data-lang"},
    "img": {"alt", "height", "loading", "src", "width"},
    "input": {"aria-label", "checked", "disabled", "name"},
    "label": {"for"},
    "li": {"value"},
    "ol": {"reversed", "start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "time": {"datetime"},
}
_ALIGN = {"left", "right", "center"}
_VALUES = {
    "input": {"type": {"checkbox", "radio"}},
    "ol": {"type": {"1", "a", "A", "i", "I"}},
    "pre": {"tabindex": {"0"}},
    "table": {"tabindex": {"0"}},
    "td": {"align": _ALIGN},
    "th": {"align": _ALIGN, "scope": {"col", "row", "colgroup", "rowgroup"}},
}
_CLASSES = {
    "a": {"footnote-backref", "footnote-ref", "headerlink"},
    "details": set(LOOKS),
    "div": {
        "admonition", "code", "footnote", "tabbed-alternate", "tabbed-block", "tabbed-content", "tabbed-labels",
        "tabbed-set", *LOOKS,
    },
    "li": {"task-list-item"},
    "p": {"admonition-title"},
    "span": {"keys", *highlighting.CLASSES},
}  # fmt: skip


def tidy(html: str) -> str:
    """Return well-formed HTML with the allowed elements and, still, what only the renderer needs to see."""
    return _tidy().clean(html)


def seal(html: str) -> str:
    """Return the HTML of an article as it may be shown."""
    return _seal().clean(html)


def seal_message(html: str) -> str:
    """Return the HTML of a message as it may be shown: a smaller set, and no trust in its links."""
    return _seal_message().clean(html)


@lru_cache
def _tidy() -> nh3.Cleaner:
    attributes = {
        **_ATTRIBUTES,
        "a": _ATTRIBUTES["a"] | {"name"},
        "input": _ATTRIBUTES["input"] | {"data-made"},
    }
    return _cleaner(set(IN_TEXT | BLOCKS | {"h1"}), attributes)


@lru_cache
def _seal() -> nh3.Cleaner:
    return _cleaner(set(IN_TEXT | BLOCKS), {**_ATTRIBUTES, "a": _ATTRIBUTES["a"] | {"rel"}})


@lru_cache
def _seal_message() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(IN_MESSAGES),
        clean_content_tags=set(GONE),
        attributes={"a": {"href", "title"}, "div": {"data-lang"}, "ol": {"start"}},
        tag_attribute_values={"pre": {"tabindex": {"0"}}},
        allowed_classes={"div": {"code"}, "span": set(highlighting.CLASSES)},
        url_schemes=SCHEMES,
        link_rel=MESSAGE_REL,
    )


def _cleaner(tags: set[str], attributes: dict[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        clean_content_tags=set(GONE),
        attributes=attributes,
        tag_attribute_values=_VALUES,
        allowed_classes=_CLASSES,
        url_schemes=SCHEMES,
        link_rel=None,
    )
