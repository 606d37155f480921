"""Which version of the catalogue this process knows. Looked up twice a second, not with every page.

A change made by this process is known at once, one made by another within `LOOK_SECONDS`.
"""

import time

from flask import current_app

from portal.articles.queries import catalogue_version

LOOK_SECONDS = 0.5
_NAME = "portal.catalogue_version"


def current_version() -> int:
    """Return the version of the catalogue, at most half a second old."""
    version, looked_at = current_app.extensions.get(_NAME, (0, float("-inf")))
    if time.monotonic() - looked_at > LOOK_SECONDS:
        version = catalogue_version()
        current_app.extensions[_NAME] = (version, time.monotonic())
    return int(version)


def forget_version() -> None:
    """Look again with the next page: this process has just changed the catalogue."""
    current_app.extensions.pop(_NAME, None)
