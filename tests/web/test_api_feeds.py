"""Lists and searches as Atom feeds."""

from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from kb.services.site import Site
from tests.factories import case_values, publish

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed_at(client: FlaskClient, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.data)  # noqa: S314 - what the site itself wrote


def text_of(element: ElementTree.Element, name: str) -> str:
    found = element.find(ATOM + name)
    assert found is not None, name
    assert found.text, name
    return found.text


def links_of(element: ElementTree.Element) -> set[tuple[str, str]]:
    return {(link.attrib["rel"], link.attrib["href"]) for link in element.findall(f"{ATOM}link")}


@pytest.mark.parametrize(
    "address",
    ["/en/cases.atom", "/ko/themes.atom", "/en/organizations.atom", "/en/search.atom", "/ko/search.atom?q=주차"],
)
def test_a_feed_has_what_the_standard_asks_for(reader: FlaskClient, address: str) -> None:
    feed = feed_at(reader, address)
    assert feed.tag == f"{ATOM}feed"
    author = feed.find(f"{ATOM}author")
    assert author is not None
    assert text_of(author, "name")
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        assert text_of(element, "id").startswith("http://")
        assert text_of(element, "title")
        assert text_of(element, "updated").endswith("Z")
    assert any(relation == "self" for relation, _href in links_of(feed))


def test_a_feed_leads_to_its_page_and_an_entry_to_its_record(reader: FlaskClient) -> None:
    feed = feed_at(reader, "/en/cases.atom")
    assert ("alternate", "http://localhost/en/cases/") in links_of(feed)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert {
        ("alternate", "http://localhost/en/cases/smart-parking"),
        ("alternate", "http://localhost/ko/cases/smart-parking"),
        ("alternate", "http://localhost/en/cases/smart-parking.json"),
    } == links_of(entry)
    assert text_of(entry, "summary") == "Nice tried smart parking."


def test_what_changed_last_comes_first(client: FlaskClient, small_site: Site) -> None:
    publish(small_site, ("case", "zebra", case_values()), index=False)
    publish(small_site, ("case", "aardvark", case_values()), index=False)
    publish(small_site, ("case", "zebra", case_values(title__en="Changed")), index=False)
    entries = feed_at(client, "/en/cases.atom").findall(f"{ATOM}entry")
    assert [text_of(entry, "id").rsplit("/", 1)[1] for entry in entries] == ["zebra", "aardvark", "smart-parking"]


def test_a_text_in_the_other_language_carries_its_own(client: FlaskClient, small_site: Site) -> None:
    publish(small_site, ("case", "korean", case_values(title__en=None, summary__en=None)), index=False)
    entry = feed_at(client, "/en/cases.atom").findall(f"{ATOM}entry")[0]
    title = entry.find(f"{ATOM}title")
    assert title is not None
    assert title.attrib[LANG] == "ko"


def test_pages_of_a_feed_are_linked(client: FlaskClient, small_site: Site) -> None:
    publish(small_site, ("case", "a", case_values()), ("case", "b", case_values()), index=False)
    links = links_of(feed_at(client, "/en/cases.atom?per_page=1&page=2"))
    assert ("next", "http://localhost/en/cases.atom?per_page=1&page=3") in links
    assert ("previous", "http://localhost/en/cases.atom?per_page=1&page=1") in links


@pytest.mark.parametrize("query", ["%00%0B%1F", "%3Cscript%3E%26", "%EF%BF%BF", "]]%3E"])
def test_no_query_makes_a_feed_that_is_no_xml(reader: FlaskClient, query: str) -> None:
    feed = feed_at(reader, f"/en/search.atom?q={query}")
    assert text_of(feed, "title")


def test_a_search_feed_keeps_to_its_filters(reader: FlaskClient) -> None:
    entries = feed_at(reader, "/en/search.atom?type=case&type=city").findall(f"{ATOM}entry")
    terms = [category.attrib["term"] for entry in entries for category in entry.findall(f"{ATOM}category")]
    assert sorted(terms) == ["case", "city"]
