"""The filters of the search: folded lists, themes under themes, years; by mouse, by keyboard, without script."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.page_kinds import LANGS
from tests.browser.test_accessibility import OPTIONS
from tests.browser.test_layout import FIND_FAULTS
from tests.browser.words import said

pytestmark = pytest.mark.browser

QUERIES = ("/search", "/search?q=smart&theme=parking&city=nice&year_from=2010&year_to=2019&meaning=0&expand=0")


def drawer(page: Page, lang: str) -> Locator:
    """Give the filters, opened where they are folded away."""
    group = page.get_by_role("group", name=said(lang, "Filters"))
    summary = group.locator("summary").first
    if summary.is_visible():
        summary.click()
    return group


def unfold_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('.filters details').forEach(each => each.open = true)")


@pytest.mark.parametrize("width", [1280, 768, 320])
@pytest.mark.parametrize("lang", LANGS)
def test_everything_unfolded_is_accessible_and_fits(open_page: OpenPage, lang: str, width: int) -> None:
    page = open_page(width)
    found: dict[str, object] = {}
    for number, path in enumerate(QUERIES):
        page.emulate_media(color_scheme="dark" if number else "light")
        page.goto(f"/{lang}{path}")
        unfold_all(page)
        if faults := page.evaluate(FIND_FAULTS):
            found[path] = faults
        for violation in Axe().run(page, options=OPTIONS).response["violations"]:
            found[f"{path}: {violation['id']}"] = [node["html"][:160] for node in violation["nodes"][:5]]
    assert found == {}


@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, False)])
@pytest.mark.parametrize("lang", LANGS)
def test_a_folded_theme_is_found_and_chosen(open_page: OpenPage, lang: str, width: int, script: bool) -> None:
    page = open_page(width, script=script)
    page.goto(f"/{lang}/search")
    themes = drawer(page, lang).locator("#facet-theme")
    box = themes.locator('input[value="parking"]')
    expect(box).to_be_hidden()
    themes.locator("summary").click()
    expect(box).to_be_visible()
    box.check()
    page.get_by_role("button", name=said(lang, "Apply filters")).click()
    page.wait_for_url("**theme=parking**")
    branch = drawer(page, lang).locator('#facet-theme input[value="parking"]')
    expect(branch).to_be_visible()
    expect(branch).to_be_checked()
    expect(page.get_by_role("list", name=said(lang, "Chosen filters")).get_by_role("link").first).to_be_visible()


@pytest.mark.parametrize("lang", LANGS)
def test_a_span_of_years_is_chosen_and_taken_away_by_keyboard(open_page: OpenPage, lang: str) -> None:
    page = open_page()
    page.goto(f"/{lang}/search?type=case")
    everything = page.locator("#results").inner_text()
    span = page.locator(".spans a", has_text=re.compile("^2010"))
    span.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**year_from=2010&year_to=2019**")
    assert page.locator("#results").inner_text() != everything
    assert page.get_by_label(said(lang, "From year")).input_value() == "2010"
    chosen = page.locator(".spans [aria-current]")
    expect(chosen).to_have_count(1)
    chosen.press("Enter")
    page.wait_for_url(lambda address: "year_from" not in address)
    assert page.locator("#results").inner_text() == everything


def test_the_button_stays_in_reach_while_scrolling_through_the_filters(open_page: OpenPage) -> None:
    page = open_page(1280, 600)
    page.goto("/en/search")
    expect(page.get_by_role("button", name="Apply filters")).to_be_in_viewport()
