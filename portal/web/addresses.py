"""Addresses that come with a request."""


def is_own_address(target: str) -> bool:
    """Say whether `target` is a path on this portal; a way out of it is never followed."""
    # Browsers read a backslash as a slash, and what follows two of them at the beginning as a host.
    plain = target.replace("\\", "/")
    return target.startswith("/") and not plain.startswith("//") and target.isprintable()
