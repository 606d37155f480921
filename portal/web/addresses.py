"""Addresses that come with a request."""

from urllib.parse import urlsplit


def is_own_address(target: str) -> bool:
    """Say whether `target` is a path on this portal; a way out of it is never followed."""
    if not target.startswith("/") or not target.isprintable():
        return False
    target = target.replace("\\", "/")
    parts = urlsplit(target)
    return not target.startswith("//") and not parts.netloc and not parts.scheme
