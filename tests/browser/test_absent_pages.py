"""Addresses at which there is nothing, no longer or somewhere else: the reader learns what happened, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.live_site import NEW_NAME, REASON, RENAMED, WITHDRAWN
from tests.browser.page_kinds import LANGS
from tests.browser.words import said

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("lang", LANGS)
def test_an_unknown_address_answers_404_with_a_search_and_the_way_home(open_page: OpenPage, lang: str) -> None:
    page = open_page(320, script=False)
    for path in ("/cases/no-such-case", "/no/such/page", "/events/no-event/no-session"):
        response = page.goto(f"/{lang}{path}")
        assert response is not None
        assert response.status == 404
        assert page.locator("html").get_attribute("lang") == lang
        expect(page.get_by_role("heading", level=1, name=said(lang, "Page not found"))).to_be_visible()
        expect(page.get_by_role("searchbox").first).to_be_visible()
        assert page.locator(f'main a[href="/{lang}/"]').count() == 1


@pytest.mark.parametrize("lang", LANGS)
def test_a_withdrawn_record_answers_410_with_title_and_reason_in_both_languages(open_page: OpenPage, lang: str) -> None:
    page = open_page()
    response = page.goto(f"/{lang}/presentations/{WITHDRAWN}")
    assert response is not None
    assert response.status == 410
    expect(page.get_by_role("heading", level=1, name=said(lang, "This record was withdrawn"))).to_be_visible()
    for code, reason in REASON.items():
        text = page.get_by_text(reason)
        expect(text).to_be_visible()
        assert text.evaluate("node => node.closest('[lang]').lang") == code
    assert page.get_by_role("heading", level=2).count() == 2


@pytest.mark.parametrize("lang", LANGS)
def test_a_renamed_record_is_found_under_its_old_address_in_the_readers_language(
    open_page: OpenPage, lang: str
) -> None:
    page = open_page(320, script=False)
    response = page.goto(f"/{lang}/presentations/{RENAMED}?from=print")
    assert response is not None
    assert response.status == 200
    assert page.url.endswith(f"/{lang}/presentations/{NEW_NAME}?from=print")
    first = response.request.redirected_from
    assert first is not None
    answer = first.response()
    assert answer is not None
    assert answer.status == 301
