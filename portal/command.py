"""The command `portal`: Flask's CLI with our rooms' commands and the ones that run the house."""

import sys

import click
from flask.cli import FlaskGroup

from portal import create_app
from portal.config import ConfigError
from portal.running import demo, serve, worker


@click.group(
    cls=FlaskGroup, create_app=create_app, add_version_option=False, help="Ventanilla, from the command line."
)
def portal() -> None:
    """Collect the commands."""


for _command in (serve.serve, worker.worker, demo.demo):
    portal.add_command(_command)


def main() -> None:
    """Run a command; a wrong setting is one clear line, not a traceback."""
    try:
        portal(prog_name="portal")
    except ConfigError as error:
        click.echo(f"portal: {error}", err=True)
        sys.exit(2)
