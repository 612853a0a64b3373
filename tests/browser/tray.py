"""The tray and the boxes of a page, as tests find and use them."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page

from tests.browser.words import said

SEARCH = "/search?q=smart&type=case"
KEY = "casebook.comparison.1"
READ = f"localStorage.getItem('{KEY}')"


def lang_of(page: Page) -> str:
    return page.locator("html").get_attribute("lang") or ""


def boxes(page: Page) -> Locator:
    return page.locator("input[data-choice]")


def choose(page: Page, count: int) -> list[str]:
    """Choose the first records of a list; give their slugs."""
    for place in range(count):
        boxes(page).nth(place).check()
    return [boxes(page).nth(place).get_attribute("value") or "" for place in range(count)]


def tray(page: Page) -> Locator:
    return page.locator(".tray")


def unfold(page: Page) -> None:
    fold = tray(page).locator("[data-fold]")
    if fold.get_attribute("aria-expanded") == "false":
        fold.click()


def entries(page: Page) -> Locator:
    return tray(page).locator("li")


def removers(page: Page) -> Locator:
    return tray(page).get_by_role("button", name=said(lang_of(page), "Remove from comparison"))


def status(page: Page) -> Locator:
    return page.locator("body > [role=status]")


def compared(page: Page) -> list[str]:
    """List the cases that the tray's link compares."""
    href = tray(page).locator("[data-go]").get_attribute("href") or ""
    assert urlsplit(href).path == f"/{lang_of(page)}/compare"
    return parse_qs(urlsplit(href).query)["case"]


def shown_on(page: Page) -> list[str]:
    return [node.get_attribute("data-slug") or "" for node in page.locator("[data-compared]").all()]
