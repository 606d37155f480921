"""Who may do what. Roles add up; every person is at least a requester."""

REQUESTER = "requester"
TECHNICIAN = "technician"
TRAINER = "trainer"
MANAGER = "manager"
ADMIN = "admin"

ROLES = (REQUESTER, TECHNICIAN, TRAINER, MANAGER, ADMIN)

# Who works here: sees internal articles and internal notes.
STAFF = frozenset({TECHNICIAN, TRAINER, MANAGER, ADMIN})
# Who may see the desk; an admin may help out everywhere.
DESK = frozenset({TECHNICIAN, MANAGER, ADMIN})
AUTHORS = frozenset({TECHNICIAN, TRAINER, ADMIN})
ADMINS = frozenset({ADMIN})

TIERS = (1, 2, 3)

# The audience of an article: everybody, or only those who work here.
PUBLIC = "public"
INTERNAL = "internal"
AUDIENCES = (PUBLIC, INTERNAL)


def audiences_of(roles: frozenset[str]) -> tuple[str, ...]:
    """Return the audiences whose articles a holder of these roles may read."""
    return AUDIENCES if roles & STAFF else (PUBLIC,)
