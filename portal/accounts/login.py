"""Flask-Login: who the session belongs to. A session names the epoch it began in and ends with it."""

from flask import Flask, redirect, request, url_for
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, login_user
from werkzeug.wrappers import Response

from portal.accounts.models import User
from portal.accounts.queries import find_user
from portal.core.roles import ADMIN, STAFF


class SignedIn(UserMixin):  # type: ignore[misc]
    """The person of this session, as pages see them."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.id = user.id
        self.name = user.name
        self.email = user.email
        self.lang = user.lang
        self.tier = user.tier
        self.roles = user.roles
        self.is_staff = bool(user.roles & STAFF)
        self.is_admin = ADMIN in user.roles

    def get_id(self) -> str:
        """Return person and epoch: a new password makes every older session unknown."""
        return f"{self.user.id}.{self.user.session_epoch}"


class Guest(AnonymousUserMixin):  # type: ignore[misc]
    """Somebody without an account."""

    roles: frozenset[str] = frozenset()
    is_staff = False
    is_admin = False
    user = None


def init(app: Flask) -> None:
    """Attach the login manager."""
    manager = LoginManager(app)
    manager.anonymous_user = Guest
    manager.user_loader(load_person)
    manager.unauthorized_handler(_sign_in_first)
    manager.session_protection = None  # it ties sessions to addresses, which phones change all day


def load_person(session_id: str) -> SignedIn | None:
    """Return the person of a session that is still valid."""
    user_id, _, epoch = session_id.partition(".")
    if not (user_id.isascii() and user_id.isdigit() and epoch.isdigit()):
        return None
    user = find_user(int(user_id))
    if user is None or not user.is_active or user.session_epoch != int(epoch):
        return None
    return SignedIn(user)


def begin_session(user: User) -> None:
    """Sign `user` in on this browser."""
    login_user(SignedIn(user), remember=False)


def _sign_in_first() -> Response:
    target = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(url_for("accounts.login", next=target or None))
