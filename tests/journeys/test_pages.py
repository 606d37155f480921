"""Every page in a real browser: accessible, within its width, quiet in the console, alone with its own host."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from portal import create_app
from tests.journeys.screens import SCREENS, SIZES, Screen, open_screen
from tests.journeys.world import World, build_world
from tests.support.running import Portal

LANGUAGES = pytest.mark.parametrize("lang", ["en", "es"])
# What answers a GET and is no page: files, feeds, answers for programs, and ways to somewhere else.
NO_PAGES = {
    "web.choose_language", "web.health", "web.robots", "static.file", "static.favicon",
    "articles.picture", "articles.feed", "articles.sitemap", "api.search", "api.suggest",
    "desk.find", "authoring.start",
}  # fmt: skip
COLOURS = ["color-contrast", "link-in-text-block"]
FIRST_VISIT_BYTES = 100_000


@pytest.fixture(scope="session")
def world(portal: Portal, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Give a portal in use; made once for all tests of a process."""
    return build_world(portal, browser, tmp_path_factory.mktemp("world"))


class Watch:
    """What a page says and asks for while it is open."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error('CSP', e.violatedDirective, e.blockedURI))"
        )

    def _said(self, message: Any) -> None:
        # Chromium reports the status of a page like an error of the page.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)


@LANGUAGES
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_page(world: World, browser: Browser, screen: Screen, lang: str) -> None:
    context = world.context(browser, screen.role, lang, viewport=SIZES["phone"], reduced_motion="reduce")
    page = context.new_page()
    watch = Watch(page)
    open_screen(screen, world, page, lang)
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == lang
    assert page.title().endswith(" · Ventanilla")
    assert page.title() != " · Ventanilla"
    assert _width(page) <= SIZES["phone"]["width"], "scrolls sideways"
    # A theme changes colours only: every rule is asked once for each size and each theme, colours for all four.
    page.evaluate(AXE_SCRIPT)
    found = {}
    for size, theme, rules in (
        ("phone", "light", []), ("phone", "dark", COLOURS), ("desktop", "dark", []), ("desktop", "light", COLOURS),
    ):  # fmt: skip
        page.set_viewport_size(SIZES[size])
        page.emulate_media(color_scheme=theme)
        assert _width(page) <= SIZES[size]["width"], "scrolls sideways"
        found.update({f"{size} {theme} {one}": node for one, node in _axe(page, rules).items()})
    assert found == {}
    assert watch.complaints == []
    assert watch.hosts == {urlsplit(world.url).netloc}
    context.close()


def test_no_page_is_missing_from_the_list(world: World, tmp_path: Path) -> None:
    app = create_app({"INSTANCE": tmp_path, "DATABASE_URL": "sqlite://", "SECRET_KEY": "only for tests"})
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert {screen.endpoint for screen in SCREENS if screen.endpoint} == pages - NO_PAGES
    addresses = app.url_map.bind("localhost")
    for screen in SCREENS:
        if screen.endpoint:
            path = urlsplit(screen.address(world, "en")).path
            assert addresses.match(path, method="GET")[0] == screen.endpoint, screen.name


def _width(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def _axe(page: Page, rules: list[str]) -> dict[str, str]:
    """Return the violations of WCAG and of good practice: rule and first place."""
    options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    answer = page.evaluate("options => axe.run(document, options)", options)
    return {one["id"]: f"{one['help']}: {one['nodes'][0]['html'][:200]}" for one in answer["violations"]}


def test_first_visit_is_small(portal: Portal, fresh_context: Any) -> None:
    page = fresh_context("en", viewport=SIZES["desktop"]).new_page()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(portal.url, wait_until="networkidle")
    assert len(sizes) >= 5, "the page, two style sheets, two scripts, the icons"
    assert sum(sizes) < FIRST_VISIT_BYTES


def test_an_article_prints_black_on_white(portal: Portal, fresh_context: Any) -> None:
    page = fresh_context("en", color_scheme="dark").new_page()
    page.goto(f"{portal.url}/articles/en/network/vpn")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".prose p").first.evaluate("one => getComputedStyle(one).color") == "rgb(0, 0, 0)"
    for part in ("header.head", ".foot", "#vote", "aside", ".crumbs"):
        expect(page.locator(part).first).to_be_hidden()
    for block in page.locator(".prose .tabbed-block").all():
        expect(block).to_be_visible()
    first, second = (
        page.locator(".prose .tabbed-block").nth(0),
        page.locator(".prose .tabbed-labels label").nth(1),
    )
    assert first.bounding_box()["y"] < second.bounding_box()["y"], "each tab stands under its name"  # type: ignore[index]
