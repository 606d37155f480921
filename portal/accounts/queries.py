"""Reading people."""

from sqlalchemy import func, select

from portal.accounts.models import RoleGrant, User
from portal.core.database import db
from portal.core.errors import NotFound


def get_user(user_id: int) -> User:
    """Return the person or raise NotFound."""
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound(f"user {user_id}")
    return user


def find_user(user_id: int) -> User | None:
    """Return the person with this id, if there is one."""
    return db.session.get(User, user_id)


def find_user_by_email(email: str) -> User | None:
    """Return the person with this address, in whatever case it is written."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def users() -> list[User]:
    """List everybody, those who are active first."""
    return list(db.session.scalars(select(User).order_by(User.is_active.desc(), User.name, User.id)))


def active_admins() -> int:
    """Count the admins who can still sign in."""
    query = (
        select(func.count(func.distinct(User.id)))
        .join(RoleGrant)
        .where(RoleGrant.role == "admin", User.is_active)
    )
    return int(db.session.scalar(query) or 0)


def demo_users() -> list[User]:
    """List the sample people of the demo, in the order of their making."""
    return list(db.session.scalars(select(User).where(User.is_demo).order_by(User.id)))
