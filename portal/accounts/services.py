"""Changing people: inviting, roles, passwords, signing in."""

import re
from collections.abc import Iterable

from sqlalchemy.exc import IntegrityError

from portal.accounts.models import RoleGrant, User
from portal.accounts.passwords import hash_password, is_password
from portal.accounts.queries import active_admins, find_user_by_email
from portal.core import throttle
from portal.core.clock import now
from portal.core.database import db, transaction
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.lines import one_line
from portal.core.roles import ADMIN, ADMINS, REQUESTER, ROLES, TECHNICIAN, TIERS

# One @ with something on both sides, no blanks: the mail server decides the rest.
_EMAIL = re.compile(r"[^@\s<>\"',;:\\]{1,64}@[^@\s<>\"',;:\\]+\.[^@\s<>\"',;:\\.]+")
NAME_LONGEST = 120

SIGN_IN_TRIES = 5
SIGN_IN_SECONDS = 600


def checked_email(email: str, *, field: str = "email") -> str:
    """Return the address in lower case or raise Invalid with the reason."""
    email = email.strip().lower()
    if not email:
        raise Invalid(field, "missing")
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        raise Invalid(field, "email")
    return email


def checked_name(name: str, *, field: str = "name") -> str:
    """Return the name without control characters and doubled blanks, or raise Invalid."""
    name = one_line(name)
    if not name:
        raise Invalid(field, "missing")
    if len(name) > NAME_LONGEST:
        raise Invalid(field, "too_long", NAME_LONGEST)
    return name


def add_user(
    *, email: str, name: str, roles: Iterable[str], tier: int | None, lang: str, is_demo: bool = False
) -> User:
    """Create a person without a password; an invitation link lets them choose one."""
    email = checked_email(email)
    with transaction():
        if find_user_by_email(email):
            raise Invalid("email", "taken")
        user = User(email=email, name=checked_name(name), lang=lang, is_demo=is_demo)
        _set_roles(user, roles, tier)
        db.session.add(user)
        try:
            db.session.flush()
        except IntegrityError as error:
            raise Invalid("email", "taken") from error
    return user


def change_roles(*, actor: User, user: User, roles: Iterable[str], tier: int | None) -> User:
    """Give `user` exactly these roles. The last admin stays one."""
    roles = set(roles)
    _require_admin(actor)
    with transaction():
        if ADMIN in user.roles and ADMIN not in roles and user.is_active and active_admins() == 1:
            raise Conflict("last_admin")
        _set_roles(user, roles, tier)
    return user


def set_active(*, actor: User, user: User, is_active: bool) -> User:
    """Let a person in again, or end their sessions and keep them out. The last admin stays."""
    _require_admin(actor)
    with transaction():
        if not is_active and ADMIN in user.roles and user.is_active and active_admins() == 1:
            raise Conflict("last_admin")
        user.is_active = is_active
        user.session_epoch += 1
    return user


def retire_demo_user(*, user: User) -> User:
    """Keep a sample person out; what they wrote stays."""
    with transaction():
        user.is_active = False
        user.session_epoch += 1
    return user


def set_password(*, user: User, password: str) -> User:
    """Set a new password; every session of the person ends."""
    hashed = hash_password(password)
    with transaction():
        user.password_hash = hashed
        user.session_epoch += 1
    throttle.forget_tries(_sign_in_key(user.email))
    return user


def change_password(*, user: User, current: str, password: str) -> User:
    """Set a new password for somebody who knows the present one."""
    if not is_password(user.password_hash, current):
        raise Invalid("current", "wrong")
    return set_password(user=user, password=password)


def authenticate(*, email: str, password: str, address: str) -> User:
    """Return the person these belong to. Throttled per address of mail and of network.

    Raises Invalid("password", "mismatch", tries left) or TooMany.
    """
    email = email.strip().lower()[:254]
    left = throttle.check_tries(_sign_in_key(email), most=SIGN_IN_TRIES, seconds=SIGN_IN_SECONDS)
    throttle.check_tries(_address_key(address), most=SIGN_IN_TRIES * 10, seconds=SIGN_IN_SECONDS)
    user = find_user_by_email(email)
    if not is_password(user.password_hash if user else None, password) or not user or not user.is_active:
        throttle.record_try(_sign_in_key(email))
        throttle.record_try(_address_key(address))
        raise Invalid("password", "mismatch", left - 1)
    throttle.forget_tries(_sign_in_key(email))
    return record_sign_in(user=user)


def record_sign_in(*, user: User) -> User:
    """Note when somebody signed in."""
    with transaction():
        user.signed_in_at = now()
    return user


def _set_roles(user: User, roles: Iterable[str], tier: int | None) -> None:
    wanted = set(roles) - {REQUESTER}
    if not wanted <= set(ROLES):
        raise Invalid("roles", "unknown")
    if TECHNICIAN in wanted and tier not in TIERS:
        raise Invalid("tier", "missing")
    user.tier = tier if TECHNICIAN in wanted else None
    user.grants = [grant for grant in user.grants if grant.role in wanted]
    have = {grant.role for grant in user.grants}
    user.grants.extend(RoleGrant(role=role) for role in sorted(wanted - have))


def _require_admin(actor: User) -> None:
    if not actor.roles & ADMINS:
        raise NotAllowed("only an admin changes people")


def _sign_in_key(email: str) -> str:
    return f"sign-in:{email}"[:200]


def _address_key(address: str) -> str:
    return f"sign-in-from:{address}"[:200]
