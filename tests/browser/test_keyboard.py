"""The site without a mouse: everything is reached with Tab, its focus is seen, and it works with Enter and Space."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.page_kinds import CASE, LANGS, SHORT_CASE
from tests.browser.words import said

pytestmark = pytest.mark.browser

LONGEST_WAY = 400

DESCRIBE_FOCUS = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  const look = () => [focused, ...focused.querySelectorAll('*')].map(node => {
    const style = getComputedStyle(node);
    return [style.outlineStyle, style.outlineWidth, style.fill, style.color, style.backgroundColor,
            style.borderColor, style.textDecorationLine].join();
  }).join(';');
  const box = focused.getBoundingClientRect();
  const seen = look();
  focused.blur();
  const unfocused = look();
  focused.focus({preventScroll: true});
  return {
    name: focused.getAttribute('aria-label') || focused.innerText || focused.name || focused.id,
    tag: focused.localName,
    field: focused.name || '',
    marked: seen !== unfocused,
    inView: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 &&
            box.left < innerWidth,
  };
}"""


def focused(page: Page) -> dict[str, Any] | None:
    """Describe the element that has the focus; `marked` says whether it looks otherwise than without the focus."""
    found: dict[str, Any] | None = page.evaluate(DESCRIBE_FOCUS)
    return found


def tab_through(page: Page) -> list[dict[str, Any]]:
    """Press Tab until the focus leaves the page; describe every stop."""
    stops: list[dict[str, Any]] = []
    while len(stops) < LONGEST_WAY:
        page.keyboard.press("Tab")
        stop = focused(page)
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError("the focus never leaves the page")


def tab_to(page: Page, field: str, name: str = "") -> None:
    """Press Tab until the focus is on a field, or on what has a name."""
    for _ in range(LONGEST_WAY):
        page.keyboard.press("Tab")
        stop = focused(page)
        if stop and ((field and stop["field"] == field) or (name and str(stop["name"]).strip() == name)):
            return
    raise AssertionError(f"{field or name} can't be reached with Tab")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", ["/", CASE, "/search?q=smart"], ids=["home", "case", "search"])
def test_the_first_stop_leads_past_the_navigation(open_page: OpenPage, lang: str, path: str) -> None:
    page = open_page(320)
    page.goto(f"/{lang}{path}")
    page.keyboard.press("Tab")
    stop = focused(page)
    assert stop is not None
    assert stop["name"] == said(lang, "Skip to content")
    assert stop["inView"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize(
    ("path", "width"), [("/", 1280), ("/search?q=parking", 1280), ("/search?q=parking", 320), (SHORT_CASE, 320)]
)
def test_every_stop_is_seen_and_marked(open_page: OpenPage, path: str, width: int) -> None:
    page = open_page(width)
    page.goto(f"/ko{path}")
    stops = tab_through(page)
    assert len(stops) > 15
    assert [stop["name"] for stop in stops if not stop["inView"]] == []
    assert [stop["name"] for stop in stops if not stop["marked"]] == []


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("lang", LANGS)
def test_a_search_is_made_and_filtered_without_a_mouse(open_page: OpenPage, lang: str, width: int) -> None:
    page = open_page(width)
    page.goto(f"/{lang}/")
    tab_to(page, "q")
    page.keyboard.type("smart")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{lang}/search?q=smart")
    summary = page.locator(".filters summary").first
    if summary.is_visible():
        tab_to(page, "", name=summary.inner_text())
        page.keyboard.press("Enter")
    tab_to(page, "city")
    page.keyboard.press("Space")
    tab_to(page, "", name=said(lang, "Apply filters"))
    page.keyboard.press("Enter")
    page.wait_for_url("**city=**")
    chosen = page.get_by_role("list", name=said(lang, "Chosen filters"))
    assert chosen.get_by_role("link").count() == 2
