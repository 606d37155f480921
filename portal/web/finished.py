"""Finished pages: what is the same for all guests is rendered once and kept until the catalogue changes.

What differs from reader to reader stands in *slots*. A template writes `{{ slot('vote') }}`; the page is kept
in parts, and the slots are filled with each answer. Pages of people who are signed in are never kept.
"""

import re
import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, g, render_template, request, session
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.articles.versions import current_version
from portal.core.caching import Bounded
from portal.web.reader import chosen_theme, reader_language

MOST_BYTES = 16 * 1024 * 1024
# Somebody's text must not be taken for a slot, so nobody outside this process can write one.
_MARK = secrets.token_hex(8)
_SLOT = re.compile(f"\x02{_MARK}([a-z]+)\x03")


@dataclass(frozen=True)
class Finished:
    """A rendered template in parts (text, slot, text, slot, …) with facts that its view needs again."""

    parts: list[str]
    facts: dict[str, Any] = field(default_factory=dict)

    def filled(self, **slots: str) -> str:
        """Return the HTML with its slots filled; `csrf` fills itself."""
        if len(self.parts) == 1:
            return self.parts[0]
        pieces = list(self.parts)
        for place in range(1, len(pieces), 2):
            name = pieces[place]
            pieces[place] = csrf_value() if name == "csrf" else slots[name]
        return "".join(pieces)


def csrf_value() -> str:
    """Return the token of this session for a form; signing it anew each time would cost half a page."""
    tokens: Bounded[str] = current_app.extensions.setdefault("portal.csrf", Bounded(1024 * 1024))
    token = tokens.find(session.get("csrf_token"))
    if token is None:
        token = generate_csrf()
        tokens.keep(session["csrf_token"], token, 300)
    return str(token)


def slot(name: str) -> Markup:
    """Return the mark of a slot, for templates."""
    return Markup(f"\x02{_MARK}{name}\x03")  # noqa: S704  only templates call it


def csrf_token() -> str:
    """Return the token for a form; a slot while a page is made that others will get, too."""
    return str(slot("csrf")) if g.get("is_finishing") else csrf_value()


def finish(template: str, facts: dict[str, Any] | None = None, **context: Any) -> Finished:
    """Render a template that may have slots."""
    before = g.get("is_finishing", False)
    g.is_finishing = True
    try:
        return Finished(_SLOT.split(render_template(template, **context)), facts or {})
    finally:
        g.is_finishing = before


def fragment(key: tuple[Hashable, ...], template: str, **context: Any) -> str:
    """Return a small part of a page, kept like a page."""
    made = kept(key, lambda: finish(template, **context))
    if not isinstance(made, Finished):
        raise TypeError(f"{template} is no page")
    return made.filled()


def kept(key: tuple[Hashable, ...], make: Callable[[], Finished | Response]) -> Finished | Response:
    """Return the page kept under `key` for guests, or make it; answers other than pages are not kept."""
    if current_user.is_authenticated or "_flashes" in session:
        return make()
    pages: Bounded[Finished] = current_app.extensions.setdefault("portal.finished", Bounded(MOST_BYTES))
    whole = (current_version(), reader_language(), chosen_theme(), request.host, *key)
    page = pages.find(whole)
    if page is not None:
        return page
    made = make()
    if isinstance(made, Response):
        return made
    return pages.keep(whole, made, sum(map(len, made.parts)) + 500)
