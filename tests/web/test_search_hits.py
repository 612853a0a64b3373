"""What the search page says of each record found, and of what was added to the words typed."""

from __future__ import annotations

from flask.testing import FlaskClient

from kb.search.port import Expansion, Highlight, Hit, Match, SearchResult
from kb.services.site import Site
from tests.factories import case_values, publish
from tests.web.scripted import MakeApp, scripted
from tests.web.shown import Shown

CASE = ("case", "smart-parking")


def page_of(site: Site, make_app: MakeApp, *hits: Hit, lang: str = "en", **result: object) -> Shown:
    given = {"total": len(hits), "hits": hits, "facets": {}, "mode": "all", **result}
    client, _engine = scripted(site, make_app, SearchResult(**given))  # type: ignore[arg-type]
    return Shown(client.get(f"/{lang}/search?q=parking"))


def test_a_hit_shows_kind_city_years_themes_and_its_summary(small_site: Site, make_app: MakeApp) -> None:
    text = page_of(small_site, make_app, Hit(*CASE, 1.0)).text()
    for shown in ("Case study", "Nice", "2012–2016", "Ended", "Parking", "Nice tried smart parking."):
        assert shown in text


def test_a_summary_is_not_shown_twice(small_site: Site, make_app: MakeApp) -> None:
    hit = Hit(*CASE, 1.0, (), [Highlight("summary", "en", "Nice tried smart <mark>parking</mark>.")])
    assert page_of(small_site, make_app, hit).text().count("Nice tried smart") == 1


def test_a_hit_on_a_slide_names_it_and_leads_there_once_it_can_be_shown(small_site: Site, make_app: MakeApp) -> None:
    slide = Highlight("pages", "ko", "<mark>주차</mark> 안내", page=14, material="m1")
    page = page_of(small_site, make_app, Hit("presentation", "talk-by-nice", 1.0, [Match("pages", "word")], [slide]))
    assert "/en/materials/m1/14" in page.links
    assert ("a", "en", "Slide 14") in page.texts
    assert ("mark", "ko", "주차") in page.texts
    unaddressed = Highlight("pages", "ko", "<mark>주차</mark>", page=3)
    page = page_of(small_site, make_app, Hit("presentation", "talk-by-nice", 1.0, [], [unaddressed]), lang="ko")
    assert ("b", "ko", "슬라이드 3") in page.texts
    assert not any("materials" in link for link in page.links)


def test_a_hit_in_the_other_language_says_so_and_links_both(small_site: Site, make_app: MakeApp) -> None:
    hit = Hit(
        *CASE, 1.0, [Match("challenge", "other_language")], [Highlight("challenge", "ko", "낡은 <mark>주차</mark>")]
    )
    page = page_of(small_site, make_app, hit)
    assert "In the Korean text" in page.text()
    assert "/en/cases/smart-parking" in page.links
    assert "/ko/cases/smart-parking" in page.links
    page = page_of(small_site, make_app, hit, lang="ko")
    assert "/en/cases/smart-parking" in page.links


def test_a_record_in_one_language_only_says_which(small_site: Site, make_app: MakeApp) -> None:
    values = {name: value for name, value in case_values().items() if not name.endswith("__en")}
    values |= {"original_language": "ko", "outcomes": []}
    publish(small_site, ("case", "only-korean", values))
    hit = Hit("case", "only-korean", 1.0, [Match("title", "other_language")])
    page = page_of(small_site, make_app, hit)
    assert "In Korean only" in page.text()
    assert ("a", "ko", "스마트 주차") in page.texts
    assert "/ko/cases/only-korean" not in page.links
    assert "only" not in page_of(small_site, make_app, hit, lang="ko").text_of("span")


def test_a_hit_by_a_related_term_names_the_term_that_is_in_it(small_site: Site, make_app: MakeApp) -> None:
    hit = Hit(*CASE, 1.0, [Match("summary", "synonym")], [Highlight("summary", "en", "A <mark>car park</mark>")])
    page = page_of(small_site, make_app, hit, expanded=[Expansion("parking", ["car park", "주차장"])])
    assert "By a related term (car park): summary" in page.text().replace(" ( ", " (").replace(
        "car park )", "car park)"
    )


def test_records_close_in_meaning_are_counted_and_can_be_left_out(small_site: Site, make_app: MakeApp) -> None:
    page = page_of(small_site, make_app, Hit(*CASE, 1.0, [Match("summary", "meaning")]), close=3, total=9)
    assert "3 records are listed because they are close in meaning." in page.text()
    assert "/en/search?q=parking&meaning=0" in page.links
    assert "Close in meaning" in page.text()
    korean = page_of(small_site, make_app, Hit(*CASE, 1.0), lang="ko", close=1)
    assert "뜻이 비슷한 기록 1건도 함께 보여 드립니다." in korean.text()


def test_few_matches_are_explained(small_site: Site, make_app: MakeApp) -> None:
    client, _engine = scripted(small_site, make_app, SearchResult(1, [Hit(*CASE, 1.0)], {}, "any"))
    assert "Fewer than five records have all the words" in Shown(client.get("/en/search?q=smart+parking")).text()


def test_a_hit_withdrawn_since_it_was_indexed_is_left_out(small_site: Site, make_app: MakeApp) -> None:
    page = page_of(small_site, make_app, Hit(*CASE, 1.0), Hit("case", "gone", 0.5))
    assert not any("gone" in link for link in page.links)


def test_the_markup_of_a_snippet_is_the_engine_s_alone(reader: FlaskClient) -> None:
    page = Shown(reader.get("/en/search?q=parking&type=case"))
    assert page.names["mark"] >= 1
    assert "&lt;mark&gt;" not in page.markup
