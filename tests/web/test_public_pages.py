"""What every public page has in common, on the small collection."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.services.site import Site
from tests.factories import event_values, publish
from tests.web.shown import Shown

PAGES = [
    "/",
    "/about",
    "/accessibility",
    "/privacy",
    "/search",
    "/search?q=parking&type=case",
    "/search/help",
    "/cases/",
    "/cases/smart-parking",
    "/cases/smart-parking/bilingual",
    "/cases/smart-parking/history/1",
    "/cities/",
    "/cities/nice",
    "/events/",
    "/events/summit",
    "/events/summit/plenary",
    "/presentations/talk-by-nice",
    "/organizations/",
    "/themes/",
    "/themes/parking",
    "/sources/",
    "/sources/report",
]
every_page = pytest.mark.parametrize("path", PAGES)
both_languages = pytest.mark.parametrize("lang", ["ko", "en"])


@both_languages
@every_page
def test_a_page_says_its_language_title_and_twin(reader: FlaskClient, lang: str, path: str) -> None:
    page = Shown(reader.get(f"/{lang}{path}"))
    assert page.status == 200
    assert page.lang == lang
    assert page.text_of("title")
    assert page.names["h1"] == 1
    assert page.names["main"] == 1
    assert page.alternates == {
        "ko": f"http://localhost/ko{path}",
        "en": f"http://localhost/en{path}",
        "x-default": f"http://localhost/en{path}",
    }
    assert page.canonical.startswith(f"http://localhost/{lang}")


@both_languages
@every_page
def test_a_page_sets_no_cookie_and_carries_the_security_headers(reader: FlaskClient, lang: str, path: str) -> None:
    answer = reader.get(f"/{lang}{path}")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Referrer-Policy" in answer.headers
    assert "Permissions-Policy" in answer.headers
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


@both_languages
@every_page
def test_a_page_has_nothing_inline_and_no_id_twice(reader: FlaskClient, lang: str, path: str) -> None:
    page = Shown(reader.get(f"/{lang}{path}"))
    assert page.inline == []
    assert len(page.ids) == len(set(page.ids))


@both_languages
def test_every_link_of_the_site_leads_somewhere(reader: FlaskClient, lang: str) -> None:
    waiting, seen = [f"/{lang}{path}" for path in PAGES], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = reader.get(address)
        assert answer.status_code == 200, address
        if str(answer.content_type).startswith("text/html") and "/search?" not in address:
            page = Shown(answer)
            assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids), address
            parts = [urlsplit(link) for link in page.links if not link.startswith("#")]
            waiting += [
                part._replace(scheme="", netloc="", fragment="").geturl()
                for part in parts
                if part.netloc in ("", "localhost")
            ]
    assert len(seen) > 40


@both_languages
@every_page
def test_machine_readable_twins_exist(reader: FlaskClient, lang: str, path: str) -> None:
    for address in Shown(reader.get(f"/{lang}{path}")).machine.values():
        assert reader.get(address).status_code == 200, address


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_no_word_of_the_interface_stays_untranslated(reader: FlaskClient, lang: str) -> None:
    page = Shown(reader.get(f"/{lang}/cases/smart-parking"))
    other_script = [
        text
        for tag, spoken, text in page.texts
        if tag != "title"
        and spoken == lang
        and any("가" <= char <= "힣" for char in text) != (lang == "ko")
        and text.strip().isalpha()
        and len(text.strip()) > 2
        and text.strip() not in {"BibTeX", "RIS", "JSON", "CSV", "Atom"}  # names of formats
    ]
    assert other_script == []


def test_the_language_switch_stays_on_the_page_with_its_query(reader: FlaskClient) -> None:
    page = Shown(reader.get("/ko/search?q=%EC%A3%BC%EC%B0%A8&city=nice"))
    assert "/en/search?q=%EC%A3%BC%EC%B0%A8&city=nice" in page.links


@pytest.mark.parametrize(
    ("accepted", "target"),
    [("en-GB,en;q=0.9", "/en/"), ("ko-KR", "/ko/"), ("fr", "/ko/"), ("", "/ko/"), ("fr,en;q=0.5,ko;q=0.4", "/en/")],
)
def test_the_root_leads_to_the_language_that_the_browser_asks_for(
    reader: FlaskClient, accepted: str, target: str
) -> None:
    answer = reader.get("/", headers={"Accept-Language": accepted})
    assert answer.status_code == 302
    assert answer.headers["Location"] == target
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("path", ["/en", "/ko", "/en/cases", "/ko/sources"])
def test_a_missing_final_slash_redirects_for_good(reader: FlaskClient, path: str) -> None:
    answer = reader.get(f"{path}?page=1")
    assert answer.status_code == 308
    assert urlsplit(answer.headers["Location"]).path == f"{path}/"
    assert urlsplit(answer.headers["Location"]).query == "page=1"


def test_the_navigation_says_where_one_is(reader: FlaskClient) -> None:
    assert "/en/cases/" in Shown(reader.get("/en/cases/smart-parking")).current
    assert "/ko/cities/" in Shown(reader.get("/ko/cities/")).current


def test_structured_data_describes_records_and_the_way_to_them(reader: FlaskClient) -> None:
    types = {
        path: [block["@type"] for block in Shown(reader.get(f"/en{path}")).json_ld]
        for path in ("/cases/smart-parking", "/cities/nice", "/events/summit", "/themes/parking")
    }
    assert types == {
        "/cases/smart-parking": ["Article", "BreadcrumbList"],
        "/cities/nice": ["City", "BreadcrumbList"],
        "/events/summit": ["Event", "BreadcrumbList"],
        "/themes/parking": ["DefinedTerm", "BreadcrumbList"],
    }


def test_the_home_page_shows_the_latest_event_of_which_presentations_are_known(
    small_site: Site, make_app: Callable[[Site], Flask]
) -> None:
    later = event_values(title__en="Bare later event", dates="2023-09-26")
    publish(small_site, ("event", "bare-later-event", later))
    home = make_app(small_site).test_client().get("/en/").get_data(as_text=True)
    assert "/en/events/summit/plenary" in home
