"""Reporting an error as readers do it: by keyboard, without script, on a narrow screen; refused, mended, thanked."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.page_kinds import LANGS
from tests.browser.test_accessibility import OPTIONS
from tests.browser.test_layout import FIND_FAULTS
from tests.browser.words import said

pytestmark = pytest.mark.browser


def open_form(page: Page, lang: str) -> None:
    page.goto(f"/{lang}/cities/nice")
    page.get_by_role("link", name=said(lang, "Report an error")).click()


def send(page: Page, lang: str) -> None:
    page.get_by_role("button", name=said(lang, "Send the report")).click()


@pytest.mark.parametrize("lang", LANGS)
def test_a_refused_report_takes_the_reader_to_what_is_wrong_and_then_arrives(open_page: OpenPage, lang: str) -> None:
    page = open_page(320, script=False)
    open_form(page, lang)
    page.get_by_label(said(lang, "Where is it?")).fill("2")
    send(page, lang)
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name=said(lang, "What is wrong?")).click()
    field = page.get_by_label(said(lang, "What is wrong?"))
    expect(field).to_be_focused()
    expect(page.get_by_label(said(lang, "Where is it?"))).to_have_value("2")
    field.fill("The population is of 2015.")
    send(page, lang)
    expect(page.get_by_role("heading", level=1)).to_have_text(said(lang, "Your report was received"))


def test_the_keyboard_never_meets_the_hidden_field(open_page: OpenPage) -> None:
    page = open_page()
    open_form(page, "en")
    page.get_by_label("What is wrong?").focus()
    met = []
    for _ in range(5):
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.name || document.activeElement.type"))
    assert met[:4] == ["where", "source", "contact", "submit"]
    assert "homepage" not in met


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_refused_form_is_accessible_and_fits_the_narrowest_screen(
    open_page: OpenPage, lang: str, scheme: str
) -> None:
    page = open_page(320)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    open_form(page, lang)
    send(page, lang)
    expect(page.get_by_role("alert")).to_be_visible()
    found = Axe().run(page, options=OPTIONS).response["violations"]
    assert {item["id"]: [node["html"][:200] for node in item["nodes"]] for item in found} == {}
    assert page.evaluate(FIND_FAULTS) == []
