"""The filters of the search page: themes as a tree, folded lists, years."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from kb.search.port import SearchResult
from kb.services.site import Site
from tests.factories import publish, theme_values
from tests.web.scripted import MakeApp, scripted
from tests.web.shown import Shown


def page_of(site: Site, make_app: MakeApp, query: str = "q=a", lang: str = "en", **result: object) -> Shown:
    given = {"total": 40, "hits": (), "facets": {}, "mode": "all", **result}
    client, _engine = scripted(site, make_app, SearchResult(**given))  # type: ignore[arg-type]
    return Shown(client.get(f"/{lang}/search?{query}"))


def between(page: Shown, start: str, end: str) -> str:
    return page.markup.split(start, 1)[1].split(end, 1)[0]


def test_narrower_themes_are_folded_under_the_name_of_their_broader_one(reader: FlaskClient) -> None:
    page = Shown(reader.get("/en/search"))
    themes = between(page, 'id="facet-theme"', "</fieldset>")
    assert themes.index('value="mobility"') < themes.index("<details") < themes.index('value="parking"')
    assert '<p class="under">Mobility</p>' in themes
    assert "Show all (2)" in themes


def test_the_branch_of_a_chosen_theme_is_open(reader: FlaskClient) -> None:
    page = Shown(reader.get("/en/search?theme=parking"))
    themes = between(page, 'id="facet-theme"', "</fieldset>")
    assert "<details" not in themes
    assert themes.index('value="mobility"') < themes.index('value="parking" form="search-form" checked')
    assert "1 chosen" in themes
    assert themes.count("<ul>") == 2  # the narrower theme is in a list of its own, inside of that of the broader one


def test_no_value_is_offered_twice(reader: FlaskClient) -> None:
    for query in ("", "?theme=mobility", "?theme=parking&city=nice"):
        markup = Shown(reader.get(f"/en/search{query}")).markup
        assert markup.count('name="theme" value="parking"') == 1
        assert markup.count('name="theme" value="mobility"') == 1


def test_a_long_list_is_folded_and_a_very_long_one_is_a_link_away(small_site: Site, make_app: MakeApp) -> None:
    countries = [f"{first}{second}" for first in "ABCDGIMNST" for second in "AEFGILMNRSTUZ"]
    some = dict.fromkeys(countries[:30], 1)
    page = page_of(small_site, make_app, facets={"country": some})
    assert "Show all (30)" in between(page, 'id="facet-country"', "</fieldset>")
    assert page.markup.count('name="country"') == 30
    many = dict.fromkeys(countries, 1)
    page = page_of(small_site, make_app, facets={"country": many})
    assert page.markup.count('name="country"') < 30
    assert "/en/search?q=a&all=country#facet-country" in page.links
    whole = page_of(small_site, make_app, "q=a&all=country", facets={"country": many})
    assert whole.markup.count('name="country"') == len(many)


def test_evidence_grades_say_what_they_mean(small_site: Site, make_app: MakeApp) -> None:
    grades = between(
        page_of(small_site, make_app, facets={"evidence": {"A": 2, "D": 1}}), 'id="facet-evidence"', "</field"
    )
    assert grades.index("Measured independently") < grades.index("Press or vendor claims")


def test_years_are_a_picture_and_links_that_set_the_range(small_site: Site, make_app: MakeApp) -> None:
    page = page_of(small_site, make_app, years={1998: 1, 2012: 5, 2014: 2})
    assert 'class="histogram"' in page.markup
    assert "/en/search?q=a&year_from=2010&year_to=2019" in page.links
    assert ("a", "en", "2010s ") in page.texts
    assert "records: 7" in page.text()
    chosen = page_of(small_site, make_app, "q=a&year_from=2010&year_to=2019", years={1998: 1, 2012: 5, 2014: 2})
    assert "/en/search?q=a" in chosen.current
    assert "/en/search?q=a&year_from=2012&year_to=2012" in chosen.links


def test_a_few_years_are_links_of_their_own(small_site: Site, make_app: MakeApp) -> None:
    page = page_of(small_site, make_app, "q=a", "ko", years={2014: 1, 2016: 5})
    assert "/ko/search?q=a&year_from=2016&year_to=2016" in page.links
    assert not any("year_from=2010" in link for link in page.links)


def test_names_of_values_are_in_the_language_of_the_page(small_site: Site, make_app: MakeApp) -> None:
    facets = {
        "city": {"nice": 1},
        "country": {"FR": 1},
        "language": {"ko": 1},
        "stage": {"ended": 1},
        "type": {"case": 1},
    }
    korean = page_of(small_site, make_app, lang="ko", facets=facets).text()
    for name in ("니스", "프랑스", "한국어", "종료", "사례"):
        assert name in korean


def test_a_new_theme_is_in_the_filters_as_soon_as_it_is_published(small_site: Site, make_app: MakeApp) -> None:
    client = make_app(small_site).test_client()
    assert "Night bus" not in client.get("/en/search").get_data(as_text=True)
    publish(small_site, ("theme", "night-bus", theme_values(pref_label__en="Night bus", pref_label__ko="심야 버스")))
    assert "Night bus" in client.get("/en/search").get_data(as_text=True)
    assert client.get("/en/search?theme=night-bus").status_code == 200
    assert "left out" not in client.get("/en/search?theme=night-bus").get_data(as_text=True)


def test_the_fields_of_the_filters_belong_to_the_form(reader: FlaskClient) -> None:
    markup = Shown(reader.get("/en/search?q=parking")).markup
    boxes = re.findall(r'<input[^>]*type="checkbox"[^>]*>', markup)
    of_filters = [box for box in boxes if 'form="compare-' not in box]
    assert len(of_filters) == markup.count('form="search-form"') - 3  # two years and the button
