"""Every screen: who sees it, where it is, how to get there. `python -m tests.journeys.screens` takes their pictures."""

import argparse
import fnmatch
import itertools
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Response, sync_playwright

from tests.journeys.world import World, build_world
from tests.support.running import running_portal

SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 900}}
_count = itertools.count(1)
Act = Callable[[Page], Response | None]


@dataclass(frozen=True)
class Screen:
    """One screen: the lowest role that should see it, its address, and what to do there to see it."""

    name: str
    endpoint: str
    path: str
    role: str | None = None
    status: int = 200
    act: Act | None = None

    def address(self, world: World, lang: str) -> str:
        """Return the path in this world."""
        return self.path.format(lang=lang, **world.values)


def sends(button: str, **fields: str) -> Act:
    """Fill in fields by id and press a button of the page."""

    def act(page: Page) -> Response | None:
        for name, value in fields.items():
            page.locator(f"#{name}").fill(value)
        with page.expect_navigation() as navigation:
            page.locator(button).first.click()
        return navigation.value

    return act


def unknown(page: Page) -> Response | None:
    """Try to sign in as somebody who does not exist; each time as another, or it would soon be too often."""
    return sends("main form .btn--main", email=f"ana.{next(_count)}@example.org", password="wrong")(page)


def too_often(page: Page) -> Response | None:
    """Try a wrong password until it is enough."""
    address = f"{id(page)}@example.org"
    press = sends("main form .btn--main", email=address, password="wrong")
    press(page)
    page.evaluate(
        """async () => {
            const form = document.querySelector("main form");
            for (let n = 0; n < 5; n++)
                await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
        }"""
    )
    return press(page)


def too_much(page: Page) -> Response | None:
    """Send more than the portal takes at once."""
    page.evaluate(
        """() => {
            const log = Object.assign(document.createElement("input"), { type: "hidden", name: "log" });
            log.value = "a".repeat(13e6);
            document.querySelector("main form").append(log);
        }"""
    )
    return sends("main .btn--ask", subject="A whole log")(page)


def expired(page: Page) -> Response | None:
    """Send a form whose cookies are gone."""
    page.context.clear_cookies()
    return sends("main .btn--ask", subject="The form waited")(page)


def voted(page: Page) -> Response | None:
    """Say that an article did not help."""
    page.locator("#vote button[value=no]").click()
    page.locator("#vote .btn--ask").wait_for()
    return None


def typed(page: Page) -> Response | None:
    """Type into the search box until it suggests something."""
    page.locator("main input[type=search]").press_sequentially(
        "contras" if page.locator("html[lang=es]").count() else "passw"
    )
    page.locator("[role=option]").nth(1).wait_for()
    page.keyboard.press("ArrowDown")
    return None


SCREENS = [
    Screen("home", "web.home", "/"),
    Screen("home-typing", "web.home", "/", act=typed),
    Screen("home-staff", "web.home", "/", "trainer"),
    Screen("search-start", "search.results", "/search"),
    Screen("search", "search.results", "/search?q=vpn+error+809"),
    Screen("search-narrowed", "search.results", "/search?q=password+{lang}&lang={lang}&page=2"),
    Screen("search-beyond", "search.results", "/search?q=password&page=90"),
    Screen("search-long", "search.results", "/search?q=qzsampler+{long}"),
    Screen("search-empty", "search.results", "/search?q=zzyzx+qwfpgj"),
    Screen("search-empty-long", "search.results", "/search?q=zzyzx+{nonsense}&kind=lesson"),
    Screen("search-staff", "search.results", "/search?q=unlock+account", "technician"),
    Screen("topics", "articles.topics", "/articles"),
    Screen("topic", "articles.topic", "/topics/network-and-vpn"),
    Screen("article", "articles.article", "/articles/{lang}/network/vpn"),
    Screen("article-voted", "articles.article", "/articles/{lang}/email/signature", act=voted),
    Screen("article-everything", "articles.article", "/articles/{lang}/sampler/everything", "visitor"),
    Screen("article-english", "articles.article", "/articles/en/accounts/account-locked"),
    Screen("article-internal", "articles.article", "/articles/{lang}/sampler/internal", "technician"),
    Screen("article-gone", "articles.article", "/articles/{lang}/sampler/gone", status=410),
    Screen("courses", "courses.catalogue", "/courses"),
    Screen("course", "courses.course", "/courses/{lang}/safe-and-sound"),
    Screen("lesson", "courses.lesson", "/courses/{lang}/safe-and-sound/03-phishing"),
    Screen("lesson-last", "courses.lesson", "/courses/{lang}/safe-and-sound/05-lost-device"),
    Screen("ask", "tickets.new", "/tickets/new"),
    Screen("ask-with-trail", "tickets.new", "/tickets/new?subject={long}", "visitor"),
    Screen("ask-refused", "tickets.new", "/tickets/new", "visitor", 400, sends("main .btn--ask", name="Rosa", email="rosa@")),
    Screen("ask-requester", "tickets.new", "/tickets/new", "requester"),
    Screen("ticket-new", "tickets.by_link", "{new_link}"),
    Screen("ticket-waiting", "tickets.by_link", "{waiting_link}"),
    Screen("ticket-resolved", "tickets.by_link", "{resolved_link}"),
    Screen("ticket-closed", "tickets.by_link", "{closed_link}"),
    Screen("ticket-refused", "tickets.by_link", "{waiting_link}", None, 400, sends("#answer .btn")),
    Screen("ticket-requester", "tickets.ticket", "/tickets/{own}", "requester"),
    Screen("tickets-none", "tickets.mine", "/tickets"),
    Screen("tickets-visitor", "tickets.mine", "/tickets", "visitor"),
    Screen("tickets-requester", "tickets.mine", "/tickets", "requester"),
    Screen("login", "accounts.login", "/account/login"),
    Screen("login-refused", "accounts.login", "/account/login", None, 400, unknown),
    Screen("link", "accounts.link", "{invitation}"),
    Screen("link-refused", "accounts.link", "{invitation}", None, 400, sends("main form .btn--main", password="short", again="short")),
    Screen("enter", "accounts.demo_link", "{entry}"),
    Screen("account", "accounts.account", "/account", "requester"),
    Screen("account-refused", "accounts.account", "/account", "technician", 400, sends("main .btn--main", current="a", password="b", again="c")),
    Screen("privacy", "visits.kept", "/privacy"),
    Screen("privacy-visitor", "visits.kept", "/privacy", "visitor"),
    Screen("privacy-declined", "visits.kept", "/privacy", act=sends("main form .btn")),
    Screen("accessibility", "web.accessibility", "/accessibility"),
    Screen("desk", "desk.queue", "/desk?view=open", "technician"),
    Screen("desk-mine", "desk.queue", "/desk", "technician"),
    Screen("desk-nothing", "desk.queue", "/desk", "manager"),
    Screen("desk-ticket", "desk.ticket", "/desk/tickets/{new}", "technician"),
    Screen("desk-ticket-resolved", "desk.ticket", "/desk/tickets/{resolved}?find=hotel", "technician"),
    Screen("desk-ticket-refused", "desk.ticket", "/desk/tickets/{waiting}", "technician", 400, sends("button[value=send]", text="")),
    Screen("problems", "authoring.problems", "/write/problems", "trainer"),
    Screen("people", "accounts.people", "/admin", "admin"),
    Screen("people-refused", "accounts.people", "/admin", "admin", 400, sends("main .btn--main", name="", email="rosa@")),
    Screen("person", "accounts.person", "{person}", "admin"),
    Screen("person-link", "accounts.person", "{person}", "admin", act=sends("form[action$=link] .btn")),
    Screen("error-403", "accounts.people", "/admin", "requester", 403),
    Screen("error-404", "", "/articles/en/set-up-the-vpn-on-windows-10-{long}", status=404),
    Screen("error-405", "", "/desk/next", status=405),
    Screen("error-413", "tickets.new", "/tickets/new", None, 413, too_much),
    Screen("error-429", "accounts.login", "/account/login", None, 429, too_often),
    Screen("error-500", "", "/broken", status=500),
    Screen("error-expired", "tickets.new", "/tickets/new", None, 400, expired),
]  # fmt: skip


def show(screen: Screen, world: World, context: BrowserContext, lang: str) -> Page:
    """Open a screen and check that it is the one that was meant."""
    page = context.new_page()
    open_screen(screen, world, page, lang)
    return page


def open_screen(screen: Screen, world: World, page: Page, lang: str) -> None:
    """Lead a page to a screen."""
    if screen.name == "error-500":
        page.route(
            "**/broken",
            lambda route: route.fulfill(status=500, body=world.broken[lang], content_type="text/html"),
        )
    answer = page.goto(screen.address(world, lang))
    if screen.act:
        answer = screen.act(page) or answer
    assert answer is not None
    assert answer.status == screen.status, (screen.name, answer.status)


def main() -> None:
    """Take the pictures of all screens, or of those whose names fit a pattern."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("patterns", nargs="*", default=["*"])
    parser.add_argument("--lang", default="en,es")
    parser.add_argument("--theme", default="light,dark")
    parser.add_argument("--size", default="phone,desktop")
    parser.add_argument("--fold", action="store_true", help="only what is seen without scrolling")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-background-networking"]
        )
        with running_portal(Path(folder), articles=Path(__file__).parents[2] / "articles") as portal:
            portal.command("sync", "--quiet")
            world = build_world(portal, browser, Path(folder))
            for screen in SCREENS:
                if any(fnmatch.fnmatch(screen.name, pattern) for pattern in chosen.patterns):
                    for lang in chosen.lang.split(","):
                        take(screen, world, browser, lang, chosen)


def take(screen: Screen, world: World, browser: object, lang: str, chosen: argparse.Namespace) -> None:
    """Take the pictures of one screen in one language."""
    for theme in chosen.theme.split(","):
        for size in chosen.size.split(","):
            context = world.context(browser, screen.role, lang, viewport=SIZES[size], color_scheme=theme)
            page = show(screen, world, context, lang)
            page.wait_for_timeout(150)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            print(screen.name, lang, theme, size, f"SCROLLS {wide}" if wide > 0 else "")
            name = f"{screen.name}-{lang}-{theme}-{size}.png"
            page.screenshot(path=chosen.folder / name, full_page=not chosen.fold)
            context.close()


if __name__ == "__main__":
    main()
