"""What script and keyboard add: suggestions, the theme, a visible focus, the section one reads."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.screens import SIZES
from tests.support.running import Portal

# The ring may be around the thing, a box around its input, or the card that its link fills.
FOCUS = """() => {
    const it = document.activeElement;
    if (!it || it === document.body) return null;
    const width = (style) => style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
    const label = it.labels?.[0];
    const rings = [getComputedStyle(it), getComputedStyle(it, "::after"),
        ...[it.closest(".search__box"), label].filter(Boolean).map((one) => getComputedStyle(one))];
    const place = it.getBoundingClientRect(), x = place.left + Math.min(place.width, 20) / 2;
    const y = place.top + Math.min(place.height, 20) / 2;
    const bar = document.querySelector(".vote")?.getBoundingClientRect();
    const covered = bar && !it.closest(".vote") && place.bottom > bar.top + 1 && place.top < bar.bottom - 1;
    return { html: it.outerHTML.slice(0, 120), ring: Math.max(...rings.map(width)),
             free: !covered && x >= 0 && x <= innerWidth && y >= 0 && y <= innerHeight };
}"""


def test_suggestions_are_a_combobox(portal: Portal, fresh_context: Any) -> None:
    page = fresh_context("en", viewport=SIZES["desktop"]).new_page()
    page.goto(f"{portal.url}/accessibility")
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("vp")
    page.wait_for_timeout(300)
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("n")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("listbox")).to_have_attribute("id", str(box.get_attribute("aria-controls")))
    expect(box).not_to_have_attribute("aria-activedescendant", "")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_be_focused()
    box.press_sequentially(" ho")
    expect(options.first).to_contain_text("VPN")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(options.first.get_attribute("id")))
    title = options.first.locator("span").inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_theme_stays_after_a_reload(portal: Portal, fresh_context: Any) -> None:
    page = fresh_context("en", color_scheme="light").new_page()
    page.goto(portal.url)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("[data-theme-switch]").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    page.goto(f"{portal.url}/courses")
    assert page.locator("html").get_attribute("data-theme") == "dark"


@pytest.mark.parametrize(
    "path", ["/", "/search?q=vpn+error+809", "/articles/en/network/vpn", "/tickets/new", "/account/login"]
)
def test_focus_is_visible_and_free(portal: Portal, fresh_context: Any, path: str) -> None:
    page = fresh_context("en", viewport=SIZES["phone"], reduced_motion="reduce").new_page()
    page.goto(portal.url + path)
    page.evaluate("document.activeElement.blur()")
    seen = 0
    for _step in range(60):
        page.keyboard.press("Tab")
        state = page.evaluate(FOCUS)
        if state is None:
            break
        assert state["ring"] >= 2, state
        assert state["free"], state
        seen += 1
    assert seen >= 10


def test_section_that_was_found_is_marked(portal: Portal, fresh_context: Any) -> None:
    page = fresh_context("en", viewport=SIZES["desktop"]).new_page()
    page.goto(f"{portal.url}/search?q=vpn+error+809")
    page.locator(".hit--answer h2 a").click()
    heading = page.get_by_role("heading", name="Error 809")
    expect(heading).to_be_in_viewport()
    assert heading.evaluate("one => getComputedStyle(one).boxShadow") != "none"
    expect(page.locator(".when-found")).to_be_visible()
    current = page.locator(".stay .toc [aria-current=location]")
    expect(current).to_contain_text("Error 809")
    page.evaluate("scrollTo(0, 0)")
    expect(current).to_have_count(0)
    page.goto(f"{portal.url}/privacy")
    expect(page.locator("main .trail")).to_contain_text("section “error 809”")


def test_vote_stays_in_sight_on_a_phone(portal: Portal, fresh_context: Any) -> None:
    page = fresh_context("en", viewport=SIZES["phone"]).new_page()
    page.goto(f"{portal.url}/articles/en/network/vpn")
    page.get_by_role("button", name="It did not help").click()
    expect(page.locator("#vote").get_by_role("link", name="Ask a person")).to_be_in_viewport()
    assert page.locator("#vote").bounding_box()["height"] < 140  # type: ignore[index]
    page.get_by_role("button", name="This solved it").click()
    expect(page.locator("#vote")).to_contain_text("You said it solved it")
    expect(page.locator("#vote")).to_be_in_viewport()
