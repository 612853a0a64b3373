"""Readers on their way through the site: in either language, wide and narrow, with script and without."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
import yaml
from playwright.sync_api import Locator, Page, expect

from kb.services.site import resource
from tests.browser.conftest import OpenPage
from tests.browser.page_kinds import CASE, LANGS, SESSION, TALK
from tests.browser.words import said

pytestmark = pytest.mark.browser

WIDE, NARROW = 1280, 320
READERS = [pytest.param(WIDE, True, id="wide"), pytest.param(NARROW, False, id="narrow without script")]


@cache
def seed(kind: str, slug: str) -> Mapping[str, Any]:
    """Read a record as its editors wrote it."""
    text = (resource("seed") / kind / f"{slug}.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found


@dataclass(frozen=True)
class Content:
    """What the reader of a language looks for and should find, in the words of the records."""

    lang: str
    parking: str
    nice: str

    @property
    def case(self) -> str:
        """The title of the case about parking in Nice."""
        return self.title("cases", CASE)

    @property
    def failure(self) -> str:
        """How the first of its lessons of failure begins."""
        lessons = seed("cases", CASE.rpartition("/")[2])["lessons"]
        text: str = next(row for row in lessons if row["lesson_type"] == "failure")[f"text__{self.lang}"]
        return text[:25]

    def title(self, kind: str, path: str) -> str:
        """The title of a record, found by the end of its address."""
        return str(seed(kind, path.rpartition("/")[2])[f"title__{self.lang}"])


ENGLISH = Content("en", "parking", "Nice")
KOREAN = Content("ko", "주차", "니스")


def search_for(page: Page, lang: str, text: str) -> None:
    box = page.get_by_label(said(lang, "Search the casebook"))  # a combobox with script, a search box without
    box.fill(text)
    page.get_by_role("button", name=said(lang, "Search"), exact=True).click()
    page.wait_for_url(f"**/{lang}/search?**")


def filters(page: Page, lang: str) -> Locator:
    """Give the group of filters, opened where the screen is too small to show it all the time."""
    group = page.get_by_role("group", name=said(lang, "Filters"))
    summary = group.locator("summary").first
    if summary.is_visible():
        summary.click()
    return group


def total(page: Page) -> int:
    """Read the number of results off the page."""
    heading = page.get_by_role("status").get_by_role("heading", level=1)
    numbers = re.findall(r"\d+", re.sub(r"[“‘].*[”’]", "", heading.inner_text()))
    return int(numbers[0])


def follow(link: Locator) -> None:
    """Click a link and wait until its page is there."""
    page = link.page
    target = link.get_attribute("href") or ""
    link.click()
    page.wait_for_url(f"**{target}")
    page.wait_for_load_state()


@pytest.mark.parametrize(
    ("content", "width", "script"),
    [
        pytest.param(ENGLISH, WIDE, True, id="en, wide"),
        pytest.param(ENGLISH, NARROW, False, id="en, narrow without script"),
        pytest.param(KOREAN, NARROW, True, id="ko, narrow"),
        pytest.param(KOREAN, WIDE, False, id="ko, wide without script"),
    ],
)
def test_a_reader_gets_from_parking_to_the_session_in_which_nice_spoke(
    open_page: OpenPage, content: Content, width: int, script: bool
) -> None:
    page, lang = open_page(width, script=script), content.lang
    page.goto(f"/{lang}/")
    search_for(page, lang, content.parking)
    unfiltered = total(page)

    group = filters(page, lang)
    group.get_by_role("checkbox", name=content.nice).check()
    group.get_by_role("button", name=said(lang, "Apply filters")).click()
    page.wait_for_url("**city=nice**")
    assert 0 < total(page) < unfiltered
    chosen = page.get_by_role("list", name=said(lang, "Chosen filters"))
    expect(chosen.get_by_role("link", name=content.nice)).to_be_visible()

    hit = page.locator(".hits > li", has=page.get_by_role("link", name=content.case, exact=True))
    expect(hit.get_by_text(said(lang, "Ended"), exact=True)).to_be_visible()
    follow(hit.get_by_role("link", name=content.case, exact=True))
    expect(page.get_by_role("heading", level=1, name=content.case)).to_be_visible()
    read_failure_and_its_source(page, content)

    follow(page.get_by_role("link", name=said(lang, "Read in both languages")))
    for title in (ENGLISH.case, KOREAN.case):
        expect(page.get_by_text(title, exact=True).last).to_be_visible()
    follow(page.get_by_role("link", name=said(lang, "Back to the case study")))

    facts = page.get_by_role("complementary", name=said(lang, "Key facts"))
    follow(facts.get_by_role("link", name=content.nice, exact=True))
    talk, session = content.title("presentations", TALK), content.title("sessions", SESSION)
    follow(page.get_by_role("link", name=talk, exact=True).first)
    follow(page.locator("main").get_by_role("link", name=session, exact=True).last)
    assert page.url.endswith(f"/{lang}{SESSION}")
    expect(page.get_by_role("heading", level=1, name=session)).to_be_visible()


def read_failure_and_its_source(page: Page, content: Content) -> None:
    """Read what failed, follow its reference to the source and to what else cites it, and come back to the case."""
    lang = content.lang
    expect(page.get_by_role("heading", name=said(lang, "What failed"))).to_be_visible()
    lesson = page.get_by_role("listitem").filter(has_text=content.failure)
    reference = lesson.get_by_role("link", name=re.compile(r"^\[\d+\]$")).first
    anchor = reference.get_attribute("href") or ""
    reference.click()
    entry = page.locator(anchor)
    expect(entry).to_be_in_viewport()
    follow(entry.get_by_role("link").first)
    citing = page.get_by_role("region", name=said(lang, "Cited in"))
    others = [link for link in citing.get_by_role("link").all() if link.inner_text() != content.case]
    assert others
    follow(others[0])
    page.go_back()
    follow(citing.get_by_role("link", name=content.case, exact=True))


@pytest.mark.parametrize(("width", "script"), READERS)
@pytest.mark.parametrize("lang", LANGS)
def test_the_language_switch_stays_on_the_page_with_query_and_filters(
    open_page: OpenPage, lang: str, width: int, script: bool
) -> None:
    page = open_page(width, script=script)
    other, name = ("en", "English") if lang == "ko" else ("ko", "한국어")
    path = "/search?q=smart&type=case&city=nice&city=dresden&sort=title"
    page.goto(f"/{lang}{path}")
    before = total(page)
    page.get_by_role("list", name=said(lang, "Language")).get_by_role("link", name=name).click()
    page.wait_for_url(f"**/{other}{path}")
    assert page.locator("html").get_attribute("lang") == other
    assert page.get_by_label(said(other, "Search the casebook")).input_value() == "smart"
    checked = filters(page, other).locator("input:checked")
    assert {box.get_attribute("value") for box in checked.all()} == {"case", "nice", "dresden"}
    assert total(page) == before > 0


@pytest.mark.parametrize(("width", "script"), READERS)
@pytest.mark.parametrize("lang", LANGS)
def test_each_cell_of_the_matrix_leads_to_as_many_cases_as_it_says(
    open_page: OpenPage, lang: str, width: int, script: bool
) -> None:
    page = open_page(width, script=script)
    page.goto(f"/{lang}/")
    cells = page.locator(".matrix tbody td a")
    found = [(int(cell.inner_text()), cell.get_attribute("href") or "") for cell in cells.all()]
    assert len(found) > 10
    for count, href in (max(found), found[-1]):
        page.goto(f"/{lang}/")
        follow(page.locator(f'.matrix a[href="{href}"]'))
        assert total(page) == count
        assert page.locator(".hits > li").count() == count


@pytest.mark.parametrize(("width", "script"), READERS)
@pytest.mark.parametrize("lang", LANGS)
def test_a_search_without_results_says_how_to_go_on(open_page: OpenPage, lang: str, width: int, script: bool) -> None:
    page = open_page(width, script=script)
    page.goto(f"/{lang}/search?q=zzqqxx&city=nice")
    assert total(page) == 0
    found = page.locator(".found")
    expect(found.get_by_text(said(lang, "Nothing was found. You could:"))).to_be_visible()
    for path in ("themes/", "cases/", "search/help", "search?q=zzqqxx"):
        assert found.locator(f'a[href="/{lang}/{path}"]').count() >= 1, path


def test_a_bad_filter_value_is_said_and_left_out(open_page: OpenPage) -> None:
    page = open_page()
    for lang in LANGS:
        page.goto(f"/{lang}/search?q=smart&stage=nonsense")
        expect(page.get_by_text(said(lang, "Some filters were left out"))).to_be_visible()
        assert total(page) > 0


def test_a_mistyped_word_finds_the_way_back(open_page: OpenPage) -> None:
    """Whether the site corrects the word or asks for others, the reader isn't left with an empty page."""
    page = open_page()
    page.goto("/en/search?q=parkng")
    assert page.locator(".found a").count() > 0


def test_the_case_shows_its_failure_in_both_languages_side_by_side(open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"/en{CASE}/bilingual")
    for content in (ENGLISH, KOREAN):
        text = page.get_by_text(content.failure).first
        expect(text).to_be_visible()
        assert text.evaluate("node => node.closest('[lang]').lang") == content.lang
