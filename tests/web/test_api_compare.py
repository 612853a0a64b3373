"""The comparison for machines: what it says, and what it refuses."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from kb.services.site import Site
from tests.factories import case_values, publish
from tests.web.json_answers import json_of
from tests.web.test_api_openapi import check

COSTS = [{"row_id": "all", "cost_type": "total", "amount": 9_000_000, "currency": "EUR", "year": "2016", "sources": ["report"]}]  # fmt: skip
BOTH = "case=smart-parking&case=later"


@pytest.fixture
def two(client: FlaskClient, small_site: Site) -> FlaskClient:
    """The small collection with a second case."""
    later = case_values(title__en="Later", title__ko=None, stage="operating", period="2020/..", costs=COSTS)
    publish(small_site, ("case", "later", later), index=False)
    return client


def rows_of(document: Any) -> dict[str, Any]:
    return {row["key"]: row for row in document["rows"]}


def test_a_comparison_names_its_records_and_has_a_cell_for_each_in_every_row(two: FlaskClient) -> None:
    document = json_of(two.get(f"/api/v1/compare?{BOTH}"))
    assert [(item["type"], item["slug"]) for item in document["items"]] == [
        ("case", "smart-parking"),
        ("case", "later"),
    ]
    assert document["items"][1]["title"] == {"ko": None, "en": "Later"}
    assert document["items"][0]["city"]["slug"] == "nice"
    assert {len(row["cells"]) for row in document["rows"]} == {2}
    assert [source["slug"] for source in document["sources"]] == ["report"]


def test_a_row_says_its_field_its_label_whether_all_is_the_same_and_what_is_not_reported(two: FlaskClient) -> None:
    rows = rows_of(json_of(two.get(f"/api/v1/compare?{BOTH}&lang=ko")))
    assert (rows["stage"]["label"], rows["stage"]["same"]) == ("단계", False)
    assert [cell["entries"][0]["code"] for cell in rows["stage"]["cells"]] == ["ended", "operating"]
    assert rows["problem"]["same"]
    total = rows["cost-total"]
    assert (total["field"], total["part"]) == ("cost", "총비용")
    assert [cell["reported"] for cell in total["cells"]] == [False, True]


def test_sums_come_as_published_with_the_estimate_beside_them(two: FlaskClient) -> None:
    cell = rows_of(json_of(two.get(f"/api/v1/compare?{BOTH}")))["cost-total"]["cells"][1]
    (entry,) = cell["entries"]
    assert (entry["number"], entry["currency"], entry["date"], entry["sources"]) == (
        9_000_000,
        "EUR",
        "2016",
        ["report"],
    )
    assert entry["estimate"]["amount_usd"] > 9_000_000
    assert entry["no_estimate"] is None


def test_outcomes_tell_kind_grade_and_indicator(two: FlaskClient) -> None:
    rows = rows_of(json_of(two.get(f"/api/v1/compare?{BOTH}")))
    (entry,) = rows["outcomes-kiosks-withdrawn-kiosks"]["cells"][0]["entries"]
    assert (entry["outcome_type"], entry["evidence"], entry["number"]) == ("official_figure", "B", 291)
    assert entry["label"] == {"ko": "철거된 단말기", "en": "Kiosks withdrawn"}


def test_the_twin_of_the_page_says_the_same(two: FlaskClient) -> None:
    twin = two.get(f"/ko/compare.json?{BOTH}&differences=1&fold=cost")
    assert json_of(twin) == json_of(two.get(f"/api/v1/compare?{BOTH}&lang=ko"))


@pytest.mark.parametrize("path", ["/api/v1/compare", "/en/compare.json"])
@pytest.mark.parametrize(
    ("query", "problems"),
    [
        ("", [("case", "too_few", "0")]),
        ("case=later", [("case", "too_few", "1")]),
        ("case=later&case=zzz&case=smart-parking", [("case", "not_found", "zzz")]),
        ("case=later&case=later", [("case", "repeated", "later")]),
        ("case=later&city=nice", [("city", "mixed_kinds", "")]),
        ("city=nice&city=%00", [("city", "too_few", "1")]),
    ],
)
def test_what_cannot_be_compared_is_refused_and_named(
    two: FlaskClient, path: str, query: str, problems: list[tuple[str, str, str]]
) -> None:
    answer = two.get(f"{path}?{query}")
    assert answer.status_code == 400
    found = json_of(answer)["error"]["details"]["problems"]
    assert [(item["where"], item["code"], item["detail"]) for item in found] == problems


def test_more_than_five_are_refused(two: FlaskClient, small_site: Site) -> None:
    publish(small_site, *(("case", f"case-{n}", case_values()) for n in range(5)), index=False)
    query = "&".join(f"case=case-{n}" for n in range(5))
    assert two.get(f"/api/v1/compare?{query}").status_code == 200
    refused = json_of(two.get(f"/api/v1/compare?{query}&case=later"))["error"]["details"]["problems"]
    assert [item["code"] for item in refused] == ["too_many"]


def test_comparisons_are_as_described(two: FlaskClient, seeded_client: FlaskClient) -> None:
    check(two, f"/api/v1/compare?{BOTH}", "/api/v1/compare")
    check(two, "/api/v1/compare?case=x", "/api/v1/compare", 400)
    for query in (
        "case=nice-auto-bleue&case=ddareungi-bike-sharing&case=nice-connected-boulevard-smart-parking",
        "city=seoul&city=nice&city=kampala&city=dresden&city=brussels",
    ):
        check(seeded_client, f"/api/v1/compare?{query}", "/api/v1/compare")
