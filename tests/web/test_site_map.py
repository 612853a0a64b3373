from collections.abc import Callable
from xml.etree import ElementTree

from flask import Flask
from flask.testing import FlaskClient

from kb.services.site import Site
from tests.factories import publish, theme_values

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def entries(reader: FlaskClient) -> dict[str, dict[str, str]]:
    """Map each address of the site map to its alternates."""
    root = ElementTree.fromstring(reader.get("/sitemap.xml").data)  # noqa: S314 - our own document
    return {
        str(entry.findtext("s:loc", namespaces=NAMES)): {
            str(link.get("hreflang")): str(link.get("href")) for link in entry.findall("x:link", NAMES)
        }
        for entry in root.findall("s:url", NAMES)
    }


def test_every_address_of_the_site_map_answers_and_names_its_twin(reader: FlaskClient) -> None:
    listed = entries(reader)
    assert len(listed) > 30
    for address, alternates in listed.items():
        assert reader.get(address).status_code == 200, address
        assert address in alternates.values()
    assert listed["http://localhost/ko/events/summit/plenary"]["en"] == "http://localhost/en/events/summit/plenary"


def test_a_page_in_the_fallback_language_is_left_out(small_site: Site, make_app: Callable[[Site], Flask]) -> None:
    korean = {name: value for name, value in theme_values().items() if not name.endswith("__en")}
    publish(small_site, ("theme", "night", korean))
    listed = entries(make_app(small_site).test_client())
    assert "http://localhost/ko/themes/night" in listed
    assert "http://localhost/en/themes/night" not in listed


def test_robots_are_told_where_the_site_map_is(reader: FlaskClient) -> None:
    text = reader.get("/robots.txt").get_data(as_text=True)
    assert "Sitemap: http://localhost/sitemap.xml" in text
    assert "Disallow: /en/staff/" in text
