"""Who may call a route. Every view carries one of these decorators; a test walks the URL map for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort, current_app, request
from flask_login import current_user
from werkzeug.wrappers import Response

View = Callable[..., Any]
PUBLIC_ACCESS: frozenset[str] = frozenset()
SIGNED_IN_ACCESS = frozenset({"requester"})


def public(view: View) -> View:
    """Mark a view as open to everybody."""
    view.access = PUBLIC_ACCESS  # type: ignore[attr-defined]
    return view


def requires(roles: frozenset[str]) -> Callable[[View], View]:
    """Let in who has one of `roles`; others sign in first or learn that they may not."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            refusal = refuse(roles)
            return refusal if refusal is not None else view(*args, **kwargs)

        guarded.access = roles  # type: ignore[attr-defined]
        return guarded

    return decorate


signed_in = requires(SIGNED_IN_ACCESS)


def refuse(roles: frozenset[str]) -> Response | None:
    """Return the redirect to sign-in, raise 403, or return None when the person may go on."""
    if not current_user.is_authenticated:
        if request.path.startswith("/api/"):
            abort(401)
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    if not current_user.roles & roles:
        abort(403)
    return None


def roles_of_reader() -> frozenset[str]:
    """Return the roles of whoever asks; a guest has none."""
    return current_user.roles if current_user.is_authenticated else frozenset()
