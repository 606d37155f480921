"""Who reads: the language and the theme of the interface for this request."""

from flask import current_app, g, request
from flask_login import current_user

from portal.core.languages import LANGUAGES, is_language


def reader_language() -> str:
    """Return the language of the interface: chosen, of the person, of the browser, or the default."""
    if "lang" not in g:
        g.lang = _choose_language()
    return str(g.lang)


def chosen_theme() -> str:
    """Return the theme the reader chose, '' for that of their machine."""
    theme = request.cookies.get("theme", "")
    return theme if theme in ("light", "dark") else ""


def _choose_language() -> str:
    chosen = request.cookies.get("lang")
    if is_language(chosen):
        return str(chosen)
    if request.blueprint != "static" and current_user and current_user.is_authenticated:
        return str(current_user.lang)
    best = request.accept_languages.best_match(LANGUAGES)
    return best if best else str(current_app.config["LANGUAGE"])
