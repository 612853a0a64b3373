"""Relations of cases and similar cases, on the page and in the API."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.services.records import WithdrawRecord, rename_record, withdraw_record
from kb.services.site import Site, open_site
from tests.conftest import local_config
from tests.factories import EDITOR, case_values, city_values, draft, publish, source_values
from tests.services.test_briefs import counted
from tests.web.json_answers import json_of
from tests.web.shown import Shown

MakeApp = Callable[[Site], Flask]


def relation(kind: str, case: str, reason: str = "Visited in 2015.", **given: Any) -> dict[str, Any]:
    return {
        "row_id": f"{kind}-{case}",
        "relation": kind,
        "case": case,
        "reason__en": reason,
        "reason__ko": "이유",
        **given,
    }


def case(title: str, *relations: dict[str, Any], **given: Any) -> dict[str, Any]:
    return case_values(title__en=title, title__ko=title, relations=list(relations), outcomes=[], **given)


@pytest.fixture
def related_site(small_site: Site) -> Site:
    """Lyon copied Nice's parking and drew on it for a second case; both are compared from both sides."""
    publish(
        small_site,
        ("source", "visit", source_values(title="Report on the visit")),
        ("city", "lyon", city_values(name__en="Lyon", name__ko="리옹")),
        ("case", "lyon-parking", case("Lyon parking", relation("replicated_from", "smart-parking", sources=["visit"]), city="lyon")),
        ("case", "lyon-light", case("Lyon light", relation("inspired_by", "smart-parking", "Read about it."), city="lyon", themes=[])),
        (
            "case",
            "nice-water",
            case("Nice water", relation("compare_with", "smart-parking", "Theirs: same contract."), themes=[]),
        ),
    )  # fmt: skip
    own = case_values(relations=[relation("compare_with", "nice-water", "Ours: same sensors.")])
    publish(small_site, ("case", "smart-parking", own))
    return small_site


@pytest.fixture
def related_client(related_site: Site, make_app: MakeApp) -> FlaskClient:
    return make_app(related_site).test_client()


def section(page: Shown) -> str:
    """Cut the section on related cases out, without the tags and the boxes to choose cases."""
    markup = re.sub(r'<div class="entry-foot">.*?</div>', "", page.markup, flags=re.S)
    found = re.search(r'<section class="related".*?</section>', markup, re.S)
    return re.sub(r"\s+", " ", re.sub(r"<svg.*?</svg>|<[^>]+>", " ", found.group(), flags=re.S)) if found else ""


def test_a_relation_shows_on_both_sides_with_its_reason(related_client: FlaskClient) -> None:
    copied = section(Shown(related_client.get("/en/cases/smart-parking")))
    assert (
        "Who copied this Inspired Lyon light · Lyon Read about it. Replicated in Lyon parking · Lyon Visited in 2015."
        in copied
    )
    copy = section(Shown(related_client.get("/en/cases/lyon-parking")))
    assert "Where the idea came from Replicated from Smart parking · Nice Visited in 2015." in copy


def test_the_sources_of_a_reason_are_cited_on_the_other_side_too(related_client: FlaskClient) -> None:
    for slug in ("smart-parking", "lyon-parking"):
        assert "Report on the visit" in Shown(related_client.get(f"/en/cases/{slug}")).text()


def test_a_comparison_given_from_both_sides_is_one_entry_with_both_reasons(related_client: FlaskClient) -> None:
    told = section(Shown(related_client.get("/en/cases/smart-parking")))
    assert told.count("Nice water") == 1
    assert "As this case puts it: Ours: same sensors. As the other case puts it: Theirs: same contract." in told
    other = section(Shown(related_client.get("/en/cases/nice-water")))
    assert "As this case puts it: Theirs: same contract. As the other case puts it: Ours: same sensors." in other


def test_where_no_copy_is_known_the_page_says_just_that(related_client: FlaskClient) -> None:
    assert "No copy of it is known to the collection." in section(Shown(related_client.get("/en/cases/nice-water")))
    assert "사례집에서 확인되지 않았습니다" in section(Shown(related_client.get("/ko/cases/nice-water")))
    assert "No copy" not in section(Shown(related_client.get("/en/cases/smart-parking")))


def test_the_other_side_shows_only_while_it_is_published(related_site: Site, make_app: MakeApp) -> None:
    draft(
        related_site, "case", "lyon-secret", case("Secret", relation("replicated_from", "smart-parking"), city="lyon")
    )
    with related_site.unit_of_work() as uow:
        withdraw_record(uow, EDITOR, WithdrawRecord("case", "lyon-parking", {"en": "Wrong"}))
        uow.commit()
    client = make_app(related_site).test_client()
    page = Shown(client.get("/en/cases/smart-parking"))
    assert "Secret" not in page.markup
    assert "Lyon parking" not in page.markup
    assert "Lyon light" in page.markup
    record = json_of(client.get("/api/v1/cases/smart-parking"))
    assert [item["case"] for item in record["related_from"]] == ["lyon-light", "nice-water"]


def test_the_picture_says_the_same_as_the_list(related_client: FlaskClient) -> None:
    markup = Shown(related_client.get("/en/cases/smart-parking")).markup
    picture = re.search(r"<svg class=\"relations-graph\".*?</svg>", markup, re.S)
    assert picture
    linked = set(re.findall(r'<a href="/en/cases/([a-z-]+)"', picture.group()))
    assert linked == {"lyon-parking", "lyon-light", "nice-water"}
    assert "Inspired: 1; Replicated in: 1; Compare with: 1" in picture.group()
    assert "relations-graph" not in Shown(related_client.get("/en/cases/lyon-parking")).markup


def test_a_former_revision_tells_only_what_it_said_itself(related_client: FlaskClient) -> None:
    former = Shown(related_client.get("/en/cases/smart-parking/history/1"))
    assert former.status == 200
    assert section(former) == ""
    assert "#related" not in former.markup
    newer = section(Shown(related_client.get("/en/cases/smart-parking/history/2")))
    assert "Nice water" in newer
    assert "Lyon" not in newer
    assert "Similar cases" not in newer


def test_similar_cases_come_with_reasons_and_leave_out_those_named_by_people(
    related_site: Site, make_app: MakeApp
) -> None:
    publish(related_site, ("case", "lyon-garage", case("Lyon garage", city="lyon")))
    told = section(Shown(make_app(related_site).test_client().get("/en/cases/smart-parking")))
    similar = told.partition("Similar cases")[2]
    assert "Lyon garage · Lyon" in similar
    assert "1 shared theme: Parking" in similar
    assert "Lyon parking" not in similar


def test_the_page_leads_to_the_comparison_with_those_that_it_lists(related_client: FlaskClient) -> None:
    links = Shown(related_client.get("/en/cases/smart-parking")).links
    assert "/en/compare?case=smart-parking&case=lyon-light&case=lyon-parking&case=nice-water" in links


def test_a_page_is_stored_once_the_index_has_caught_up_and_not_before(small_site: Site, make_app: MakeApp) -> None:
    site = without_meaning(small_site)
    client = make_app(site).test_client()
    publish(site, ("case", "second", case("Second")), index=False)
    assert "Second" in section(Shown(client.get("/en/cases/smart-parking")))  # by its themes
    store = client.application.extensions["kb_page_store"]
    assert store.size == 0
    publish(site)
    client.get("/en/cases/smart-parking")
    assert store.size > 0


def without_meaning(site: Site) -> Site:
    return open_site(local_config(site.config.data_dir, KB_MEANING="0"))


def test_without_an_index_themes_tell_alone_and_nothing_is_stored(related_site: Site, make_app: MakeApp) -> None:
    publish(related_site, ("case", "lyon-garage", case("Lyon garage", city="lyon")))
    for file in related_site.config.index_dir.rglob("current"):
        file.unlink()
    client = make_app(without_meaning(related_site)).test_client()
    told = section(Shown(client.get("/en/cases/smart-parking")))
    assert "1 shared theme: Parking" in told
    assert "close in wording" not in told
    assert client.application.extensions["kb_page_store"].size == 0


def test_the_number_of_statements_does_not_grow_with_the_cases(small_site: Site, make_app: MakeApp) -> None:
    counts = []
    for number in (2, 12):
        publish(
            small_site,
            *(
                ("case", f"case-{index}", case(f"Case {index}", relation("inspired_by", "smart-parking")))
                for index in range(number)
            ),
        )
        client = make_app(replace(small_site)).test_client()
        client.get("/en/cases/smart-parking")
        with counted(small_site) as statements:
            client.get("/en/cases/smart-parking?again")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_api_gives_relations_as_the_other_case_has_them(related_client: FlaskClient) -> None:
    record = json_of(related_client.get("/api/v1/cases/smart-parking"))
    incoming = {item["case"]: item for item in record["related_from"]}
    assert set(incoming) == {"lyon-light", "lyon-parking", "nice-water"}
    assert incoming["lyon-light"]["relation"] == "inspired_by"
    assert incoming["lyon-light"]["reason"] == {"ko": "이유", "en": "Read about it."}
    assert incoming["lyon-parking"]["sources"] == ["visit"]
    assert [item["case"] for item in record["relations"]] == ["nice-water"]
    assert "visit" in [source["slug"] for source in record["sources"]]
    assert record["labels"]["case"]["lyon-light"]["en"] == "Lyon light"


def test_the_api_lists_similar_cases_with_their_reasons(related_client: FlaskClient) -> None:
    answer = json_of(related_client.get("/api/v1/cases/smart-parking/similar?lang=ko"))
    (parking,) = [item for item in answer["items"] if item["slug"] == "lyon-parking"]
    assert (parking["type"], parking["url"], parking["same_city"]) == ("case", "/ko/cases/lyon-parking", False)
    assert parking["city"] == {"slug": "lyon", "label": "리옹"}
    assert 0 < parking["score"] <= 1
    assert parking["reasons"][0] == {
        "kind": "themes",
        "themes": [{"slug": "parking", "label": "주차"}],
        "words": [],
        "lang": None,
    }


def test_similar_cases_of_what_is_not_there_are_answered_like_the_record(related_site: Site, make_app: MakeApp) -> None:
    with related_site.unit_of_work() as uow:
        withdraw_record(uow, EDITOR, WithdrawRecord("case", "lyon-light", {"en": "Wrong"}))
        rename_record(uow, EDITOR, "case", "lyon-parking", "lyon-garage")
        uow.commit()
    client = make_app(related_site).test_client()
    assert client.get("/api/v1/cases/unknown/similar").status_code == 404
    assert client.get("/api/v1/cases/No!%00/similar").status_code == 404
    assert client.get("/api/v1/cases/lyon-light/similar").status_code == 410
    assert client.get("/api/v1/cases/smart-parking/similar?lang=fr").status_code == 400
    moved = client.get("/api/v1/cases/lyon-parking/similar")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/api/v1/cases/lyon-garage/similar")
