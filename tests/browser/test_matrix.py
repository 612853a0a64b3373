"""The matrix by keyboard and on small screens: arrow keys move between cells, Tab goes on working, nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.test_keyboard import focused

pytestmark = pytest.mark.browser


def matrix(open_page: OpenPage, path: str = "/en/explore/matrix", **options: Any) -> Page:
    """Open the matrix, or another page."""
    page = open_page(**options)
    page.goto(path)
    return page


def pressed(page: Page, key: str) -> str:
    """Press a key; give the name of what then has the focus."""
    page.keyboard.press(key)
    stop = focused(page)
    return str(stop["name"]) if stop else ""


def test_arrow_keys_move_between_the_cells_that_lead_somewhere(open_page: OpenPage) -> None:
    page = matrix(open_page)
    page.get_by_role("link", name="Kampala, Information security and IoT").focus()
    assert pressed(page, "ArrowRight").startswith("Kampala, Big data")  # past the empty cell of the next group
    assert pressed(page, "ArrowUp").startswith("Dresden, Big data")
    assert pressed(page, "ArrowLeft").startswith("Dresden, Economy and education")
    assert pressed(page, "ArrowDown").startswith("Nice, Economy and education")
    assert pressed(page, "Tab").startswith("Nice, Big data")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?type=case&city=nice&theme=*")


def test_at_the_edge_an_arrow_key_leaves_the_focus_where_it_is(open_page: OpenPage) -> None:
    page = matrix(open_page)
    page.get_by_role("link", name="Brussels, All themes").focus()
    assert pressed(page, "ArrowRight").startswith("Brussels, All themes")


def test_without_script_the_hint_about_arrow_keys_is_not_shown(open_page: OpenPage) -> None:
    hint = "Tab and the arrow keys move from cell to cell."
    assert matrix(open_page).get_by_text(hint).is_visible()
    assert matrix(open_page, script=False).get_by_text(hint).is_hidden()


@pytest.mark.parametrize("query", ["", "?show=all"])
def test_on_a_small_screen_each_number_says_what_it_is_of(open_page: OpenPage, query: str) -> None:
    page = matrix(open_page, f"/ko/explore/matrix{query}", width=320)
    first = page.locator(".cross td a").first
    said = first.evaluate("node => getComputedStyle(node, '::before').content")
    assert said.strip('"') == first.get_attribute("data-label")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_cell_that_is_tabbed_back_to_is_not_under_the_fixed_heads(open_page: OpenPage) -> None:
    page = matrix(open_page, "/en/explore/matrix?show=all", height=500)
    last = page.locator(".cross").nth(1).locator("td a").last
    last.focus()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        hidden = page.evaluate("""() => {
          const link = document.activeElement, head = link.closest('td') && link.closest('table').tHead;
          return head && link.getBoundingClientRect().top < head.rows[0].cells[1].getBoundingClientRect().bottom;
        }""")
        assert not hidden


def test_a_branch_of_themes_folds_away(open_page: OpenPage) -> None:
    page = matrix(open_page, "/en/explore/matrix?show=all")
    branch = page.locator("details.branch").first
    assert branch.get_by_role("table").is_visible()
    branch.locator("summary").click()
    assert branch.get_by_role("table").is_hidden()
