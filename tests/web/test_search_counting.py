"""Which requests count as searches."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kb.app import create_app
from kb.db.models.search_query import SearchQuery
from kb.services.site import Site, open_site
from kb.web.insight import query_counter
from tests.conftest import local_config


def counted(app: Flask, site: Site) -> list[tuple[str, str, int, int]]:
    counter = query_counter(app)
    if counter:
        counter.flush()
    with site.reads() as session:
        found = session.scalars(select(SearchQuery).order_by(SearchQuery.id)).all()
        return [(row.text, row.lang, row.results, row.count) for row in found]


@pytest.mark.parametrize("address", ["/ko/search?q=주차", "/api/v1/search?q=주차&lang=ko", "/ko/search.json?q=주차"])
def test_a_search_counts_once(client: FlaskClient, small_site: Site, address: str) -> None:
    assert client.get(address).status_code == 200
    ((text, lang, results, count),) = counted(client.application, small_site)
    assert (text, lang, count) == ("주차", "ko", 1)
    assert results > 0


def test_a_search_without_results_is_known_as_one(client: FlaskClient, small_site: Site) -> None:
    client.get("/en/search?q=zeppelin&theme=parking")
    assert counted(client.application, small_site) == [("zeppelin", "en", 0, 1)]


@pytest.mark.parametrize(
    "address",
    [
        "/en/search",
        "/en/search?theme=parking",
        "/api/v1/search?q=parking&per_page=1&page=2",
        "/api/v1/suggest?q=par",
        "/en/search.atom?q=parking",
        "/en/search.csv?q=parking",
        "/en/cases/?q=parking",
        "/en/search?q=somebody@example.org",
        "/readyz",
    ],
)
def test_what_is_no_new_search_of_a_person_does_not_count(client: FlaskClient, small_site: Site, address: str) -> None:
    client.get(address)
    assert counted(client.application, small_site) == []


def test_asking_for_the_head_of_a_page_does_not_count(client: FlaskClient, small_site: Site) -> None:
    client.head("/en/search?q=parking")
    assert counted(client.application, small_site) == []


def test_the_setting_turns_counting_off(small_site: Site) -> None:
    config = local_config(small_site.config.data_dir, KB_SEARCH_INSIGHT="0")
    site = open_site(config)
    app = create_app(site=site)
    assert app.test_client().get("/en/search?q=parking").status_code == 200
    assert query_counter(app) is None
    assert counted(app, site) == []
    site.engine.dispose()


def test_the_privacy_page_tells_it_in_both_languages(client: FlaskClient) -> None:
    assert "400 days" in client.get("/en/privacy").text
    assert "400일" in client.get("/ko/privacy").text
