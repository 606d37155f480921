"""`portal sync`: files -> catalogue -> index."""

import json
import time
from typing import Any

import click
from flask.cli import with_appcontext

from portal.articles.folder import SyncRunning, sync_folder
from portal.articles.sync import Report
from portal.articles.tree import FolderUnreadable
from portal.search.engine import Busy
from portal.search.indexing import bring_up_to_date


@click.command("sync")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
@with_appcontext
def sync(as_json: bool, quiet: bool) -> None:
    """Read the articles folder and bring catalogue and search up to date."""
    started = time.monotonic()
    try:
        report = _run(show_bar=not (quiet or as_json))
        indexed = bring_up_to_date()
    except (FolderUnreadable, SyncRunning) as error:
        raise click.ClickException(f"cannot read the articles folder: {error}") from error
    except (Busy, OSError) as error:
        raise click.ClickException(f"cannot write the index: {error}") from error
    seconds = time.monotonic() - started
    if as_json:
        click.echo(json.dumps({**_facts(report, seconds), "indexed": indexed}))
    else:
        _print(report, seconds, indexed)


def _run(*, show_bar: bool) -> Report:
    if not show_bar:
        return sync_folder()
    with click.progressbar(length=1, label="Reading articles") as bar:

        def tick(done: int, all_: int) -> None:
            bar.length = all_
            bar.update(done - bar.pos)

        return sync_folder(tick=tick)


def _facts(report: Report, seconds: float) -> dict[str, Any]:
    numbers = {
        name: getattr(report, name) for name in ("new", "changed", "renamed", "gone", "unchanged", "pictures")
    }
    problems = [
        {"path": path, "line": one.line, "code": one.code, "detail": one.detail, "is_fatal": one.is_fatal}
        for path, found in sorted(report.problems.items())
        for one in found
    ]
    return {**numbers, "seconds": round(seconds, 2), "problems": problems}


def _print(report: Report, seconds: float, indexed: int) -> None:
    for path, found in sorted(report.problems.items()):
        for problem in found:
            place = f"{path}:{problem.line}" if problem.line else path
            click.echo(f"{place}: {problem.code} {problem.detail}".rstrip(), err=True)
    click.echo(
        f"{report.new} new, {report.changed} changed, {report.renamed} renamed, {report.gone} gone, "
        f"{report.unchanged} unchanged, {indexed} indexed in {seconds:.1f} s."
    )
