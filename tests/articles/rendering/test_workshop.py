"""The helpers: bounded, replaced when they break, gone when nobody needs them."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator

import psutil
import pytest

from portal.articles.rendering.render import render_article, render_message
from portal.articles.rendering.workshop import Job, RenderTimeout, Workshop

HANGING = "[" * 1_000_000


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    """Give a workshop with one helper and little patience."""
    made = Workshop(seconds=1.5)
    yield made
    made.close()


def helpers() -> list[psutil.Process]:
    """Return the helper processes of this test process that are alive."""
    children = psutil.Process().children()
    return [
        each
        for each in children
        if each.status() != psutil.STATUS_ZOMBIE
        and "portal.articles.rendering.server" in " ".join(each.cmdline())
    ]


def test_helper_renders_what_the_function_renders(workshop: Workshop) -> None:
    body = "# A\n\n[x](b.md) [y](../../z.md)\n\n## B\n\n```bash\nls\n```\n"
    expected = render_article("es/red/a.md", body, title="Título ñ", line_offset=4)
    assert workshop.article("es/red/a.md", body, title="Título ñ", line_offset=4) == expected
    assert workshop.message("Año *x*") == render_message("Año *x*")


def test_no_helper_is_started_before_it_is_needed() -> None:
    before = len(helpers())
    Workshop(processes=2)
    assert len(helpers()) == before


def test_text_that_hangs_ends_by_time_and_the_next_one_is_rendered(workshop: Workshop) -> None:
    start = time.monotonic()
    with pytest.raises(RenderTimeout, match=r"1\.5 s"):
        workshop.article("en/a.md", HANGING, title="T")
    assert time.monotonic() - start < 10
    assert workshop.message("next") == "<p>next</p>"


def test_helper_that_died_without_work_is_replaced(workshop: Workshop) -> None:
    workshop.message("one")
    (child,) = helpers()
    child.kill()
    psutil.wait_procs([child], timeout=10)
    assert workshop.message("two") == "<p>two</p>"


def test_helper_that_dies_at_work_is_told_and_replaced() -> None:
    workshop = Workshop(seconds=20)
    workshop.message("one")
    threading.Timer(0.3, helpers()[-1].kill).start()
    with pytest.raises(RenderTimeout, match="broke"):
        workshop.article("en/a.md", HANGING, title="T")
    assert workshop.message("two") == "<p>two</p>"
    workshop.close()


def test_text_that_nests_too_deeply_is_told_and_the_helper_lives(workshop: Workshop) -> None:
    workshop.seconds = 30
    with pytest.raises(RenderTimeout, match="RecursionError"):
        workshop.article("en/a.md", "1. " * 3000 + "x", title="T")
    assert workshop.message("next") == "<p>next</p>"


def test_helper_without_work_leaves_and_comes_back() -> None:
    workshop = Workshop(idle_seconds=0.3)
    workshop.message("one")
    child = helpers()[-1]
    psutil.wait_procs([child], timeout=10)
    assert child not in helpers()
    assert workshop.message("two") == "<p>two</p>"
    workshop.close()


def test_closed_workshop_has_no_helpers_and_opens_again(workshop: Workshop) -> None:
    workshop.message("one")
    workshop.close()
    assert helpers() == []
    assert workshop.message("two") == "<p>two</p>"


def test_workshop_that_is_forgotten_ends_its_helpers() -> None:
    workshop = Workshop()
    workshop.message("one")
    del workshop
    assert helpers() == []


def test_many_articles_are_rendered_and_the_bad_ones_named() -> None:
    workshop = Workshop(processes=2, seconds=6)
    bodies = {f"en/{number}.md": f"text {number}" for number in range(40)} | {"en/7.md": HANGING}
    results = {
        job.path: result
        for job, result in workshop.articles(Job(path, body) for path, body in bodies.items())
    }
    workshop.close()
    assert results.keys() == bodies.keys()
    assert isinstance(results.pop("en/7.md"), RenderTimeout)
    assert {
        path: result.html for path, result in results.items() if not isinstance(result, RenderTimeout)
    } == {path: f"<p>{body}</p>" for path, body in bodies.items() if path != "en/7.md"}


def test_only_a_few_jobs_are_taken_ahead() -> None:
    workshop = Workshop(processes=1)
    taken: list[str] = []

    def jobs() -> Iterator[Job]:
        for number in range(500):
            taken.append(str(number))
            yield Job(f"en/{number}.md", "text")

    results = workshop.articles(jobs())
    next(results)
    results.close()  # type: ignore[attr-defined]
    workshop.close()
    assert len(taken) <= 10


def test_forked_child_uses_helpers_of_its_own(workshop: Workshop) -> None:
    workshop.message("one")
    (theirs,) = helpers()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn where threads run
        child = os.fork()
    if not child:
        is_fine = workshop.message("child") == "<p>child</p>" and len(helpers()) == 1
        workshop.close()
        os._exit(0 if is_fine else 1)
    _pid, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert theirs.is_running()
    assert workshop.message("two") == "<p>two</p>"


def test_helper_ends_with_its_parent_even_when_it_is_busy() -> None:
    code = (
        "import sys, threading, time\n"
        "from portal.articles.rendering.workshop import Workshop\n"
        "w = Workshop(seconds=1)\n"
        "w.message('x')\n"
        "threading.Thread(target=w.message, args=('[' * 1_000_000,), daemon=True).start()\n"
        "time.sleep(0.3)\n"
        "print(next(iter(w._helpers))._process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child = psutil.Process(int(parent.stdout.readline()))
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    gone, alive = psutil.wait_procs([child], timeout=15)
    assert (len(gone), alive) == (1, [])


def test_helper_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    workshop = Workshop()
    workshop.message("one")
    assert "SECRET_KEY" not in helpers()[-1].environ()
    workshop.close()


@pytest.mark.parametrize(
    "text",
    ["`" * 200_000, "> " * 3000 + "x", "*a " * 50_000, "[a](b)" * 20_000, "<div>" * 20_000, "&" * 300_000,
     "![" * 100_000, "{{" * 100_000, "<!--" * 50_000, "|a" * 3000 + "|\n" + "|-" * 3000 + "|\n" + ("|b" * 3000 + "|\n") * 50,
     "\n".join("  " * depth + "- a" for depth in range(300)), "~~a" * 50_000, "++a" * 50_000, ":::note\n" * 2000],
)  # fmt: skip
def test_hostile_text_ends_soon_one_way_or_the_other(text: str) -> None:
    workshop = Workshop(seconds=0.5)
    start = time.monotonic()
    with contextlib.suppress(RenderTimeout):
        workshop.article("en/a.md", text, title="T")
    with contextlib.suppress(RenderTimeout):
        workshop.message(text)
    workshop.close()
    assert time.monotonic() - start < 20


def test_article_of_250_kilobytes_is_rendered() -> None:
    workshop = Workshop()
    page = workshop.article("en/a.md", "A **word** and [a link](b.md).\n\n" * 8000, title="T")
    workshop.close()
    assert page.html.count("<strong>") == 8000
