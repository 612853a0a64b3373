"""The home page: what it suggests, where it leads, what is new; and the way to the views of the whole collection."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from kb.domain.records import PublicCard
from kb.web.public.home import mix_kinds
from tests.web.json_answers import json_of
from tests.web.shown import Shown

DAY = datetime(2026, 5, 4, 8, tzinfo=UTC)


def card(kind: str, slug: str, hours: int = 0) -> PublicCard:
    return PublicCard(kind, slug, {"ko": slug, "en": slug}, {}, DAY + timedelta(hours=hours))


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_search_that_the_home_page_suggests_finds_something(seeded_client: FlaskClient, lang: str) -> None:
    tries = Shown(seeded_client.get(f"/{lang}/")).markup.split('<p class="tries">')[1].split("</p>")[0]
    links = [part.split('"')[0].replace("&amp;", "&") for part in tries.split('href="')[1:]]
    assert len(links) == 4
    for link in links:
        assert json_of(seeded_client.get(link.replace("/search?", "/search.json?")))["total"] > 0, link


def test_the_home_page_leads_to_the_other_views_of_the_collection(reader: FlaskClient) -> None:
    links = Shown(reader.get("/en/")).links
    assert {"/en/explore/similar", "/en/explore/timeline", "/en/explore/failures"} <= set(links)


def test_news_of_a_kind_do_not_crowd_out_others_published_at_the_same_time() -> None:
    events = [card("event", f"event-{number}", hours=number) for number in range(6)]
    cases = [card("case", f"case-{number}") for number in range(6)]
    kinds = [item.kind for item in mix_kinds([*events, *cases], 6)]
    assert kinds == ["case", "case", "event", "case", "case", "event"]


def test_later_news_come_first_and_one_kind_alone_is_listed_in_full() -> None:
    assert [item.slug for item in mix_kinds([card("case", "old"), card("event", "new", hours=48)], 6)] == ["new", "old"]
    alone = [card("event", f"event-{number}", hours=number) for number in range(4)]
    assert [item.slug for item in mix_kinds(alone, 3)] == ["event-3", "event-2", "event-1"]


@pytest.mark.parametrize("path", ["/explore", "/explore/"])
def test_the_address_of_the_section_leads_to_its_first_view(reader: FlaskClient, path: str) -> None:
    answer = reader.get(f"/ko{path}")
    assert answer.status_code == 308
    assert answer.headers["Location"].endswith("/ko/explore/matrix")


def test_a_theme_with_few_cases_leads_to_the_search_for_its_name(reader: FlaskClient) -> None:
    assert "/en/search?q=Parking" in Shown(reader.get("/en/themes/parking")).links
