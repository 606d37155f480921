"""The whole loop in a real browser, in English and in Spanish."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.running import Portal

Contexts = Callable[..., BrowserContext]

ENGLISH = {
    "lang": "en", "query": "vpn error 809", "article": "Set up the VPN on Windows and Mac",
    "solved": "This solved it", "thanks": "Good. You said it solved it.", "no": "It did not help",
    "missing": "zzyzx qwfpgj", "nothing": "We have nothing on “zzyzx qwfpgj” yet", "go_on": "Go on with the question",
    "subject": "What is wrong, in one line?", "body": "Tell us more", "name": "Your name", "email": "Your e-mail",
    "send": "Send", "searched": "You searched", "number": "Your number", "next": "Next ticket", "cite": "Cite",
    "text": "Text", "resolve": "Solved, and I am free", "is_it": "thinks it is solved. Is it?", "yes": "Yes, solved",
    "closed": "Solved and closed", "enter": "Sign in", "again": "Opened again", "trail": "The trail",
    "write": "Write to", "our_turn": "It is our turn",
}  # fmt: skip
SPANISH = {
    "lang": "es", "query": "vpn error 809", "article": "Configurar la VPN en Windows y Mac",
    "solved": "Esto lo resolvió", "thanks": "Dijiste que esto lo resolvió", "no": "No me ayudó",
    "missing": "zzyzx qwfpgj", "nothing": "Todavía no tenemos nada sobre «zzyzx qwfpgj»", "go_on": "Seguir con la pregunta",
    "subject": "¿Qué pasa, en una línea?", "body": "Cuéntanos más", "name": "Tu nombre", "email": "Tu correo",
    "send": "Enviar", "searched": "Buscaste", "number": "Tu número", "next": "Siguiente ticket", "cite": "Citar",
    "text": "Texto", "resolve": "Resolver y quedar libre", "is_it": "cree que está resuelto", "yes": "Sí, resuelto",
    "closed": "Resuelto y cerrado", "enter": "Entrar", "again": "Abierto otra vez", "trail": "El rastro",
    "write": "Escribir a", "our_turn": "Nos toca",
}  # fmt: skip
BOTH = pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])


@BOTH
def test_search_and_solved(portal: Portal, fresh_context: Contexts, words: dict[str, str]) -> None:
    page = fresh_context(words["lang"]).new_page()
    page.goto(portal.url)
    search_for(page, words["query"])
    page.get_by_role("link", name=words["article"], exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words["article"])
    page.get_by_role("button", name=words["solved"]).click()
    expect(page.locator("#vote")).to_contain_text(words["thanks"])


@BOTH
def test_ticket_from_an_empty_search_to_the_solution(
    portal: Portal, fresh_context: Contexts, words: dict[str, str]
) -> None:
    guest = fresh_context(words["lang"]).new_page()
    guest.goto(portal.url)
    search_for(guest, words["query"])
    guest.get_by_role("link", name=words["article"], exact=True).first.click()
    guest.get_by_role("button", name=words["no"]).click()
    expect(guest.locator("#vote").get_by_role("link")).to_be_visible()
    guest.goto(f"{portal.url}/search?q={words['missing']}")
    expect(guest.get_by_role("heading", level=1)).to_have_text(words["nothing"])
    guest.get_by_role("button", name=words["go_on"]).click()
    ask(guest, words, drop="zzyzx")
    address = guest.url

    desk = signed_in(portal, fresh_context, "technician", words)
    take_the_ticket_of(desk, words, subject=words["missing"])
    trail = desk.get_by_role("heading", name=words["trail"]).locator("xpath=..")
    expect(trail).to_contain_text(words["query"])
    expect(trail).to_contain_text(words["article"])
    expect(trail).not_to_contain_text("zzyzx")
    desk.get_by_role("searchbox", name=re.compile("Search articles|Buscar artículos")).fill("vpn 809")
    desk.get_by_role("searchbox", name=re.compile("Search articles|Buscar artículos")).press("Enter")
    desk.get_by_label(f"{words['cite']} {words['article']}").check()
    desk.get_by_label(words["text"], exact=True).fill("The router holds it back. **Restart it once.**")
    desk.get_by_role("button", name=words["resolve"]).click()
    expect(desk.locator(".toast")).to_be_visible()

    phone = fresh_context(words["lang"], viewport={"width": 360, "height": 740}).new_page()
    phone.goto(address)
    expect(phone.get_by_role("heading", name=re.compile(words["is_it"]))).to_be_visible()
    expect(phone.locator("strong", has_text="Restart it once.").first).to_be_visible()
    expect(phone.get_by_role("link", name=words["article"]).first).to_be_visible()
    phone.get_by_role("button", name=words["yes"]).click()
    expect(phone.locator(".badge").first).to_have_text(words["closed"])


@BOTH
def test_not_yet_opens_it_again(portal: Portal, fresh_context: Contexts, words: dict[str, str]) -> None:
    guest = fresh_context(words["lang"], java_script_enabled=False).new_page()
    guest.goto(f"{portal.url}/tickets/new")
    guest.get_by_label(words["subject"]).fill(f"No script {words['lang']}")
    ask(guest, words)
    desk = signed_in(portal, fresh_context, "technician", words)
    take_the_ticket_of(desk, words, subject=f"No script {words['lang']}")
    desk.get_by_label(words["text"], exact=True).fill("Try it now.")
    desk.get_by_role("button", name=words["resolve"]).click()
    guest.reload()
    guest.get_by_label(re.compile(words["write"])).fill("It still says 809.")
    guest.get_by_role("button", name=words["send"]).click()
    expect(guest.get_by_role("heading", name=words["again"])).to_be_visible()
    expect(guest.locator(".badge").first).to_have_text(words["our_turn"])


def search_for(page: Page, query: str) -> None:
    page.get_by_role("main").locator("input[type=search]").fill(query)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")


def ask(page: Page, words: dict[str, str], *, drop: str = "") -> None:
    """Fill in the form; leave one step of the trail out."""
    if drop:
        expect(page.get_by_label(words["subject"])).to_have_value(words["missing"])
        page.locator(".trail li", has_text=drop).get_by_role("checkbox").uncheck()
    page.get_by_label(words["body"]).fill("Since this morning. The screen says `809`.")
    page.get_by_label(words["name"]).fill("Rosa Requena")
    page.get_by_label(words["email"]).fill("rosa@example.org")
    page.get_by_role("button", name=words["send"]).click()
    expect(page.locator(".stub")).to_contain_text(words["number"])
    assert "/t/" in page.url


def signed_in(portal: Portal, fresh_context: Contexts, role: str, words: dict[str, Any]) -> Page:
    page = fresh_context(words["lang"]).new_page()
    page.goto(f"{portal.url}/language/{words['lang']}")
    page.goto(portal.demo_links()[role])
    page.get_by_role("main").get_by_role("button").click()
    return page


def take_the_ticket_of(desk: Page, words: dict[str, str], *, subject: str) -> None:
    """Press *Next ticket* until it is the one with this subject: other journeys open some, too."""
    for _ in range(20):
        desk.goto(desk.url.split("/desk")[0] + "/desk")
        desk.get_by_role("button", name=words["next"]).click()
        if desk.get_by_role("heading", level=1).inner_text() == subject:
            return
    raise AssertionError(f"no ticket {subject}")
