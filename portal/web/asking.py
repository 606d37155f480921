"""Requests as our rooms get them: NUL characters, which no text holds and PostgreSQL refuses, are gone."""

from typing import Any

from flask import Flask, Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict


class CleanValues(ImmutableMultiDict[str, str]):
    """Values of a form or a query without NUL characters."""

    def __init__(self, mapping: Any = None) -> None:
        pairs = MultiDict(mapping or ()).items(multi=True)
        super().__init__([(name.replace("\0", ""), value.replace("\0", "")) for name, value in pairs])


class PortalRequest(Request):
    """A request whose values are clean."""

    parameter_storage_class = CleanValues


def init(app: Flask) -> None:
    """Use our requests, and know no address with a NUL in it."""
    app.request_class = PortalRequest
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    if "\0" in request.path:
        abort(404)
