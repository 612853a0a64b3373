"""What a first visit costs, that nothing moves meanwhile, and that a page asks nobody else for anything."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import OpenPage
from tests.browser.page_kinds import FOUND, LANGS
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser

MOST_REQUESTS = 6
MOST_BYTES = 60_000
OBSERVE_SHIFTS = """
window.moved = [];
new PerformanceObserver(list => window.moved.push(...list.getEntries().map(entry => entry.value)))
  .observe({type: 'layout-shift', buffered: true});
"""
TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.mark.parametrize("lang", LANGS)
def test_a_first_visit_takes_few_requests_and_bytes_and_nothing_moves(
    open_page: OpenPage, address: str, lang: str
) -> None:
    page = open_page(320)
    page.add_init_script(OBSERVE_SHIFTS)
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    watch = Watch(page, address)
    costly: dict[str, tuple[int, int]] = {}
    moved: dict[str, list[float]] = {}
    for kind, path in FOUND.items():
        watch.requests.clear()
        page.goto(f"/{lang}{path}")
        page.evaluate(TWO_FRAMES)
        sizes = [request.sizes() for request in watch.requests]
        assert len(sizes) >= 2, "the page and its style sheet"
        cost = len(sizes), sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
        if cost[0] > MOST_REQUESTS or cost[1] > MOST_BYTES:
            costly[kind] = cost
        if shifts := page.evaluate("window.moved"):
            moved[kind] = shifts
    assert costly == {}
    assert moved == {}


def test_the_policy_refuses_inline_script_and_the_watch_on_every_page_notices(
    chromium_browser: Browser, address: str
) -> None:
    page = chromium_browser.new_page()
    watch = Watch(page, "http://elsewhere.invalid")
    page.goto(f"{address}/en/about")
    page.evaluate("document.head.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    assert page.evaluate("window.ran") is None
    page.context.close()
    assert any("Content Security Policy" in problem for problem in watch.problems)
    assert any("another host" in problem for problem in watch.problems)
