"""The comparison in a browser: heads that stay in view, folding and moving without script, cards, and paper."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest

from tests.browser.conftest import OpenPage
from tests.browser.page_kinds import COMPARISON, LANGS
from tests.browser.words import said

pytestmark = pytest.mark.browser

A4_LYING = (842, 595)  # points
TWO = "/compare?case=nice-auto-bleue&case=ddareungi-bike-sharing"


@pytest.mark.parametrize("lang", LANGS)
def test_the_head_and_the_row_s_name_stay_in_view(open_page: OpenPage, lang: str) -> None:
    page = open_page()
    page.goto(f"/{lang}{COMPARISON}#approach")
    head, name = page.locator("thead .heads th").first, page.locator("#approach .label")
    assert head.bounding_box()["y"] >= 0  # type: ignore[index]
    page.mouse.wheel(0, 300)
    page.wait_for_function("scrollY > 0")
    box, label = head.bounding_box(), name.bounding_box()
    assert box
    assert label
    assert box["y"] == pytest.approx(0, abs=1)
    assert label["y"] >= box["y"] + box["height"] - 1


def test_where_the_columns_do_not_fit_the_table_pans_and_the_first_column_stays(open_page: OpenPage) -> None:
    page = open_page(768)
    page.goto(f"/en{COMPARISON}")
    pan = page.locator(".pan")
    assert pan.evaluate("node => node.scrollWidth > node.clientWidth")
    before = page.locator("#stage th").bounding_box()
    pan.evaluate("node => node.scrollLeft = 200")
    after = page.locator("#stage th").bounding_box()
    assert before
    assert after
    assert after["x"] == pytest.approx(before["x"], abs=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("lang", LANGS)
def test_on_a_narrow_screen_every_cell_names_its_case_in_the_order_of_the_columns(
    open_page: OpenPage, lang: str
) -> None:
    page = open_page(320)
    page.goto(f"/{lang}{COMPARISON}")
    named = [page.locator(f"#{row} .of").all_inner_texts() for row in ("stage", "approach")]
    assert named[0] == named[1]
    assert len(set(named[0])) == 5
    assert page.locator("#stage .of").first.is_visible()
    assert not page.locator("thead .heads").is_visible()
    assert page.locator(".compare-groups a").first.is_visible()


def test_without_script_groups_fold_columns_move_and_rows_that_are_the_same_go(open_page: OpenPage) -> None:
    page = open_page(script=False)
    page.goto(f"/en{TWO}")
    page.get_by_role("link", name=said("en", "Cost"), exact=True).click()
    page.wait_for_url("**fold=cost**")
    assert page.locator("#group-cost a").first.get_attribute("aria-expanded") == "false"
    page.locator("#right-nice-auto-bleue").click()
    page.wait_for_url("**case=ddareungi-bike-sharing&case=nice-auto-bleue&fold=cost")
    page.locator("#differences").click()
    page.wait_for_url("**differences=1&fold=cost")
    assert page.locator(".same").count() == 0
    page.locator("#remove-nice-auto-bleue").click()
    assert page.locator("h1").inner_text() == said("en", "Compare case studies")
    assert page.locator("input[name=case]:checked").count() == 1


@pytest.mark.parametrize("lang", LANGS)
def test_without_script_cases_are_searched_chosen_and_compared(open_page: OpenPage, lang: str) -> None:
    page = open_page(320, script=False)
    page.goto(f"/{lang}/compare")
    page.locator("input[value=metaverse-seoul]").check()
    page.locator("#picker-q").fill("parking")
    page.locator("#picker-q").press("Enter")
    page.wait_for_url("**q=parking**")
    assert page.locator("input[value=metaverse-seoul]").is_checked()
    page.locator("input[value=nice-connected-boulevard-smart-parking]").check()
    page.locator(".picker .button.main").click()
    page.wait_for_url(f"**/{lang}/compare?case=metaverse-seoul&case=nice-connected-boulevard-smart-parking")
    assert page.locator("th[data-compared]").count() == 2


@pytest.mark.parametrize("lang", LANGS)
def test_on_paper_it_lies_repeats_its_head_and_names_addresses_and_formulas(open_page: OpenPage, lang: str) -> None:
    page = open_page()
    page.goto(f"/{lang}{COMPARISON}")
    head = page.locator("thead .heads th a").first.inner_text()
    document = pypdfium2.PdfDocument(BytesIO(page.pdf(prefer_css_page_size=True)))
    assert {tuple(map(round, sheet.get_size())) for sheet in document} == {A4_LYING}
    texts = ["".join(sheet.get_textpage().get_text_range().split()) for sheet in document]
    first_source = next(place for place, text in enumerate(texts) if "https://" in text and place)
    assert all("".join(head.split()) in text for text in texts[: first_source - 1])
    whole = "".join(texts)
    assert "/compare?case=nice-connected-boulevard-smart-parking" in whole
    assert "EUR÷" in whole
    assert "".join(said(lang, "Press or vendor claims").split()) in texts[0]
    assert all(f"{number}/{len(texts)}" in text for number, text in enumerate(texts, 1))
    assert len(texts) <= 24
