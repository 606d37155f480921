"""The only source of the present, so that a test can hold it still."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present as an aware UTC time."""
    return datetime.now(UTC)
