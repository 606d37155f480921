"""Static files of the package: read once, compressed once, cached for ever under a name with their hash."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, request, url_for

from portal.web.access import public

ROOT = Path(__file__).parent / "static"
pages = Blueprint("static", __name__)
_TEXTS = {".css", ".js", ".svg", ".txt"}
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One file as it is sent."""

    data: bytes
    packed: bytes | None
    media_type: str
    tag: str


@cache
def _names() -> frozenset[str]:
    return frozenset(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file())


@cache
def _asset(name: str) -> Asset:
    data = (ROOT / name).read_bytes()
    packed = gzip.compress(data, 9, mtime=0) if Path(name).suffix in _TEXTS else None
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(data, packed, media_type, hashlib.sha256(data).hexdigest()[:12])


@cache
def _path(name: str) -> str:
    return f"/static/{name}?v={_asset(name).tag}"


def static_url(name: str) -> str:
    """Return the address of a static file, with its hash so that it may be cached for ever."""
    return request.script_root + _path(name)


@pages.get("/static/<path:name>")
@public
def file(name: str) -> Response:
    """Send a file of the package; the name is looked up, never joined."""
    if name not in _names():
        abort(404)
    asset = _asset(name)
    packed = asset.packed if "gzip" in request.headers.get("Accept-Encoding", "") else None
    response = Response(packed or asset.data, mimetype=asset.media_type)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = _FOR_EVER if request.args.get("v") == asset.tag else "no-cache"
    response.set_etag(asset.tag)
    response.make_conditional(request)
    return response


@pages.get("/favicon.ico")
@public
def favicon() -> Response:
    """Send browsers that ask for the old name to the picture."""
    return Response(status=302, headers={"Location": url_for("static.file", name="favicon.svg")})
