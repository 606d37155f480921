"""Assembling the shell: languages, security headers, templates, errors, its own pages."""

from typing import Any

from flask import Flask, Response, current_app, request
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.core.languages import NAMES, other_language
from portal.web import asking, errors, pages, speaking, static, times, words
from portal.web.finished import csrf_token, slot
from portal.web.navigation import navigation
from portal.web.reader import chosen_theme, reader_language

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
# What a person may send in one request; larger bodies are refused before they are read.
LARGEST_BODY = 12 * 1024 * 1024
LARGEST_FIELD = 512 * 1024

csrf = CSRFProtect()


def init(app: Flask) -> None:
    """Wire the shell into the application."""
    _configure(app)
    Babel(
        app,
        locale_selector=reader_language,
        timezone_selector=lambda: str(app.config["TIME_ZONE"]),
        default_translation_directories=str(static.ROOT.parent.parent / "translations"),
    )
    speaking.init(app)
    csrf.init_app(app)
    app.jinja_env.globals["csrf_token"] = csrf_token
    app.register_blueprint(pages.pages)
    app.register_blueprint(static.pages)
    app.context_processor(_context)
    app.jinja_env.filters.update(times.FILTERS)
    app.jinja_env.globals.update(
        static_url=static.static_url,
        slot=slot,
        error_title=errors.title_of,
        icon_of=pages.icon_of,
        **words.GLOBALS,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.after_request(_add_headers)
    errors.init(app)
    asking.init(app)


def _configure(app: Flask) -> None:
    if not app.config["SECRET_KEY"]:
        app.config["SECRET_KEY"] = None
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=app.config["SECURE_COOKIES"],
        PERMANENT_SESSION_LIFETIME=60 * 60 * 24 * 14,
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_FIELD,
    )
    proxies = app.config["PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]


def _context() -> dict[str, Any]:
    lang = reader_language()
    other = other_language(lang)
    return {
        "lang": lang,
        "other_lang": other,
        "other_lang_name": NAMES[other],
        "theme": chosen_theme(),
        "nav": navigation(),
        "phone_line": current_app.config["PHONE_LINE"],
    }


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.blueprint != "static":
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.vary.update(("Cookie", "Accept-Language"))
    return response
