"""A portal in use: people signed in, tickets in every state, a text with everything in it, a file that is broken."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from portal import create_app
from tests.support.running import Portal

ROLES = ("requester", "technician", "trainer", "manager", "admin")
LOCALES = {"en": "en-GB", "es": "es-MX"}
# 60 letters without a blank, and words as long as German or an error log can make them.
LONG = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunter"[:60]
SAMPLER = Path(__file__).parent / "sampler.md"


@dataclass
class World:
    """What the screens are about: addresses of things, and the cookies of each role."""

    url: str
    values: dict[str, str] = field(default_factory=dict)
    states: dict[str, Any] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)

    def context(self, browser: Browser, role: str | None, lang: str, **settings: Any) -> BrowserContext:
        """Open a browser of somebody with this role, in this language."""
        state = self.states[role] if role else None
        context = browser.new_context(
            locale=LOCALES[lang], storage_state=state, base_url=self.url, **settings
        )
        context.set_default_timeout(15_000)
        if role:
            context.add_cookies([{"name": "lang", "value": lang, "url": self.url}])
        return context


def build_world(portal: Portal, browser: Browser, folder: Path) -> World:
    """Use the portal as people do until every screen has something to show."""
    world = World(portal.url, {"long": LONG, "nonsense": LONG[::-1]})
    _write_files(portal)
    for role, link in portal.demo_links().items():
        world.states[role] = _signed_in(browser, link)
    _visit(world, browser)
    _work_at_the_desk(world, browser)
    _ask_with_an_account(world, browser)
    _invite(world, browser)
    world.values["entry"] = portal.demo_links()["requester"].removeprefix(portal.url)
    for lang in LOCALES:
        world.broken[lang] = broken_page(folder, lang)
    return world


def broken_page(folder: Path, lang: str) -> str:
    """Return the page that stands for a mistake of ours, as the real handler makes it."""
    app = create_app(
        {"INSTANCE": folder / "broken", "DATABASE_URL": "sqlite://", "SECRET_KEY": "only for tests"}
    )

    @app.get("/broken")
    def broken() -> str:
        raise ZeroDivisionError

    answer = app.test_client().get("/broken", headers={"Accept-Language": lang})
    assert answer.status_code == 500
    return answer.get_data(as_text=True)


def _write_files(portal: Portal) -> None:
    for lang in LOCALES:
        home = portal.articles / lang / "sampler"
        home.mkdir(parents=True, exist_ok=True)
        text = SAMPLER.read_text("utf-8").replace("LONGWORD", LONG)
        (home / "everything.md").write_text(text, "utf-8")
        (home / "gone.md").write_text("---\ntitle: A text that goes away\ncategory: Sampler\n---\n\nOld.\n")
        (home / "broken.md").write_text(
            f"---\ntitle: [unclosed {LONG}\n---\n\nText, [nowhere](nowhere.md).\n"
        )
        (home / "internal.md").write_text(
            "---\ntitle: How we unlock an account\naudience: internal\ncategory: Sampler\n---\n\nOnly for us.\n"
        )
    portal.command("sync", "--quiet")
    for lang in LOCALES:
        (portal.articles / lang / "sampler" / "gone.md").unlink()
    portal.command("sync", "--quiet")


def _signed_in(browser: Browser, link: str) -> Any:
    context = browser.new_context()
    page = context.new_page()
    page.goto(link)
    page.locator("main form button").click()
    page.wait_for_url(lambda address: "/account/enter/" not in address)
    state = context.storage_state()
    context.close()
    return state


def _visit(world: World, browser: Browser) -> None:
    """Search, read, vote and ask as a guest: one ticket to leave alone, others for the desk to work on."""
    context = world.context(browser, None, "en")
    page = context.new_page()
    page.goto("/search?q=vpn+error+809")
    page.goto("/articles/en/network/vpn?s=error-809")
    page.locator("#vote button[value=no]").click()
    page.locator("#vote button[value=no][aria-pressed=true]").wait_for()
    page.goto(f"/search?q=zzyzx+{LONG}")
    for name in ("new", "waiting", "resolved", "closed"):
        subject = f"The printer says {LONG}" if name == "new" else f"The VPN gives error 809 ({name})"
        world.values[name], world.values[f"{name}_link"] = _ask(page, subject)
    world.states["visitor"] = context.storage_state()
    context.close()


def _ask(page: Page, subject: str) -> tuple[str, str]:
    page.goto("/tickets/new")
    page.fill("#subject", subject)
    page.fill("#body", f"Since yesterday. The screen says `{LONG}`.\n\nWith my phone it **does** connect.")
    page.fill("#name", f"Rosa {LONG[:30]}")
    page.fill("#email", "rosa@example.org")
    page.locator("main .btn--ask").click()
    page.wait_for_url("**/t/*")
    return page.locator(".stub strong").inner_text(), page.url.removeprefix(page.url.split("/t/")[0])


def _work_at_the_desk(world: World, browser: Browser) -> None:
    context = world.context(browser, "technician", "en")
    page = context.new_page()
    for name, action in (("waiting", "ask"), ("resolved", "resolve"), ("closed", "resolve")):
        page.goto(f"/desk/tickets/{world.values[name]}")
        page.locator("main form[action$=take] button").click()
        if name == "resolved":
            page.locator("input[value=note]").check(force=True)
            page.fill(
                "#text",
                "Third case this week. Port 443 gets through:\n\n```\nAdd-VpnConnection -Name Office-443\n```",
            )
            page.locator("button[value=send]").click()
            page.locator(".msg--note").wait_for()
        page.fill(
            "#text",
            "The new router holds it back. **Restart it once**, then try again. Which one do you have?",
        )
        page.locator("input[name=cite]").first.check()
        page.locator(f"button[value={action}]").click()
        page.locator(".toast").wait_for()
    page.goto("/desk?view=all")
    page.locator("tbody").wait_for()
    context.close()
    _confirm(world, browser)


def _ask_with_an_account(world: World, browser: Browser) -> None:
    context = world.context(browser, "requester", "en")
    page = context.new_page()
    page.goto("/tickets/new")
    page.fill("#subject", "Second factor asks again every morning")
    page.fill("#body", "I tick *remember this device* each time. It still asks.")
    page.locator("main .btn--ask").click()
    world.values["own"] = page.locator(".stub strong").inner_text()
    context.close()


def _confirm(world: World, browser: Browser) -> None:
    guest = world.context(browser, None, "en")
    page = guest.new_page()
    page.goto(world.values["closed_link"])
    page.locator("form[action$=confirm] button").click()
    page.locator(".badge--ok").wait_for()
    guest.close()


def _invite(world: World, browser: Browser) -> None:
    """Invite two people: one to look at, one whose link no other screen makes void."""
    context = world.context(browser, "admin", "en")
    page = context.new_page()
    for name, email in (("Max", f"{LONG.lower()}@example.org"), ("Nora", "nora@example.org")):
        page.goto("/admin")
        page.fill("#name", f"{name} {LONG}")
        page.fill("#email", email)
        page.locator("input[value=technician]").check()
        page.locator("form[action$='/admin/people'] button").click()
        world.values["invitation"] = page.locator("#address").input_value().removeprefix(world.url)
    page.goto("/admin")
    world.values["person"] = str(page.get_by_role("link", name=f"Max {LONG}").get_attribute("href"))
    context.close()
