"""What has to work anywhere: the whole way of a reader without script, and forms that lose nothing."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.screens import SIZES
from tests.support.running import Portal

LANGUAGES = pytest.mark.parametrize("lang", ["en", "es"])
SOLVED = {"en": "You said it solved it", "es": "Dijiste que esto lo resolvió"}
EXAMPLE = {"en": "name@example.org", "es": "nombre@example.org"}


@LANGUAGES
def test_everything_needful_works_without_script(portal: Portal, fresh_context: Any, lang: str) -> None:
    for _reader in range(2):  # the second gets pages that were kept from the first
        page = fresh_context(lang, java_script_enabled=False, viewport=SIZES["phone"]).new_page()
        page.goto(portal.url)
        page.locator("main input[type=search]").fill("vpn error 809")
        page.locator("main .search button").click()
        page.locator(".hit--answer form button").click()
        expect(page.locator("#vote")).to_contain_text(SOLVED[lang])
    page.locator("#vote button[value=no]").click()
    page.locator("#vote .btn--ask").click()
    expect(page.locator(".trail")).to_contain_text("vpn error 809")
    page.fill("#subject", "Without script")
    page.fill("#body", "It still says 809.")
    page.fill("#name", "Rosa")
    page.fill("#email", "rosa@example.org")
    page.locator("main .btn--ask").click()
    expect(page.locator(".stub")).to_be_in_viewport()
    page.fill("#text", "One more thing.")
    page.locator("#answer button").click()
    expect(page.locator(".timeline")).to_contain_text("One more thing.")


@LANGUAGES
def test_what_is_wrong_is_said_at_once_and_nothing_is_lost(
    portal: Portal, fresh_context: Any, lang: str
) -> None:
    page = fresh_context(lang).new_page()
    page.goto(f"{portal.url}/tickets/new")
    page.fill("#body", "A long story.")
    page.fill("#email", "rosa@")
    page.locator("main .btn--ask").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    assert [one.get_attribute("href") for one in summary.get_by_role("link").all()] == [
        "#subject", "#name", "#email",
    ]  # fmt: skip
    assert page.locator("#body").input_value() == "A long story."
    assert page.locator("#email").input_value() == "rosa@"
    summary.get_by_role("link").last.click()
    expect(page.locator("#email")).to_have_accessible_description(re.compile(EXAMPLE[lang]))
