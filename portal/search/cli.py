"""`portal search`: asking from the command line, rebuilding the index."""

import json
import time

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from portal.core.languages import LANGUAGES
from portal.core.roles import PUBLIC
from portal.search import indexing
from portal.search.engine import Busy, Question
from portal.search.queries import ask


class SearchGroup(AppGroup):
    """`portal search "words"` asks; `portal search rebuild` is a command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take anything that is not a command of ours as the words to search."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["words", *args]
        return super().parse_args(ctx, args)


search = SearchGroup("search", help="Search the portal, or look after the index.")


@search.command("words")
@click.argument("words", nargs=-1, required=True)
@click.option("--lang", type=click.Choice(LANGUAGES), default=None, help="Language of the reader.")
@click.option("--limit", type=click.IntRange(1, 100), default=10)
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def ask_words(words: tuple[str, ...], lang: str | None, limit: int, as_json: bool) -> None:
    """Search what everybody may read."""
    text = " ".join(words)
    reader = lang or current_app.config["LANGUAGE"]
    found = ask(Question(words=text, lang=reader, audiences=(PUBLIC,), limit=limit))
    if as_json:
        hits = [
            {
                "path": one.article.path,
                "title": one.article.title,
                "lang": one.article.lang,
                "score": round(one.score, 4),
            }
            for one in found.results
        ]
        facts = {
            "query": text,
            "lang": reader,
            "total": found.answer.total,
            "suggestion": found.answer.suggestion or None,
        }
        click.echo(json.dumps({**facts, "hits": hits}, ensure_ascii=False))
        return
    if found.answer.suggestion:
        click.echo(f"Did you mean: {found.answer.suggestion}")
    for result in found.results:
        click.echo(f"{result.score:7.3f}  {result.article.path}  {result.article.title}")
    click.echo(f"{found.answer.total} found in {found.took_ms:.1f} ms.")


@search.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Build the index anew beside the present one and swap it in."""
    started = time.monotonic()
    try:
        count = indexing.rebuild()
    except (Busy, OSError) as error:
        raise click.ClickException(f"cannot write the index: {error}") from error
    click.echo(f"{count} documents indexed in {time.monotonic() - started:.1f} s.")
