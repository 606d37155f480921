"""Requests as our rooms get them: bounded, and without NUL characters, which PostgreSQL refuses."""

from typing import Any

from flask import Flask, Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.routing import IntegerConverter

MOST_DIGITS = 9  # the largest number that every database keeps has ten


class CleanValues(ImmutableMultiDict[str, str]):
    """Values of a form or a query without NUL characters."""

    def __init__(self, mapping: Any = None) -> None:
        pairs = MultiDict(mapping or ()).items(multi=True)
        super().__init__([(name.replace("\0", ""), value.replace("\0", "")) for name, value in pairs])


class PortalRequest(Request):
    """A request whose values are clean."""

    parameter_storage_class = CleanValues

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.path = self.path.replace("\0", "")

    @property  # type: ignore[misc]
    def max_content_length(self) -> int | None:  # type: ignore[override]
        """Return how many bytes are read: many for files, and for all else what one field of them may have.

        Werkzeug keeps that second limit only within multipart forms; any other is read whole into memory.
        """
        is_multipart = self.mimetype == "multipart/form-data"
        return super().max_content_length if is_multipart else self.max_form_memory_size


class RowNumber(IntegerConverter):
    """`<int:…>` in an address: plain digits, and no more of them than a row can have."""

    regex = f"[0-9]{{1,{MOST_DIGITS}}}"


def number_of(text: str) -> int | None:
    """Return a number somebody wrote into an address or a form, None if it is none or absurd."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def init(app: Flask) -> None:
    """Use our requests, and know no address with a NUL in it. Comes before the rooms' routes."""
    app.request_class = PortalRequest
    app.url_map.converters["int"] = RowNumber
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    if "\0" in request.environ.get("PATH_INFO", ""):
        abort(404)
