"""A search is an address: kept, shared, followed as a feed without an account."""

import csv
import io
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from kb.domain.licence import LICENCE_URL
from kb.services.site import Site
from tests.factories import case_values, publish
from tests.web.test_api_feeds import ATOM, feed_at, links_of, text_of

SEARCH = "q=parking&type=case&theme=mobility&year_from=2010&match=any&expand=0&meaning=0"


def alternates(client: FlaskClient, address: str) -> dict[str, str]:
    """Give the machine-readable twins that a page names in its head, by suffix."""
    page = client.get(address).text
    head = page[: page.index("</head>")]
    hrefs = [part.split('"')[0].replace("&amp;", "&") for part in head.split('href="')]
    return {suffix: href for href in hrefs for suffix in ("json", "csv", "atom") if f".{suffix}" in href.split("?")[0]}


@pytest.mark.parametrize("suffix", ["json", "csv", "atom"])
def test_a_search_page_names_its_twins_with_query_and_filters(reader: FlaskClient, suffix: str) -> None:
    address = alternates(reader, f"/en/search?{SEARCH}")[suffix]
    assert urlsplit(address).path == f"/en/search.{suffix}"
    assert parse_qs(urlsplit(address).query) == parse_qs(SEARCH)
    assert reader.get(address).status_code == 200


def test_the_feed_of_a_later_page_is_the_feed_of_the_whole_search(client: FlaskClient, small_site: Site) -> None:
    publish(small_site, *(("case", f"parking-{number}", case_values()) for number in range(21)))
    twins = alternates(client, "/en/search?q=parking&type=case&page=2")
    assert twins["atom"] == "/en/search.atom?q=parking&type=case"
    assert twins["json"] == "/en/search.json?q=parking&type=case&page=2"


def test_a_filter_that_the_page_left_out_is_not_in_its_feed(reader: FlaskClient) -> None:
    twins = alternates(reader, "/en/search?q=parking&theme=no-such-theme")
    assert twins["atom"] == "/en/search.atom?q=parking"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/en/search?q=parking", "Follow this search"),
        ("/ko/search?q=주차", "이 검색 구독하기"),
        ("/en/search?q=zeppelin", "Follow this search"),
    ],
)
def test_the_page_says_how_to_follow_the_search(reader: FlaskClient, address: str, words: str) -> None:
    page = reader.get(address).text
    link = page[: page.index(words)].rpartition("<a ")[2]
    assert 'type="application/atom+xml"' in link
    assert ".atom?q=" in link


def test_a_feed_finds_what_the_search_finds_the_last_changed_first(client: FlaskClient, small_site: Site) -> None:
    lamps = case_values(title__en="Lamps", title__ko="가로등", summary__en="Light.", summary__ko="밝습니다.", themes=[])
    publish(small_site, ("case", "lamps", lamps))
    publish(small_site, ("case", "zebra", case_values()))
    publish(small_site, ("case", "aardvark", case_values()))
    feed = feed_at(client, "/en/search.atom?q=parking&type=case")
    slugs = [text_of(entry, "id").rsplit("/", 1)[1] for entry in feed.findall(f"{ATOM}entry")]
    assert slugs == ["aardvark", "zebra", "smart-parking"]
    assert text_of(feed, "updated") == text_of(feed.findall(f"{ATOM}entry")[0], "updated")


def test_ids_stay_when_a_record_changes_and_its_date_does_not(client: FlaskClient, small_site: Site) -> None:
    def entry() -> ElementTree.Element:
        return feed_at(client, "/en/search.atom?q=parking&type=case").findall(f"{ATOM}entry")[0]

    before = text_of(entry(), "id")
    publish(small_site, ("case", "smart-parking", case_values(title__en="Smarter parking")))
    assert (text_of(entry(), "id"), text_of(entry(), "title")) == (before, "Smarter parking")


@pytest.mark.parametrize("suffix", ["json", "csv", "atom"])
def test_a_reader_that_asks_again_is_told_that_nothing_changed(reader: FlaskClient, suffix: str) -> None:
    first = reader.get(f"/en/search.{suffix}?{SEARCH}")
    again = reader.get(f"/en/search.{suffix}?{SEARCH}", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


def test_a_feed_names_its_licence_itself_and_its_page(reader: FlaskClient) -> None:
    feed = feed_at(reader, f"/en/search.atom?{SEARCH}")
    links = links_of(feed)
    assert ("license", LICENCE_URL) in links
    assert ("self", f"http://localhost/en/search.atom?{SEARCH}") in links
    assert ("alternate", f"http://localhost/en/search?{SEARCH}") in links
    assert text_of(feed, "rights")


def test_a_table_holds_the_whole_search(client: FlaskClient, small_site: Site) -> None:
    publish(small_site, *(("case", f"parking-{number}", case_values()) for number in range(30)))
    table = client.get("/en/search.csv?q=parking&type=case").data.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(table, newline="")))) == 31
