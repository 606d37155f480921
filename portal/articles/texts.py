"""Rendering what people write on pages: bounded, and never failing."""

import logging

from flask import Flask, current_app

from portal.articles.rendering.render import plain_html
from portal.articles.rendering.workshop import RenderTimeout, Workshop

log = logging.getLogger(__name__)

SECONDS = 2.0


def render_text(text: str) -> str:
    """Return safe HTML of a message in Markdown; plain paragraphs where rendering takes too long."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    workshop: Workshop = app.extensions.setdefault("portal.workshop", Workshop(processes=1, seconds=SECONDS))
    try:
        return workshop.message(text)
    except RenderTimeout:
        log.warning("a message of %d characters could not be laid out in time", len(text))
        return plain_html(text)
