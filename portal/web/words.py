"""Words for codes: the database keeps codes, this is where they become sentences."""

from typing import Any

from flask_babel import get_locale

from portal.core.errors import Conflict, Invalid
from portal.web.speaking import gettext as _


def interface_language() -> str:
    """Return the language the page is written in."""
    return get_locale().language if get_locale() else "en"


def error_text(error: Invalid | Conflict) -> str:
    """Return what happened and what to do, for a refused value."""
    limit = getattr(error, "limit", None)
    texts = {
        "missing": lambda: _("This is still empty."),
        "too_short": lambda: _("At least %(n)s characters, so that nobody can guess it.", n=limit),
        "too_long": lambda: _("At most %(n)s characters. Shorten it a little.", n=limit),
        "email": lambda: _("This is not a whole address. For example, name@example.org"),
        "taken": lambda: _("Somebody with this address is already here."),
        "mismatch": lambda: _("Address and password do not belong together."),
        "wrong": lambda: _("That is not your present password."),
        "unequal": lambda: _("The two passwords differ. Write the same one twice."),
        "unknown": lambda: _("Choose one of the list."),
        "last_admin": lambda: _("This is the last admin. Make somebody else an admin first."),
        "moved_on": lambda: _("Somebody changed this ticket a moment ago. Look at it again, then decide."),
        "taken_ticket": lambda: _("Somebody else has taken this ticket."),
    }
    text = texts.get(error.code)
    return text() if text else _("This does not work: %(code)s", code=error.code)


def role_name(role: str) -> str:
    """Return what a role is called."""
    return {
        "requester": _("Requester"),
        "technician": _("Technician"),
        "trainer": _("Trainer"),
        "manager": _("Manager"),
        "admin": _("Admin"),
    }[role]


def status_name(status: str) -> str:
    """Return what a ticket's state is called."""
    return {
        "new": _("New"),
        "open": _("Open"),
        "waiting": _("Waiting"),
        "resolved": _("Solved?"),
        "closed": _("Closed"),
    }[status]


def kind_name(kind: str) -> str:
    """Return what a kind of text is called."""
    return {"article": _("Article"), "lesson": _("Lesson"), "course": _("Course")}[kind]


def language_name(lang: str) -> str:
    """Return a language in the reader's words, within a sentence."""
    return {"en": _("English"), "es": _("Spanish")}[lang]


GLOBALS: dict[str, Any] = {
    "error_text": error_text,
    "role_name": role_name,
    "status_name": status_name,
    "kind_name": kind_name,
    "language_name": language_name,
}
