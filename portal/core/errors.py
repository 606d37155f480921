"""What can go wrong in a service. The outer ring turns these into status codes and translated text."""


class PortalError(Exception):
    """Base of every error a service raises on purpose."""


class NotFound(PortalError):
    """The thing does not exist, or the actor may not know that it does."""


class NotAllowed(PortalError):
    """The actor is known and may not do this."""


class Conflict(PortalError):
    """Somebody else changed the same thing first; nothing was written."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Invalid(PortalError):
    """A value is refused: `field` says which, `code` says why, `limit` the bound if there is one."""

    def __init__(self, field: str, code: str, limit: int | None = None) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code
        self.limit = limit


class TooMany(PortalError):
    """Too many tries; `retry_seconds` says how long to wait."""

    def __init__(self, retry_seconds: int) -> None:
        super().__init__(f"wait {retry_seconds} s")
        self.retry_seconds = retry_seconds
