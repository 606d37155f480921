"""The same hostile texts in a real browser, with our content policy switched off: escaping alone must hold."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from portal import create_app
from portal.accounts import links
from portal.articles.texts import render_text
from portal.core.database import db, transaction
from portal.tickets import services as tickets
from portal.tickets.links import link_token
from tests.security.samples import FOLDER, OWN, everything, purify
from tests.support.factories import person, ticket
from tests.support.running import Portal, running_portal

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the hostile samples of the starter kit are not at hand"
)

LOOK = """html => {
  const page = html === null ? document : new DOMParser().parseFromString(html, 'text/html');
  const bad = [];
  for (const one of page.querySelectorAll('*')) {
    const name = one.localName;
    if (name === 'script' && !one.getAttribute('src')?.startsWith('/static/')) bad.push(one.outerHTML);
    if (['iframe', 'object', 'embed', 'base', 'style', 'template', 'math', 'frameset'].includes(name)) bad.push(one.outerHTML);
    for (const { name: key, value } of one.attributes) {
      if (key.startsWith('on') || key === 'style' || key === 'srcdoc') bad.push(one.outerHTML);
      if (/^\\W*(javascript|vbscript|data):/i.test(value) && /^(href|src|action|formaction|xlink:href)$/.test(key)) bad.push(one.outerHTML);
    }
    if (one.namespaceURI === 'http://www.w3.org/2000/svg' && !['svg', 'use'].includes(name)) bad.push(one.outerHTML);
  }
  return bad;
}"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Portal, dict[str, str]]]:
    """Serve hostile articles and a ticket with every sample as a reply; return links to look at, too."""
    folder = tmp_path_factory.mktemp("hostile")
    home = folder / "articles" / "en"
    home.mkdir(parents=True)
    samples = [*OWN, *purify()]
    for number, text in enumerate(samples):
        (home / f"{number}.md").write_text(f"# {text}\n\n{text}\n\n> {text}\n", "utf-8", "replace")
    (home / "all.md").write_text("\n\n".join(samples), "utf-8", "replace")
    with running_portal(folder) as portal:
        portal.command("sync", "--quiet")
        yield portal, _write_tickets(portal)


def _write_tickets(portal: Portal) -> dict[str, str]:
    secret = (portal.instance / "secret_key").read_text("utf-8")
    app = create_app({"INSTANCE": portal.instance, "ARTICLES": portal.articles, "SECRET_KEY": secret})
    with app.app_context():
        desk = person("technician", "admin")
        said = [tickets.Text(text, render_text(text)) for text in everything()]
        with transaction():
            one = ticket(subject=OWN[8], name=OWN[9])
            for text in said:
                tickets.answer(ticket=one, actor=None, text=text)
                tickets.note(ticket=one, actor=desk, text=text)
        enter = links.issue_link(user=desk, purpose=links.DEMO)
        facts = {
            "guest": f"/t/{link_token(one, secret)}",
            "desk": f"/desk/tickets/{one.number}",
            "enter": enter,
        }
        app.extensions["portal.workshop"].close()
        db.session.remove()
        db.engine.dispose()
    return facts


class Watched:
    """A page with everything written down that should not happen."""

    def __init__(self, page: Page, portal: Portal) -> None:
        self.page, self.portal = page, portal
        self.happened: list[str] = []
        page.on("dialog", lambda dialog: (self.happened.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: self.happened.append(str(error)))
        page.on("request", self._asked)

    def visit(self, path: str) -> None:
        """Open a page and look at it."""
        self.page.goto(self.portal.url + path, wait_until="load")
        assert self.page.evaluate(LOOK, None) == [], path
        assert self.page.evaluate("window.pwned") is None, path
        assert self.happened == [], path

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.portal.url, "data:image/", "blob:")):
            self.happened.append(f"asked {request.url}")


def test_nothing_runs_and_nothing_is_fetched_from_elsewhere(
    fresh_context: Any, hostile: tuple[Portal, dict[str, str]]
) -> None:
    portal, facts = hostile
    watched = Watched(fresh_context(bypass_csp=True).new_page(), portal)
    for path in ("/articles/en/all", "/articles/en/0", "/articles", "/", facts["guest"]):
        watched.visit(path)
    for text in OWN[::3]:
        watched.visit(f"/search?q={quote(text)}")
    for number in range(len(OWN) + len(purify())):
        html = watched.page.evaluate(
            "path => fetch(path).then(answer => answer.text())", f"/articles/en/{number}"
        )
        assert watched.page.evaluate(LOOK, html) == [], number


def test_nothing_runs_at_the_desk(fresh_context: Any, hostile: tuple[Portal, dict[str, str]]) -> None:
    portal, facts = hostile
    watched = Watched(fresh_context(bypass_csp=True).new_page(), portal)
    watched.page.goto(f"{portal.url}/account/enter/{facts['enter']}")
    watched.page.locator("main form button").click()
    for path in ("/desk?view=all", facts["desk"], "/write/problems", "/admin", "/articles/en/all"):
        watched.visit(path)


def test_suggestions_show_titles_as_text(fresh_context: Any, hostile: tuple[Portal, dict[str, str]]) -> None:
    portal, _facts = hostile
    watched = Watched(fresh_context(bypass_csp=True).new_page(), portal)
    watched.visit("/")
    box = watched.page.locator("main input[type=search]")
    for typed in ("script window", "onerror", "<img src=x onerror=window.pwned=1>"):
        box.fill("")
        box.press_sequentially(typed)
        watched.page.locator("main [role=option]").first.wait_for()
        assert watched.page.evaluate(LOOK, None) == []
    assert watched.page.evaluate("window.pwned") is None
    assert watched.happened == []


def test_policy_holds_on_its_own(fresh_context: Any, hostile: tuple[Portal, dict[str, str]]) -> None:
    portal, facts = hostile
    page = fresh_context().new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(portal.url + facts["guest"])
    assert said == []
    with page.expect_response("**/nope"):
        page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<img src=/nope onerror=window.pwned=1>')"
        )
    page.evaluate("""() => { const one = document.createElement('script');
                             one.textContent = 'window.pwned = 1'; document.body.append(one); }""")
    page.wait_for_timeout(300)  # a handler that was let through would have run by now
    assert page.evaluate("window.pwned") is None
    assert any("Content Security Policy" in line for line in said)
