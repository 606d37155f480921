"""Times as people say them: today and the hour, else the date written out; the machine time beside it."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date as babel_date
from flask import current_app
from markupsafe import Markup

from portal.core.clock import now
from portal.web.speaking import gettext as _
from portal.web.speaking import ngettext
from portal.web.words import interface_language


def local(moment: datetime) -> datetime:
    """Return `moment` in the portal's zone."""
    return moment.astimezone(current_app.config["TIME_ZONE"])


def day(moment: datetime | date) -> str:
    """Return a date written out, '3 November 2026'."""
    value = local(moment).date() if isinstance(moment, datetime) else moment
    return _written_day(value, interface_language())


@lru_cache(maxsize=2000)
def _written_day(value: date, lang: str) -> str:
    pattern = "d 'de' MMMM 'de' y" if lang == "es" else "d MMMM y"
    return babel_date(value, pattern, locale=lang)


def when(moment: datetime) -> str:
    """Return 'today, 9:17', 'yesterday, 9:17' or the date written out with the hour."""
    there = local(moment)
    hour = f"{there.hour}:{there.minute:02}"
    days = (local(now()).date() - there.date()).days
    if days == 0:
        return _("today, %(hour)s", hour=hour)
    if days == 1:
        return _("yesterday, %(hour)s", hour=hour)
    return _("%(day)s, %(hour)s", day=day(moment), hour=hour)


def ago(moment: datetime) -> str:
    """Return how long ago something was, in the largest unit: '4 h', '18 min', '3 d'."""
    return span(int((now() - moment).total_seconds()))


def span(seconds: int) -> str:
    """Return a length of time in one unit."""
    if seconds < 60:
        return _("%(n)s s", n=seconds)
    if seconds < 3600:
        return _("%(n)s min", n=seconds // 60)
    if seconds < 86_400:
        return _("%(n)s h", n=seconds // 3600)
    return _("%(n)s d", n=seconds // 86_400)


def time_tag(moment: datetime, text: str | None = None) -> Markup:
    """Return a `<time>` with the machine time and the words for people."""
    stamp = local(moment).isoformat(timespec="minutes")
    return Markup('<time datetime="{}">{}</time>').format(stamp, text or when(moment))


def day_tag(moment: datetime) -> Markup:
    """Return a `<time>` with the date only."""
    return Markup('<time datetime="{}">{}</time>').format(local(moment).date().isoformat(), day(moment))


def reading_minutes(words: int) -> str:
    """Return how long a text takes at 200 words a minute (Brysbaert 2019: 238 for prose, slower for steps)."""
    minutes = max(1, round(words / 200))
    return ngettext("%(num)s min", "%(num)s min", minutes)


FILTERS: dict[str, Any] = {
    "when": when,
    "day": day,
    "ago": ago,
    "span": span,
    "time_tag": time_tag,
    "day_tag": day_tag,
    "reading_minutes": reading_minutes,
}
