"""One-time links: an invitation, a reset, a sign-in for the demo. Used once, then spent."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, select, update

from portal.accounts.models import OneTimeLink, User
from portal.core.clock import now
from portal.core.database import db, transaction
from portal.core.errors import NotFound

INVITATION = "invitation"
RESET = "reset"
DEMO = "demo"
LIFETIMES = {INVITATION: timedelta(days=7), RESET: timedelta(hours=2), DEMO: timedelta(days=1)}


def issue_link(*, user: User, purpose: str) -> str:
    """Return the token of a new link; links of the same purpose before it are void."""
    token = secrets.token_urlsafe(32)
    with transaction():
        db.session.execute(
            delete(OneTimeLink).where(OneTimeLink.user_id == user.id, OneTimeLink.purpose == purpose)
        )
        expires_at = now() + LIFETIMES[purpose]
        db.session.add(
            OneTimeLink(token_hash=_hash(token), purpose=purpose, user_id=user.id, expires_at=expires_at)
        )
    return token


def get_link_user(*, token: str, purposes: tuple[str, ...]) -> User:
    """Return whose link this is, or raise NotFound if it is unknown, spent or too old."""
    query = (
        select(User)
        .join(OneTimeLink, OneTimeLink.user_id == User.id)
        .where(
            OneTimeLink.token_hash == _hash(token),
            OneTimeLink.purpose.in_(purposes),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now(),
            User.is_active,
        )
    )
    user = db.session.scalar(query)
    if user is None:
        raise NotFound("link")
    return user


def spend_link(*, token: str, purposes: tuple[str, ...]) -> User:
    """Use the link up; of two who try at once one wins and the other gets NotFound."""
    with transaction():
        user = get_link_user(token=token, purposes=purposes)
        spent = db.session.execute(
            update(OneTimeLink)
            .where(OneTimeLink.token_hash == _hash(token), OneTimeLink.used_at.is_(None))
            .values(used_at=now())
        )
        if spent.rowcount != 1:  # type: ignore[attr-defined]
            raise NotFound("link")
    return user


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
