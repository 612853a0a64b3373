"""The licence goes along with everything that is taken away."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.json_answers import json_of
from tests.web.shown import Shown

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("path", ["", "cases/", "cases/smart-parking", "search?q=parking", "about", "none"])
def test_every_page_names_the_licence_at_its_foot(reader: FlaskClient, path: str, lang: str) -> None:
    page = Shown(reader.get(f"/{lang}/{path}"))
    assert f"https://creativecommons.org/licenses/by/4.0/deed.{lang}" in page.links
    assert ("Text and data under" if lang == "en" else "글과 데이터는") in page.text()


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/cases",
        "/api/v1/cases/smart-parking",
        "/api/v1/sessions/summit/plenary",
        "/api/v1/search?q=parking",
        "/api/v1/outcomes",
        "/ko/cases.json",
        "/en/cities/nice.json",
    ],
)
def test_an_answer_in_json_has_a_member_for_it(reader: FlaskClient, address: str) -> None:
    assert json_of(reader.get(address))["license"] == LICENCE


@pytest.mark.parametrize("path", ["cases.atom", "search.atom?q=parking"])
def test_a_feed_has_rights_and_a_link(reader: FlaskClient, path: str) -> None:
    feed = reader.get(f"/en/{path}").text
    assert "<rights>CC BY 4.0</rights>" in feed
    assert f'<link rel="license" href="{LICENCE}" />' in feed


@pytest.mark.parametrize("path", ["cases.csv", "search.csv?q=parking", "outcomes.csv", "outcomes.xlsx"])
def test_a_table_has_a_header_of_the_answer_for_it(reader: FlaskClient, path: str) -> None:
    for _time in range(2):
        assert reader.get(f"/en/{path}").headers["Link"] == f'<{LICENCE}>; rel="license"'


def described(reader: FlaskClient, path: str) -> dict[str, Any]:
    first: dict[str, Any] = Shown(reader.get(f"/en/{path}")).json_ld[0]
    return first


@pytest.mark.parametrize("path", ["cases/smart-parking", "presentations/talk-by-nice"])
def test_a_work_described_for_search_engines_has_its_licence(reader: FlaskClient, path: str) -> None:
    assert described(reader, path)["license"] == LICENCE


@pytest.mark.parametrize("path", ["cities/nice", "events/summit", "events/summit/plenary", "themes/parking"])
def test_of_what_is_no_work_the_page_has_it(reader: FlaskClient, path: str) -> None:
    assert described(reader, path)["mainEntityOfPage"]["license"] == LICENCE
