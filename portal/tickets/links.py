"""The link a guest follows a ticket with: signed, for one ticket, void some time after closing.

Nothing is stored: the token is the ticket and its epoch under an HMAC of 256 bits.
"""

import hashlib
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import NotFound
from portal.tickets.models import Ticket

# After closing the link still shows how it ended for a while.
AFTER_CLOSING = timedelta(days=30)


def link_token(ticket: Ticket, secret: str) -> str:
    """Return the token that opens this ticket and no other."""
    return str(_serializer(secret).dumps([ticket.id, ticket.link_epoch]))


def get_ticket_of_link(token: str, secret: str) -> Ticket:
    """Return the ticket a token opens, or raise NotFound."""
    try:
        ticket_id, epoch = _serializer(secret).loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise NotFound("link") from error
    ticket = db.session.get(Ticket, ticket_id)
    if ticket is None or ticket.link_epoch != epoch:
        raise NotFound("link")
    if ticket.closed_at is not None and now() - ticket.closed_at > AFTER_CLOSING:
        raise NotFound("link")
    return ticket


def _serializer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="ticket-link", signer_kwargs={"digest_method": hashlib.sha256})
