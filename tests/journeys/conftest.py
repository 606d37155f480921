"""A real browser on a real portal."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType

from tests.support.running import Portal, running_portal

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Use the Chromium of the machine if there is one, else the one Playwright brought."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"args": [*quiet, *root], **({"executable_path": chromium} if chromium else {})}


@pytest.fixture(scope="session", autouse=True)
def _chromium(browser_type_launch_args: dict[str, Any], browser_type: BrowserType) -> None:
    """Skip where there is no Chromium at all; CI has one, so there it is a failure."""
    found = browser_type_launch_args.get("executable_path") or browser_type.executable_path
    if not Path(found).exists():
        if os.environ.get("CI"):
            pytest.fail("no Chromium in CI")
        pytest.skip("no Chromium: install it, or run `.venv/bin/playwright install chromium`")


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Serve the starter articles; made once for all journeys of a process."""
    with running_portal(tmp_path_factory.mktemp("portal"), articles=ROOT / "articles") as running:
        running.command("sync", "--quiet")
        yield running


@pytest.fixture
def fresh_context(browser: Browser) -> Iterator[Any]:
    """Open a browser of its own in a language: another person or another device."""
    opened: list[BrowserContext] = []

    def make(lang: str = "en", **settings: Any) -> BrowserContext:
        context = browser.new_context(locale={"en": "en-GB", "es": "es-MX"}[lang], **settings)
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()
