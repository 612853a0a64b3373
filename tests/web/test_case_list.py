"""The list of case studies: every case once, by city and title, whatever page it falls on."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from kb.services.site import Site
from kb.web.public.cases import PER_PAGE
from tests.factories import case_values, city_values, publish


def slugs_on(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="/(?:en|ko)/cases/([a-z0-9-]+)"', page)))


def trial_values(number: int, **given: Any) -> dict[str, Any]:
    return case_values(title__en=f"Trial {number:03}", title__ko=f"시험 {number:03}", **given)


def many(site: Site, count: int) -> None:
    cities: list[tuple[str, str, dict[str, Any]]] = [
        ("city", "aachen", city_values(name__ko="아헨", name__en="Aachen (Germany)")),
        ("city", "seoul", city_values(name__ko="서울", name__en=None)),
    ]
    cases = [
        ("case", f"trial-{number}", trial_values(number, city=("aachen", "seoul")[number % 2]))
        for number in range(count)
    ]
    publish(site, *cities, *cases, index=False)


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_pages_hold_every_case_once_in_order(client: FlaskClient, small_site: Site, lang: str) -> None:
    many(small_site, 2 * PER_PAGE)
    pages = [client.get(f"/{lang}/cases/?page={number}").text for number in (1, 2, 3)]
    found = [slug for page in pages for slug in slugs_on(page)]
    by_city = {
        "en": ["aachen", "nice", "seoul"],  # names in Hangul come last on English pages
        "ko": ["nice", "seoul", "aachen"],
    }[lang]
    trials = {"aachen": range(0, 2 * PER_PAGE, 2), "seoul": range(1, 2 * PER_PAGE, 2)}
    assert found == [
        slug for city in by_city for slug in (["smart-parking"] if city == "nice" else sorted_titles(trials[city]))
    ]
    for page in pages:
        chips = re.findall(r'city=([a-z]+)"[^>]*>[^<]*?(?:<[^>]+>[^<]*)*? (\d+)</a>', page)
        assert chips == [(city, "1" if city == "nice" else str(PER_PAGE)) for city in by_city]


def sorted_titles(numbers: range) -> list[str]:
    return [f"trial-{number}" for number in numbers]


def test_a_page_after_the_last_is_not_found(client: FlaskClient) -> None:
    assert client.get("/en/cases/?page=2").status_code == 404


def test_the_list_follows_what_is_published(client: FlaskClient, small_site: Site) -> None:
    assert slugs_on(client.get("/en/cases/").text) == ["smart-parking"]
    publish(small_site, ("case", "a-case", case_values(title__en="A case")), index=False)
    assert slugs_on(client.get("/en/cases/").text) == ["a-case", "smart-parking"]
