"""Collecting what to compare: boxes, links and the tray, from page to page, with and without script."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.page_kinds import CASE, COMPARISON, LANGS
from tests.browser.tray import (
    KEY,
    READ,
    SEARCH,
    boxes,
    choose,
    compared,
    entries,
    removers,
    shown_on,
    status,
    tray,
    unfold,
)
from tests.browser.words import said

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("lang", LANGS)
def test_what_is_chosen_in_the_search_is_there_on_other_pages_and_in_the_other_language(
    open_page: OpenPage, lang: str, width: int
) -> None:
    page = open_page(width)
    page.goto(f"/{lang}{SEARCH}")
    expect(tray(page)).to_be_hidden()
    slugs = choose(page, 2)
    page.goto(f"/{lang}/about")
    unfold(page)
    assert compared(page) == slugs
    here = entries(page).get_by_role("link").all_inner_texts()
    assert all(here)
    other = "en" if lang == "ko" else "ko"
    page.locator(f".langs a[lang={other}]").click()
    page.wait_for_url(f"**/{other}/about")
    unfold(page)
    there = entries(page).get_by_role("link").all_inner_texts()
    assert len(there) == 2
    assert there != here
    assert compared(page) == slugs
    entries(page).get_by_role("link").first.click()
    page.wait_for_url(f"**/{other}/cases/{slugs[0]}")
    expect(page.locator("h1")).to_have_text(there[0])


@pytest.mark.parametrize("lang", LANGS)
def test_a_case_is_put_in_and_taken_out_on_its_own_page(open_page: OpenPage, lang: str) -> None:
    page = open_page()
    page.goto(f"/{lang}{CASE}")
    page.locator("main").get_by_role("button", name=said(lang, "Add to comparison")).click()
    expect(entries(page)).to_have_count(1)
    expect(status(page)).to_contain_text(page.locator("h1").inner_text())
    page.locator("main").get_by_role("button", name=said(lang, "Remove from comparison")).press("Space")
    expect(tray(page)).to_be_hidden()
    expect(page.locator("main").get_by_role("button", name=said(lang, "Add to comparison"))).to_be_focused()
    assert page.url.endswith(CASE)


def test_tabs_share_what_is_chosen(open_page: OpenPage) -> None:
    first = open_page()
    first.goto("/en/cases/")
    second = first.context.new_page()
    second.goto("/ko/cases/")
    slugs = choose(first, 2)
    expect(entries(second)).to_have_count(2)
    expect(second.locator(f"input[value={slugs[1]}]")).to_be_checked()
    unfold(second)
    removers(second).first.click()
    expect(entries(first)).to_have_count(1)
    expect(first.locator(f"input[value={slugs[0]}]")).not_to_be_checked()


def test_cases_and_cities_are_chosen_apart(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/en/cases/")
    choose(page, 2)
    page.goto("/en/cities/")
    expect(entries(page)).to_have_count(2)  # no city is chosen yet
    switch = tray(page).get_by_role("group", name="Chosen")
    expect(switch).to_be_hidden()
    choose(page, 1)
    expect(entries(page)).to_have_count(1)
    assert "city=" in (tray(page).locator("[data-go]").get_attribute("href") or "")
    expect(status(page)).to_contain_text("Chosen in all: case studies 2, cities 1.")
    cases, cities = (switch.get_by_role("button", name=name) for name in ("Case studies 2", "Cities 1"))
    expect(cities).to_have_attribute("aria-pressed", "true")
    expect(cases).to_have_attribute("aria-pressed", "false")
    cases.click()
    expect(entries(page)).to_have_count(2)
    expect(cases).to_be_focused()
    expect(cases).to_have_attribute("aria-pressed", "true")
    assert "case=" in (tray(page).locator("[data-go]").get_attribute("href") or "")
    page.goto("/en/cities/nice")
    expect(entries(page)).to_have_count(1)
    page.goto("/en/")
    expect(entries(page)).to_have_count(2)


@pytest.mark.parametrize("path", [SEARCH, "/cases/", "/themes/mobility", "/cities/nice"])
@pytest.mark.parametrize("lang", LANGS)
def test_without_script_the_boxes_of_a_list_lead_to_the_comparison(open_page: OpenPage, lang: str, path: str) -> None:
    page = open_page(320, script=False)
    page.goto(f"/{lang}{path}")
    expect(tray(page)).to_have_count(0)
    slugs = choose(page, 2)
    submit = page.get_by_role("button", name=said(lang, "Compare chosen case studies"))
    expect(submit).to_be_in_viewport()
    submit.click()
    page.wait_for_url(f"**/{lang}/compare?case={slugs[0]}&case={slugs[1]}")


def test_without_script_a_city_leads_to_a_comparison_of_cities(open_page: OpenPage) -> None:
    page = open_page(script=False)
    page.goto("/en/cities/nice")
    page.get_by_role("link", name="Compare with other cities").click()
    page.wait_for_url("**/en/compare?city=nice")


def test_with_script_the_button_of_a_list_compares_all_that_is_chosen(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/en/cities/nice")
    first = choose(page, 1)
    page.goto(f"/en{SEARCH}")
    box = page.locator("input[data-choice]:not(:checked)").first
    slugs = [*first, box.get_attribute("value") or ""]
    box.check()
    page.get_by_role("button", name="Compare chosen case studies").click()
    page.wait_for_url(f"**/en/compare?case={slugs[0]}&case={slugs[1]}")


def test_a_title_that_has_changed_is_mended_where_its_record_is_met(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/en/about")
    slug = CASE.rsplit("/", 1)[1]
    stored = json.dumps({"case": [{"slug": slug, "ko": None, "en": "Old name"}], "city": []})
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, stored])
    page.goto(f"/en{CASE}")
    expect(entries(page)).to_have_count(1)
    expect(entries(page).locator("a")).to_have_text(page.locator("h1").inner_text())
    assert json.loads(page.evaluate(READ))["case"][0]["ko"]


@pytest.mark.parametrize("width", [1280, 320])
def test_a_comparison_opened_from_the_tray_is_the_tray_s(open_page: OpenPage, width: int) -> None:
    page = open_page(width)
    page.goto(f"/ko{SEARCH}")
    slugs = choose(page, 2)
    tray(page).locator("[data-go]").click()
    page.wait_for_url("**/ko/compare?*")
    assert shown_on(page) == slugs
    expect(entries(page).first).to_be_hidden()
    expect(tray(page).locator("[data-go], [data-keep]").filter(visible=True)).to_have_count(0)
    unfold(page)
    expect(tray(page)).to_contain_text(said("ko", "This page shows what you have chosen."))


def test_somebody_else_s_comparison_changes_the_tray_only_when_asked_to(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/en/cases/")
    mine = choose(page, 1)
    theirs = [boxes(page).nth(place).get_attribute("value") or "" for place in (3, 4)]
    page.goto(f"/en/compare?case={theirs[0]}&case={theirs[1]}")
    assert shown_on(page) == theirs
    stored = [item["slug"] for item in json.loads(page.evaluate(READ))["case"]]
    assert stored == mine
    tray(page).get_by_role("button", name="Replace mine with those of this page").click()
    expect(entries(page)).to_have_count(2)
    assert page.evaluate("document.activeElement !== document.body")
    page.goto("/ko/about")
    assert compared(page) == theirs


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("lang", LANGS)
def test_a_comparison_that_is_not_in_an_empty_tray_is_kept_when_asked_to(
    open_page: OpenPage, lang: str, width: int
) -> None:
    page = open_page(width, 640)
    page.goto(f"/{lang}{COMPARISON}")
    theirs = shown_on(page)
    expect(tray(page).get_by_role("heading")).to_have_text(said(lang, "This comparison isn't in your tray"))
    expect(entries(page)).to_have_count(0)
    tray(page).get_by_role("button", name=said(lang, "Keep"), exact=True).click()
    expect(tray(page).get_by_role("heading")).to_contain_text(str(len(theirs)))
    expect(entries(page)).to_have_count(len(theirs))
    page.goto(f"/{lang}/about")
    assert compared(page) == theirs


def test_what_is_no_longer_published_leaves_the_tray(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/en/cases/")
    slugs = choose(page, 2)
    gone = "withdrawn-since"
    stored = json.loads(page.evaluate(READ))
    stored["case"].append({"slug": gone, "ko": None, "en": "Withdrawn since"})
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(stored)])
    page.goto(f"/en/compare?case={slugs[0]}&case={slugs[1]}&case={gone}")
    expect(status(page)).to_have_text("No longer published, removed from your comparison: 1")
    assert [item["slug"] for item in json.loads(page.evaluate(READ))["case"]] == slugs


def test_the_page_to_choose_on_fills_the_tray(open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"/en{CASE}")
    page.locator("main").get_by_role("button", name="Add to comparison").click()
    tray(page).get_by_role("link", name="Find another case study").click()
    page.wait_for_url("**/en/compare?case=*")
    expect(page.locator("input[data-choice]:checked")).to_have_count(1)
    page.locator("input[data-choice]:not(:checked)").nth(4).check()
    expect(entries(page)).to_have_count(2)
    page.locator("form.picker").get_by_role("button", name="Compare").click()
    page.wait_for_url("**/en/compare?case=*&case=*")
    assert shown_on(page) == [item["slug"] for item in json.loads(page.evaluate(READ))["case"]]


def test_the_page_to_choose_on_leaves_somebody_else_s_choice_as_it_is(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/en/cases/")
    mine = choose(page, 1)
    page.goto(f"/en/compare?case={CASE.rsplit('/', 1)[1]}")
    expect(page.locator("input[data-choice]:checked")).to_have_count(1)
    page.locator("input[data-choice]:not(:checked)").nth(4).check()
    page.locator("form.picker").get_by_role("button", name="Compare").click()
    page.wait_for_url("**/en/compare?*case=*&case=*")
    assert [item["slug"] for item in json.loads(page.evaluate(READ))["case"]] == mine


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_related_cases_are_compared_with_the_case_of_the_page(open_page: OpenPage, script: bool) -> None:
    page = open_page(script=script)
    page.goto(f"/en{CASE}")
    box = boxes(page).last
    slug = box.get_attribute("value")
    box.check()
    page.get_by_role("button", name="Compare this case with those chosen").click()
    page.wait_for_url(f"**/en/compare?case={CASE.rsplit('/', 1)[1]}&case={slug}")


def test_without_script_a_list_of_both_kinds_keeps_the_button_of_the_kind_chosen_in_view(open_page: OpenPage) -> None:
    page = open_page(320, 640, script=False)
    page.goto("/en/search?q=parking")
    cases, cities = (page.get_by_role("button", name=f"Compare chosen {kind}") for kind in ("case studies", "cities"))
    page.locator("input[name=city][data-choice]").first.check()
    expect(cities).to_be_in_viewport()
    expect(cases).not_to_be_in_viewport()
    page.locator("input[name=case][data-choice]").first.check()
    for button in (cities, cases):
        button.click(trial=True)  # neither lies over the other
