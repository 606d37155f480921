"""The entries of the main navigation, by role. LOOK.md: readers see four, the desk sees its own."""

from dataclasses import dataclass

from flask import request, url_for

from portal.core.roles import ADMINS, AUTHORS, DESK, STAFF
from portal.web.access import roles_of_reader
from portal.web.speaking import gettext as _


@dataclass(frozen=True)
class Entry:
    """One entry: its text, where it leads, whether we are there."""

    text: str
    url: str
    is_current: bool


def navigation() -> list[Entry]:
    """Return the entries for whoever asks."""
    roles = roles_of_reader()
    entries = []
    if roles & DESK:
        entries.append(_entry(_("Desk"), "desk.queue", ("desk.",)))
    if not roles & STAFF:
        entries.append(_entry(_("Home"), "web.home", ("web.home",)))
    entries.append(_entry(_("Articles"), "articles.topics", ("articles.", "search.results")))
    entries.append(_entry(_("Courses"), "courses.catalogue", ("courses.",)))
    if roles & AUTHORS:
        entries.append(_entry(_("Write"), "authoring.problems", ("authoring.",)))
    if roles & ADMINS:
        entries.append(
            _entry(_("People"), "accounts.people", ("accounts.people", "accounts.person", "accounts.invit"))
        )
    entries.append(_entry(_("My tickets"), "tickets.mine", ("tickets.",)))
    return entries


def _entry(text: str, endpoint: str, below: tuple[str, ...]) -> Entry:
    here = request.endpoint or ""
    return Entry(text, url_for(endpoint), here.startswith(below))
