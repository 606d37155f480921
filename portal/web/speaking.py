"""Texts in the reader's language, looked up once per request instead of once per text.

`gettext` and `ngettext` take the place of Flask-Babel's, which work out the language with every text.
"""

from typing import Any

from flask import Flask, g
from flask_babel import get_translations


def init(app: Flask) -> None:
    """Use our lookups in templates."""
    app.jinja_env.install_gettext_callables(_text, _text_of_number, newstyle=True)  # type: ignore[attr-defined]


def gettext(text: str, **values: Any) -> str:
    """Return the translation of `text` with its placeholders filled."""
    found = _text(text)
    return found % values if values else found


def ngettext(one: str, many: str, number: int, **values: Any) -> str:
    """Return the translation that fits `number`, which fills the placeholder `num`."""
    return _text_of_number(one, many, number) % {"num": number, **values}


def _translations() -> Any:
    if "translations" not in g:
        g.translations = get_translations()
    return g.translations


def _text(text: str) -> str:
    return str(_translations().ugettext(text))


def _text_of_number(one: str, many: str, number: int) -> str:
    return str(_translations().ungettext(one, many, number))
