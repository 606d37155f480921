"""`portal demo`: sample people with one-time sign-in links, the articles in place, some tickets."""

import click
from flask.cli import with_appcontext

from portal.accounts import links, queries, services
from portal.accounts.cli import link_address
from portal.accounts.models import User
from portal.articles.folder import SyncRunning, sync_folder
from portal.articles.tree import FolderUnreadable
from portal.core.languages import ENGLISH, SPANISH
from portal.core.roles import ADMIN, MANAGER, REQUESTER, TECHNICIAN, TRAINER
from portal.running import demo_tickets
from portal.search.engine import Busy
from portal.search.indexing import bring_up_to_date

# name, language, role, tier
PEOPLE = (
    ("Rosa Requena", SPANISH, REQUESTER, None),
    ("Ana Torres", SPANISH, TECHNICIAN, 1),
    ("Tom Becker", ENGLISH, TRAINER, None),
    ("Mary Stone", ENGLISH, MANAGER, None),
    ("Alex Admin", ENGLISH, ADMIN, None),
)


@click.command("demo")
@click.option("--remove", is_flag=True, help="Deactivate the sample people again.")
@with_appcontext
def demo(remove: bool) -> None:
    """Load the demo and print a one-time sign-in link for each sample person."""
    if remove:
        _remove()
        return
    try:
        report = sync_folder()
        bring_up_to_date()
    except (FolderUnreadable, SyncRunning) as error:
        raise click.ClickException(f"cannot read the articles folder: {error}") from error
    except Busy as error:
        raise click.ClickException(f"cannot write the index: {error}") from error
    click.echo(f"{report.new + report.changed + report.unchanged + report.renamed} articles are ready.")
    people = [_person(*one) for one in PEOPLE]
    demo_tickets.load(people)
    click.echo("Sign in as a sample person; each link works once and for a day:")
    for person in people:
        token = links.issue_link(user=person, purpose=links.DEMO)
        roles = ", ".join(sorted(person.roles - {REQUESTER})) or REQUESTER
        click.echo(f"  {roles:<11}{link_address('accounts.demo_link', token)}")


def _person(name: str, lang: str, role: str, tier: int | None) -> User:
    email = f"{role}@demo.example.org"
    found = queries.find_user_by_email(email)
    if found is not None:
        return found
    return services.add_user(email=email, name=name, roles=[role], tier=tier, lang=lang, is_demo=True)


def _remove() -> None:
    people = queries.demo_users()
    for person in people:
        services.retire_demo_user(user=person)
    click.echo(f"{len(people)} sample people can no longer sign in.")
