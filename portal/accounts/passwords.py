"""Passwords: hashed with argon2id, checked in constant work whether or not the person exists."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from portal.core.errors import Invalid

# NIST SP 800-63B: length counts, composition rules do not.
SHORTEST = 10
LONGEST = 200

_hasher = PasswordHasher()
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$2QCt1PcNC9n9Ay1a0BUCPA$iT2Q4FxNZ1r3tj+DpPD1qj4CjnN5C261vX4NPFwSHOQ"


def check_password(password: str) -> None:
    """Refuse a password that is too short or too long."""
    if len(password) < SHORTEST:
        raise Invalid("password", "too_short", SHORTEST)
    if len(password) > LONGEST:
        raise Invalid("password", "too_long", LONGEST)


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password that may be used."""
    check_password(password)
    return _hasher.hash(password)


def is_password(stored: str | None, password: str) -> bool:
    """Say whether `password` fits the stored hash; takes as long when there is none."""
    try:
        return _hasher.verify(stored or _NOBODY, password[:LONGEST]) and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False
