"""Plain functions that make what tests are about."""

import uuid
from pathlib import Path

from flask import current_app
from flask.testing import FlaskClient

from portal.accounts import links, services
from portal.accounts.models import User
from portal.articles.folder import sync_folder
from portal.articles.models import Article
from portal.articles.sync import Report
from portal.core.database import db
from portal.search.indexing import bring_up_to_date
from portal.tickets.models import Ticket
from portal.tickets.opening import Question, open_ticket


def write(path: str, text: str | bytes = "") -> Path:
    """Write a file below the articles folder."""
    file: Path = current_app.config["ARTICLES"] / path
    file.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode("utf-8") if isinstance(text, str) else text
    file.write_bytes(data)
    return file


def sync() -> Report:
    """Bring catalogue and index up to date."""
    report = sync_folder(processes=1)
    bring_up_to_date()
    return report


def article_at(path: str) -> Article:
    """Return the article of a file."""
    article = db.session.query(Article).filter_by(path=path).one()
    db.session.refresh(article)
    return article


def person(*roles: str, email: str = "", tier: int | None = None, lang: str = "en") -> User:
    """Make a person with these roles."""
    name = roles[0] if roles else "requester"
    return services.add_user(
        email=email or f"{name}@example.org",
        name=name.capitalize(),
        roles=roles,
        tier=tier or (1 if "technician" in roles else None),
        lang=lang,
    )


def sign_in(client: FlaskClient, user: User) -> FlaskClient:
    """Sign the client in by a one-time link."""
    token = links.issue_link(user=user, purpose=links.DEMO)
    answer = client.post(f"/account/enter/{token}")
    assert answer.status_code == 302
    return client


def ticket(
    subject: str = "The VPN does not connect", requester: User | None = None, **changes: object
) -> Ticket:
    """Open a ticket as a guest or as somebody."""
    facts = {
        "subject": subject, "body": "Since this morning.", "html": "<p>Since this morning.</p>",
        "name": requester.name if requester else "Rosa", "lang": "en",
        "email": requester.email if requester else "rosa@example.org", **changes,
    }  # fmt: skip
    return open_ticket(question=Question(**facts), requester=requester, address=uuid.uuid4().hex)  # type: ignore[arg-type]
