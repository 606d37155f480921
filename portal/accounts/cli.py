"""`portal user`: people from the command line."""

import json
from typing import Any

import click
from flask import current_app, url_for
from flask.cli import AppGroup

from portal.accounts import links, queries, services
from portal.accounts.models import User
from portal.core.errors import Invalid
from portal.core.languages import LANGUAGES
from portal.core.roles import ROLES

user = AppGroup("user", help="People who can sign in.")


@user.command("add")
@click.argument("email")
@click.option("--name", default="", help="Name as shown; the part before the @ if missing.")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), help="May be given several times.")
@click.option("--tier", type=click.IntRange(1, 3), help="Tier of a technician; 1 if missing.")
@click.option("--lang", type=click.Choice(LANGUAGES), default=None)
def add(email: str, name: str, roles: tuple[str, ...], tier: int | None, lang: str | None) -> None:
    """Add a person and print the one-time link that lets them choose a password."""
    try:
        person = services.add_user(
            email=email,
            name=name or email.partition("@")[0],
            roles=roles,
            tier=tier or 1,
            lang=lang or current_app.config["LANGUAGE"],
        )
    except Invalid as error:
        raise click.ClickException(f"{error.field}: {error.code}") from error
    token = links.issue_link(user=person, purpose=links.INVITATION)
    click.echo(f"Added {person.email} ({', '.join(sorted(person.roles))}).")
    click.echo(f"One-time link, valid for 7 days: {link_address('accounts.link', token)}")


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the people as JSON.")
def list_users(as_json: bool) -> None:
    """List everybody with their roles."""
    if as_json:
        click.echo(json.dumps([_facts(person) for person in queries.users()], ensure_ascii=False))
        return
    for person in queries.users():
        state = "" if person.is_active else "  (deactivated)"
        click.echo(f"{person.email}  {', '.join(sorted(person.roles))}{state}")


def _facts(person: User) -> dict[str, Any]:
    names = ("email", "name", "tier", "lang", "is_active")
    return {**{name: getattr(person, name) for name in names}, "roles": sorted(person.roles)}


def link_address(endpoint: str, token: str) -> str:
    """Return the whole address of a link, outside any request."""
    config = current_app.config
    base = config["PUBLIC_URL"].rstrip("/") or f"http://{config['HOST']}:{config['PORT']}"
    with current_app.test_request_context():
        return base + url_for(endpoint, token=token)
