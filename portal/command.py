"""The command `portal`: Flask's CLI with our rooms' commands and the ones that run the house."""

import errno
import sqlite3
import sys
from typing import Any

import click
from flask.cli import FlaskGroup, ScriptInfo
from sqlalchemy.exc import OperationalError

from portal import create_app
from portal.config import ConfigError
from portal.running import demo, serve, worker
from portal.running.prepare import prepare, reason_of

# What an operator mends, not we: it is said on one line.
_DISK = {
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EMFILE,
}  # fmt: skip


class House(FlaskGroup):
    """Flask's group, where the commands of our rooms find folders, secret and database ready."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, Any, list[str]]:
        """Find the command of these words and prepare for it; asking for help leaves nothing behind."""
        name, command, rest = super().resolve_command(ctx, args)
        app = ctx.ensure_object(ScriptInfo).load_app()
        if command in (*app.cli.commands.values(), demo.demo) and "--help" not in rest:
            prepare(app)
        return name, command, rest


@click.group(
    cls=House, create_app=create_app, add_version_option=False, help="Ventanilla, from the command line."
)
def portal() -> None:
    """Collect the commands."""


for _command in (serve.serve, worker.worker, demo.demo):
    portal.add_command(_command)


def main() -> None:
    """Run a command; a wrong setting, a full disk or a database that is away is one line, not a traceback."""
    try:
        portal(prog_name="portal")
    except ConfigError as error:
        _give_up(str(error), 2)
    except (OperationalError, sqlite3.OperationalError) as error:
        _give_up(f"the database cannot be used: {reason_of(error)}", 1)
    except OSError as error:
        if error.errno not in _DISK:
            raise
        _give_up(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror), 1)


def _give_up(reason: str, status: int) -> None:
    click.echo(f"portal: {reason}", err=True)
    sys.exit(status)
