"""Nothing runs off the page or is cut: not on the narrowest screen, not with text twice as large."""

from __future__ import annotations

import pytest
from playwright.sync_api import ViewportSize

from tests.browser.conftest import OpenPage
from tests.browser.page_kinds import ALL, LANGS

pytestmark = pytest.mark.browser

FIND_FAULTS = """() => {
  const width = document.documentElement.clientWidth;
  const faults = [];
  const name = node => node.localName + (node.id ? '#' + node.id : '') + [...node.classList].map(c => '.' + c).join('');
  if (document.documentElement.scrollWidth > width) faults.push('the page scrolls sideways');
  const scrolls = node => {
    for (let up = node.parentElement; up; up = up.parentElement)
      if (['auto', 'scroll'].includes(getComputedStyle(up).overflowX)) return true;
    return false;
  };
  for (const node of document.body.querySelectorAll('*')) {
    if (node.closest('svg') || node.closest('.skip') || !node.checkVisibility()) continue;
    const style = getComputedStyle(node), box = node.getBoundingClientRect();
    if (style.clipPath !== 'none' || node.closest('.hush')) continue;   // for screen readers only
    if (box.width && (box.right > width + 1 || box.left < -1) && !scrolls(node)) faults.push('off the page: ' + name(node));
    const cuts = ['hidden', 'clip'].some(value => [style.overflowX, style.overflowY].includes(value));
    if (cuts && (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1))
      faults.push('cut: ' + name(node));
  }
  return [...new Set(faults)];
}"""


NARROW, WIDE = ViewportSize(width=320, height=640), ViewportSize(width=1280, height=900)
NORMAL, TWICE = 16, 32
ROOT_SIZE = "parseFloat(getComputedStyle(document.documentElement).fontSize)"


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_cut_or_off_the_page_at_320_pixels_or_with_text_twice_as_large(
    open_page: OpenPage, lang: str
) -> None:
    page = open_page()
    client = page.context.new_cdp_session(page)
    found: dict[str, list[str]] = {}
    for kind, path in ALL.items():
        page.goto(f"/{lang}{path}")
        for viewport, size in ((NARROW, NORMAL), (WIDE, TWICE)):
            page.set_viewport_size(viewport)
            client.send("Page.setFontSizes", {"fontSizes": {"standard": size}})
            assert page.evaluate(ROOT_SIZE) == size
            if faults := page.evaluate(FIND_FAULTS):
                found[f"{kind} at {viewport['width']}, text of {size}"] = faults
    assert found == {}


def test_a_table_too_wide_for_the_screen_scrolls_in_a_region_of_its_own(open_page: OpenPage) -> None:
    """The matrix and the tables of figures either fit or scroll inside something that the keyboard reaches."""
    page = open_page(320)
    for path in ("/", "/cases/nice-connected-boulevard-smart-parking", "/cities/seoul"):
        page.goto(f"/en{path}")
        for region in page.locator(".scroll").all():
            if region.evaluate("node => node.scrollWidth > node.clientWidth"):
                assert region.get_attribute("tabindex") == "0"
                assert region.get_attribute("aria-label") or region.get_attribute("aria-labelledby")


def test_the_check_itself_sees_what_is_cut_or_off_the_page(open_page: OpenPage) -> None:
    page = open_page(320)
    page.goto("/en/about")
    assert page.evaluate(FIND_FAULTS) == []
    page.evaluate("document.querySelector('h1').style.cssText = 'height: 3px; overflow: hidden'")
    page.evaluate("document.querySelector('main p').style.width = '400px'")
    assert page.evaluate(FIND_FAULTS) == ["the page scrolls sideways", "cut: h1", "off the page: p"]
