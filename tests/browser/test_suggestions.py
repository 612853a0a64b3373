"""The search box while somebody types: a combobox that gets in nobody's way."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.page_kinds import LANGS
from tests.browser.words import said

pytestmark = pytest.mark.browser

IN_THE_LIST = {"ko": "ㅅㅁㅌ", "en": "smar"}
SEOUL = {"ko": "서우", "en": "seou"}


def box(page: Page) -> Locator:
    return page.get_by_role(
        "combobox", name=said(page.locator("html").get_attribute("lang") or "", "Search the casebook")
    )


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def write(page: Page, text: str) -> None:
    """Write as an input method does once it has made up its mind: no keys, only text."""
    box(page).focus()
    page.keyboard.insert_text(text)


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("lang", LANGS)
def test_a_record_is_opened_with_the_keyboard_alone(open_page: OpenPage, lang: str, width: int) -> None:
    page = open_page(width)
    page.goto(f"/{lang}/")
    write(page, SEOUL[lang])
    first = options(page).first
    expect(first).to_be_visible()
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(box(page)).not_to_have_attribute("aria-activedescendant", "anything")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{lang}/cities/seoul")


@pytest.mark.parametrize("lang", LANGS)
def test_the_arrows_go_round_and_back_to_the_text(open_page: OpenPage, lang: str) -> None:
    page = open_page()
    page.goto(f"/{lang}/cases/")
    write(page, IN_THE_LIST[lang])
    expect(options(page).nth(1)).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    expect(box(page)).to_have_value(IN_THE_LIST[lang])


@pytest.mark.parametrize("lang", LANGS)
def test_escape_closes_the_list_and_enter_then_searches_for_the_text(open_page: OpenPage, lang: str) -> None:
    page = open_page()
    page.goto(f"/{lang}/")
    write(page, SEOUL[lang])
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect(box(page)).to_have_value(SEOUL[lang])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{lang}/search?q=*")


def test_enter_searches_while_the_list_is_open_and_nothing_in_it_is_chosen(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/en/")
    write(page, "seoul")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=seoul")


@pytest.mark.parametrize("lang", LANGS)
def test_a_record_is_opened_with_a_click(open_page: OpenPage, lang: str) -> None:
    page = open_page(320)
    page.goto(f"/{lang}/cities/")
    write(page, SEOUL[lang])
    options(page).first.click()
    page.wait_for_url(f"**/{lang}/cities/seoul")


def test_leaving_the_box_closes_the_list(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/en/")
    write(page, "seoul")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(options(page)).to_have_count(0)


def test_half_typed_syllables_suggest_and_the_input_method_keeps_its_keys(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/ko/")
    box(page).focus()
    session = page.context.new_cdp_session(page)
    for text in ("ㅅ", "서", "성", "서우"):
        session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    expect(options(page).first).to_contain_text("서울")
    page.keyboard.press("ArrowDown")
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": "Process", "windowsVirtualKeyCode": 229})
    expect(options(page).first).to_have_attribute("aria-selected", "false")
    assert urlsplit(page.url).path == "/ko/", "the keys were the input method's"
    session.send("Input.insertText", {"text": "서울"})
    expect(box(page)).to_have_value("서울")
    expect(options(page).first).to_contain_text("서울")
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")


def test_a_late_answer_never_replaces_a_newer_one(open_page: OpenPage) -> None:
    page = open_page()

    def answer(route: Route) -> None:
        typed = parse_qs(urlsplit(route.request.url).query)["q"][0]
        items = [{"text": f"about {typed}", "lang": "en", "type": "case", "label": "Case study", "url": "/en/"}]
        if typed == "first":
            page.wait_for_timeout(700)
        route.fulfill(content_type="application/json", body=json.dumps({"items": items}))

    page.route("**/api/v1/suggest*", answer)
    page.goto("/en/")
    write(page, "first")
    page.wait_for_timeout(250)
    box(page).fill("second")
    expect(options(page)).to_have_text(["about second Case study"])
    page.wait_for_timeout(900)
    expect(options(page)).to_have_text(["about second Case study"])


def test_an_answer_that_makes_no_sense_disturbs_nobody(open_page: OpenPage) -> None:
    page = open_page()
    page.route("**/api/v1/suggest*", lambda route: route.fulfill(content_type="application/json", body="no"))
    page.goto("/en/")
    write(page, "seoul")
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=seoul")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("path", "width"), [("/", 320), ("/cases/", 320), ("/cases/", 1280), ("/search?q=x", 320)])
def test_the_open_list_is_accessible_and_stays_on_the_page(
    open_page: OpenPage, lang: str, path: str, width: int
) -> None:
    page = open_page(width)
    page.goto(f"/{lang}{path}")
    box(page).fill("")
    write(page, IN_THE_LIST[lang])
    expect(options(page).nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    result = Axe().run(page, options={"resultTypes": ["violations"]})
    assert [found["id"] for found in result.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    listed = page.get_by_role("listbox", name=said(lang, "Suggestions")).bounding_box()
    assert listed is not None
    assert listed["x"] >= 0
    assert listed["x"] + listed["width"] <= width
    assert min(option.bounding_box()["height"] for option in options(page).all()) >= 24  # type: ignore[index]
    count = options(page).count()
    status = page.locator(".find [role=status]")
    expect(status).to_have_text(said(lang, "%(count)s suggestions") % {"count": count})


@pytest.mark.parametrize("lang", LANGS)
def test_without_script_the_box_is_an_ordinary_one(open_page: OpenPage, lang: str) -> None:
    page = open_page(script=False)
    page.goto(f"/{lang}/")
    expect(page.get_by_role("combobox")).to_have_count(0)
    page.get_by_role("searchbox").fill("tjdnf wnck")
    page.get_by_role("button", name=said(lang, "Search"), exact=True).click()
    page.wait_for_url("**/search?q=tjdnf*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("서울 주차")
    expect(page.get_by_role("link", name="tjdnf wnck")).to_be_visible()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [1280, 320])
def test_a_search_without_results_is_accessible_and_leads_on(open_page: OpenPage, lang: str, width: int) -> None:
    page = open_page(width)
    page.goto(f"/{lang}/search?q=zzqqxx+parkng&city=nice&stage=planned")
    result = Axe().run(page, options={"resultTypes": ["violations"]})
    assert [found["id"] for found in result.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".nothing").get_by_role("link", name="parking", exact=True).click()
    expect(page.locator(".hits > li").first).to_be_visible()
