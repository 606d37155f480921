"""Files -> catalogue. Compares the folder with the rows and writes what differs; safe to run at any time.

A file is known by the hash of its bytes: the second run over an unchanged folder reads, hashes and stops.
A path that vanished and a new path with the same bytes are one article that moved.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from portal.articles import catalogue
from portal.articles.placing import place_articles
from portal.articles.rendering.render import RENDERER
from portal.articles.rendering.workshop import Job, Workshop
from portal.articles.scan import Seen, scan
from portal.articles.source import Source, read_source
from portal.core.database import transaction
from portal.core.problems import Problem

BATCH = 100
Tick = Callable[[int, int], None]


@dataclass
class Report:
    """What a run found: numbers of files by what happened to them, and the problems by path."""

    new: int = 0
    changed: int = 0
    renamed: int = 0
    gone: int = 0
    unchanged: int = 0
    pictures: int = 0
    problems: dict[str, list[Problem]] = field(default_factory=dict)

    @property
    def has_changes(self) -> bool:
        """Say whether the catalogue is another than before."""
        return bool(self.new or self.changed or self.renamed or self.gone or self.pictures)


def sync(folder: Path, *, workshop: Workshop, default_lang: str, tick: Tick | None = None) -> Report:
    """Make the catalogue equal to `folder` and return what changed.

    `tick(done, all)` is called as texts are rendered. Raises FolderUnreadable before anything is written.
    """
    report = Report()
    texts, pictures, report.problems = scan(folder)
    known = catalogue.known_texts()
    moved = _moves(texts, known)
    todo = []
    for path, seen in texts.items():
        entry = known.get(moved.get(path, path))
        if entry and entry.is_current(seen.content_hash, RENDERER) and path not in moved:
            report.unchanged += 1
        else:
            todo.append(seen)
    vanished = [
        path for path, old in known.items()
        if not old.is_gone and path not in texts and path not in moved.values()
    ]  # fmt: skip
    _write_texts(todo, moved, known, report, workshop=workshop, default_lang=default_lang, tick=tick)
    with transaction():
        report.gone = catalogue.mark_gone(vanished)
        report.pictures = catalogue.write_pictures(pictures)
        catalogue.write_refusals(report.problems, kept=texts.keys())
        if report.has_changes:
            for path in place_articles():
                report.problems.setdefault(path, []).append(catalogue.write_second_address(path))
            catalogue.raise_version()
    return report


def _moves(texts: dict[str, Seen], known: dict[str, catalogue.Known]) -> dict[str, str]:
    """Return {new path: old path} for files that were renamed without a change of content."""
    free: dict[str, list[str]] = {}
    for path, entry in sorted(known.items()):
        if path not in texts:
            free.setdefault(entry.content_hash, []).append(path)
    moved = {}
    for path, seen in sorted(texts.items()):
        before = known.get(path)
        if (before is None or before.is_gone) and free.get(seen.content_hash):
            candidates = free[seen.content_hash]
            name = path.rpartition("/")[2]
            best = next((old for old in candidates if old.rpartition("/")[2] == name), candidates[0])
            candidates.remove(best)
            moved[path] = best
    return moved


def _write_texts(
    todo: list[Seen],
    moved: dict[str, str],
    known: dict[str, catalogue.Known],
    report: Report,
    *,
    workshop: Workshop,
    default_lang: str,
    tick: Tick | None,
) -> None:
    """Render and write in batches, so that a run that is killed keeps what it had done."""
    batch: list[Source] = []
    for done, source in enumerate(_rendered(todo, workshop, default_lang), start=1):
        batch.append(source)
        if len(batch) >= BATCH:
            _write_batch(batch, moved, known, report)
            batch = []
        if tick:
            tick(done, len(todo))
    _write_batch(batch, moved, known, report)


def _rendered(todo: list[Seen], workshop: Workshop, default_lang: str) -> Iterator[Source]:
    by_path: dict[str, Source] = {}

    def jobs() -> Iterator[Job]:
        for seen in todo:
            try:
                source = read_source(seen, default_lang)
            except OSError:
                continue  # gone or locked since we looked; the next run sees it
            by_path[source.path] = source
            yield source.job

    for job, rendered in workshop.articles(jobs()):
        yield by_path.pop(job.path).with_rendered(rendered)


def _write_batch(
    batch: list[Source], moved: dict[str, str], known: dict[str, catalogue.Known], report: Report
) -> None:
    if not batch:
        return
    with transaction():
        for source in batch:
            old = moved.get(source.path)
            report.problems[source.path] = source.problems
            if not source.is_publishable:
                catalogue.write_problems(source.path, source.problems)
                continue
            catalogue.write_text(source, old_path=old)
            if old:
                report.renamed += 1
            elif source.path in known and not known[source.path].is_gone:
                report.changed += 1
            else:
                report.new += 1
        catalogue.raise_version()
