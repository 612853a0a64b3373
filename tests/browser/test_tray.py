"""The tray in itself: keyboard and focus, what is stored, a full tray, layout and paper."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from kb.domain.comparison import MOST
from tests.browser.conftest import OpenPage
from tests.browser.page_kinds import CASE, LANGS
from tests.browser.test_keyboard import tab_to
from tests.browser.test_layout import FIND_FAULTS
from tests.browser.test_loading import OBSERVE_SHIFTS, TWO_FRAMES
from tests.browser.tray import (
    KEY,
    SEARCH,
    boxes,
    choose,
    compared,
    entries,
    removers,
    status,
    tray,
    unfold,
)
from tests.browser.words import said

pytestmark = pytest.mark.browser

NO_STORAGE = """
Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('denied', 'SecurityError'); }});
"""
NO_ROOM = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"


@pytest.mark.parametrize("lang", LANGS)
def test_a_sixth_is_refused_with_the_reason(open_page: OpenPage, lang: str) -> None:
    page = open_page()
    page.goto(f"/{lang}/cases/")
    choose(page, MOST)
    full = said(lang, "The comparison is full: it takes up to %(most)s. Remove one to add another.") % {"most": MOST}
    sixth = boxes(page).nth(MOST)
    expect(sixth).to_have_attribute("aria-disabled", "true")
    expect(sixth.locator("xpath=..")).to_contain_text(said(lang, "Comparison is full"))
    expect(tray(page)).to_contain_text(full)
    sixth.click(force=True)  # which Playwright would otherwise wait to be enabled
    expect(sixth).not_to_be_checked()
    expect(status(page)).to_have_text(full)
    expect(entries(page)).to_have_count(MOST)
    unfold(page)
    removers(page).first.click()
    expect(sixth).not_to_have_attribute("aria-disabled", "true")
    sixth.check()
    expect(entries(page)).to_have_count(MOST)


def test_the_focus_stays_in_the_tray_as_its_entries_are_removed_and_then_returns_to_the_page(
    open_page: OpenPage,
) -> None:
    page = open_page()
    page.goto("/en/cases/")
    slugs = choose(page, 3)
    unfold(page)
    removers(page).nth(1).press("Enter")
    expect(entries(page)).to_have_count(2)
    expect(removers(page).nth(1)).to_be_focused()
    expect(boxes(page).nth(1)).not_to_be_checked()
    page.keyboard.press("Enter")
    expect(removers(page).first).to_be_focused()
    page.keyboard.press("Enter")
    expect(tray(page)).to_be_hidden()
    expect(page.locator(f"input[value={slugs[0]}]")).to_be_focused()


def test_all_are_removed_at_once(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/ko/cases/")
    choose(page, 2)
    unfold(page)
    tray(page).get_by_role("button", name=said("ko", "Remove all")).click()
    expect(tray(page)).to_be_hidden()
    expect(page.locator("input[data-choice]:checked")).to_have_count(0)
    expect(status(page)).to_have_text(said("ko", "The comparison is empty."))
    assert page.evaluate("document.activeElement !== document.body")
    page.reload()
    expect(tray(page)).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 320])
def test_choosing_and_comparing_need_no_mouse(open_page: OpenPage, width: int) -> None:
    page = open_page(width, 640)
    page.goto("/ko/cases/")
    slugs = [boxes(page).nth(place).get_attribute("value") or "" for place in range(2)]
    tab_to(page, "case")
    page.keyboard.press("Space")
    expect(boxes(page).first).to_be_checked()
    expect(boxes(page).first).to_be_focused()
    boxes(page).nth(1).focus()
    page.keyboard.press("Space")
    page.evaluate("document.activeElement.blur(); document.querySelector('.skip').focus()")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=said("ko", "Skip to the comparison"))).to_be_focused()
    page.keyboard.press("Enter")
    fold = tray(page).locator("[data-fold]")
    expect(fold).to_be_focused()
    page.keyboard.press("Enter")
    expect(removers(page)).to_have_count(2)
    for _stop in range(5):  # from the heading over the first entry to the second's button
        page.keyboard.press("Tab")
    expect(removers(page).nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(entries(page).first).to_be_hidden()
    expect(fold).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/ko/compare?case={slugs[0]}&case={slugs[1]}")


@pytest.mark.parametrize("width", [1280, 320])
def test_nothing_that_has_the_focus_lies_under_the_tray(open_page: OpenPage, width: int) -> None:
    page = open_page(width, 640)
    page.goto("/en/cases/")
    choose(page, 3)
    unfold(page)
    page.goto("/en/cities/nice")
    page.evaluate("scrollTo(0, 0)")
    stops = covered = 0
    for _ in range(400):
        page.keyboard.press("Tab")
        found = page.evaluate("""() => {
          const node = document.activeElement, tray = document.querySelector('.tray');
          if (node === document.body) return null;
          return !tray.contains(node) && node.getBoundingClientRect().bottom > tray.getBoundingClientRect().top + 1;
        }""")
        if found is None:
            break
        stops += 1
        covered += found
    assert stops > 40
    assert covered == 0


@pytest.mark.parametrize(
    "stored",
    [
        "{", "null", "7", "[]", '{"case": "a"}', '{"case": [null, 1, {"slug": "../x", "ko": "가"}, {"slug": "a"}]}',
        '{"case": [{"slug": "a", "ko": {"x": 1}, "en": "A"}], "city": {}, "isOpen": "yes"}',
    ],
)  # fmt: skip
def test_what_is_stored_may_be_damaged(open_page: OpenPage, stored: str) -> None:
    page = open_page()
    page.goto("/en/about")
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, stored])
    page.goto("/en/cases/")
    expect(tray(page)).to_be_hidden()
    choose(page, 1)
    expect(entries(page)).to_have_count(1)
    page.reload()
    expect(entries(page)).to_have_count(1)


def test_of_what_is_stored_the_sound_part_is_kept_and_no_markup_of_it_is_believed(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/en/about")
    title = "<img src=x onerror=alert(1)>"
    items = [{"slug": "a-1", "ko": title}, {"slug": "A 1"}, {"slug": "a-1", "en": "twice"}]
    many = [{"slug": f"c-{number}", "en": f"C {number}"} for number in range(9)]
    stored = json.dumps({"case": many, "city": items})
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, stored])
    page.goto("/en/about")
    expect(entries(page)).to_have_count(MOST)
    page.goto("/en/cities/")
    expect(entries(page)).to_have_count(1)
    assert tray(page).locator("img").count() == 0


@pytest.mark.parametrize("broken", [NO_STORAGE, NO_ROOM], ids=["no storage", "no room"])
def test_where_nothing_can_be_stored_the_tray_works_for_the_page_and_says_so(open_page: OpenPage, broken: str) -> None:
    page = open_page()
    page.add_init_script(broken)
    page.goto("/en/cases/")
    slugs = choose(page, 2)
    expect(tray(page)).to_contain_text("This browser keeps nothing for this site")
    expect(tray(page).locator("[data-hint]")).to_be_visible()
    assert compared(page) == slugs
    unfold(page)
    removers(page).first.click()
    expect(entries(page)).to_have_count(1)


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (320, 640)])
def test_the_tray_starts_folded_on_every_page(open_page: OpenPage, width: int, height: int) -> None:
    page = open_page(width, height)
    page.goto("/ko/cases/")
    choose(page, MOST)
    expect(entries(page).first).to_be_hidden()
    unfold(page)
    expect(entries(page).first).to_be_visible()
    for path in ("/ko/about", "/ko/cases/"):
        page.goto(path)
        expect(tray(page)).to_be_visible()
        expect(entries(page).first).to_be_hidden()
    unfold(page)
    page.goto("/ko/about")
    page.go_back()
    expect(entries(page).first).to_be_hidden()


@pytest.mark.parametrize("height", [640, 480])
@pytest.mark.parametrize("lang", LANGS)
def test_of_a_low_window_the_open_tray_takes_at_most_two_fifths(open_page: OpenPage, lang: str, height: int) -> None:
    page = open_page(320, height)
    page.goto(f"/{lang}/cities/")
    choose(page, 2)
    page.goto(f"/{lang}/cases/")
    choose(page, MOST)
    unfold(page)
    expect(removers(page).last).to_be_visible()
    box = tray(page).bounding_box()
    assert box
    assert box["height"] <= 0.4 * height + 1
    removers(page).last.focus()
    expect(removers(page).last).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (320, 640), (320, 256)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_full_tray_has_no_fault_of_layout_or_accessibility(
    open_page: OpenPage, width: int, height: int, scheme: str
) -> None:
    page = open_page(width, height, color_scheme=scheme)
    page.goto("/ko/cases/")
    choose(page, MOST)
    unfold(page)
    assert page.evaluate(FIND_FAULTS) == []
    violations = Axe().run(page).response["violations"]
    assert [(found["id"], [node["html"] for node in found["nodes"]]) for found in violations] == []
    small = page.evaluate("""[...document.querySelectorAll('.tray a, .tray button, label.choice')].filter(node => {
      const box = node.getBoundingClientRect();
      return box.width && (box.width < 24 || box.height < 24);
    }).map(node => node.outerHTML)""")
    assert small == []


@pytest.mark.parametrize("path", ["/cases/", CASE, SEARCH, "/about"])
@pytest.mark.parametrize("width", [1280, 320])
def test_nothing_moves_when_a_page_comes_with_a_full_tray(open_page: OpenPage, path: str, width: int) -> None:
    page = open_page(width)
    page.goto("/ko/cases/")
    choose(page, MOST)
    page.add_init_script(OBSERVE_SHIFTS)
    page.goto(f"/ko{path}")
    expect(tray(page)).to_be_visible()
    page.evaluate(TWO_FRAMES)
    assert page.evaluate("window.moved") == []


def test_on_paper_there_is_no_tray_and_no_box(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/en/cases/")
    choose(page, 2)
    page.emulate_media(media="print")
    shown = page.locator(".tray, label.choice, a.choice, .choosing").all()
    assert len(shown) > 5
    assert not any(item.is_visible() for item in shown)
