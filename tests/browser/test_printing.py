"""On paper: the text without the site's furniture, whatever the colours on screen."""

from __future__ import annotations

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.page_kinds import CASE, LANGS, SESSION

pytestmark = pytest.mark.browser

FURNITURE = ".nav, .langs, .find, .skip, .contents, .crumbs, .buttons, .foot .links"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", [CASE, SESSION, f"{CASE}/bilingual"], ids=["case", "session", "both languages"])
def test_a_printed_page_has_its_text_and_no_navigation(open_page: OpenPage, path: str, lang: str) -> None:
    page = open_page()
    page.goto(f"/{lang}{path}")
    assert page.locator(FURNITURE).count() > 3
    page.emulate_media(media="print", color_scheme="dark")
    assert [item.get_attribute("class") for item in page.locator(FURNITURE).all() if item.is_visible()] == []
    for kept in (".brand", "main h1", "main section h2", ".refs"):
        assert page.locator(kept).first.is_visible(), kept
    ground, ink = page.evaluate("(s => [s.backgroundColor, s.color])(getComputedStyle(document.body))")
    assert (ground, ink) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)")


def test_a_case_makes_a_pdf_of_a_few_pages_whose_references_name_their_addresses(open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"/ko{CASE}")
    document = page.pdf(format="A4")
    assert document.startswith(b"%PDF-")
    assert 3 <= document.count(b"/Type /Page\n") <= 12
    page.emulate_media(media="print")
    shown = page.locator(".refs .address").first.evaluate("node => getComputedStyle(node, '::after').content")
    assert "http" in shown
