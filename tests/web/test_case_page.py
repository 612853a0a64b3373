from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.services.records import WithdrawRecord, rename_record, withdraw_record
from kb.services.site import Site
from tests.factories import EDITOR, case_values, draft, publish, source_values
from tests.web.shown import Shown

REPORTED = [
    {"row_id": "low", "group": "cost", "topic__ko": "총비용", "topic__en": "Total cost", "of": "costs/total", "value": 9000000,
     "unit__ko": "유로", "unit__en": "euros", "year": "2017", "said_by__ko": "레제코", "said_by__en": "Les Echos", "sources": ["report"]},
    {"row_id": "high", "group": "cost", "topic__ko": "총비용", "topic__en": "Total cost", "value": 13000000,
     "unit__ko": "유로", "unit__en": "euros", "sources": ["second"]},
]  # fmt: skip
COST = {
    "row_id": "total",
    "amount": 9000000,
    "currency": "EUR",
    "year": "2017",
    "cost_type": "total",
    "sources": ["second"],
}


@pytest.fixture
def rich_client(small_site: Site, make_app: Callable[[Site], Flask]) -> FlaskClient:
    """The small collection, its case with costs, differing reports, lessons and partners."""
    case = case_values(
        title_original="Stationnement intelligent",
        title_original_language="fr",
        costs=[COST],
        reported_values=REPORTED,
        lessons=[{"row_id": "a", "lesson_type": "failure", "category": "procurement", "text__en": "No tender met.", "sources": ["second"]}],
        partners=[{"row_id": "p", "name__ko": "수드", "name__en": "Sude", "support": ["technology"], "sources": ["report"]}],
        approach__en="Only in English.[@second]",
    )  # fmt: skip
    publish(small_site, ("source", "second", source_values(title="Second report")), ("case", "smart-parking", case))
    return make_app(small_site).test_client()


def test_references_are_numbered_in_reading_order_and_listed(rich_client: FlaskClient) -> None:
    page = Shown(rich_client.get("/en/cases/smart-parking"))
    assert {"ref-1", "ref-2", "cite-1", "cite-2"} <= set(page.ids)
    assert page.markup.index('id="cite-1"') < page.markup.index('id="cite-2"')
    assert page.markup.index('id="ref-1"') < page.markup.index("Second report")


def test_both_reported_values_stand_side_by_side(rich_client: FlaskClient) -> None:
    text = Shown(rich_client.get("/en/cases/smart-parking")).text()
    assert "Sources disagree : Total cost" in text or "Sources disagree: Total cost" in text
    assert "9 million euros" in text
    assert "13 million euros" in text
    assert "11 million" not in text


def test_a_title_in_a_third_language_is_marked_as_such(rich_client: FlaskClient) -> None:
    texts = Shown(rich_client.get("/en/cases/smart-parking")).texts
    assert ("p", "fr", "Stationnement intelligent") in texts
    assert ("p", "ko", "스마트 주차") in texts


def test_a_text_missing_in_the_language_of_the_page_is_shown_in_the_other_and_said(rich_client: FlaskClient) -> None:
    page = Shown(rich_client.get("/ko/cases/smart-parking"))
    assert ("p", "en", "Only in English.") in page.texts
    assert "아직 한국어 글이 없어 영어로 보여 드립니다." in page.text()
    assert page.robots == ""


def test_an_outcome_shows_its_grade(rich_client: FlaskClient) -> None:
    assert "Evidence grade B" in rich_client.get("/en/cases/smart-parking").get_data(as_text=True)


def test_the_citation_names_the_revision(rich_client: FlaskClient) -> None:
    page = Shown(rich_client.get("/en/cases/smart-parking"))
    assert "http://localhost/en/cases/smart-parking/history/2" in page.links


def test_a_former_revision_reads_as_it_did_and_is_not_to_be_indexed(rich_client: FlaskClient) -> None:
    page = Shown(rich_client.get("/en/cases/smart-parking/history/1"))
    assert page.status == 200
    assert "Only in English" not in page.text()
    assert page.robots == "noindex"
    assert page.canonical == "http://localhost/en/cases/smart-parking"


def test_the_bilingual_page_pairs_the_sections(rich_client: FlaskClient) -> None:
    page = Shown(rich_client.get("/en/cases/smart-parking/bilingual"))
    headings = [(lang, text.strip()) for tag, lang, text in page.texts if tag == "h2"]
    assert headings[:6] == [
        ("en", "Key facts"), ("ko", "주요 정보"), ("en", "Summary"), ("ko", "요약"), ("en", "Challenge"), ("ko", "과제"),
    ]  # fmt: skip
    assert "아직 한국어로 작성되지 않았습니다." in page.text()


def test_the_bilingual_page_has_key_facts_costs_and_grades_in_each_language(rich_client: FlaskClient) -> None:
    page = Shown(rich_client.get("/ko/cases/smart-parking/bilingual"))
    korean, english = (
        page.markup.split(f"<h2>{title}</h2>")[1].split("</section>")[0] for title in ("주요 정보", "Key facts")
    )
    assert "<dd>2012–2016</dd>" in english
    assert "Ended (as of 2016)" in english
    assert "Sude" in english
    assert "Evidence grade B: Official figures" in english
    assert "2016년 기준" in korean
    assert "수드" in korean
    assert "근거 등급 B" in korean
    assert "<strong>Total cost</strong>: 9 million euros (2017)" in page.markup
    assert page.markup.count("Evidence grade B: Official figures") == 2  # of the case and of its only result


def test_a_draft_is_nowhere_to_be_seen(small_site: Site, make_app: Callable[[Site], Flask]) -> None:
    draft(small_site, "case", "smart-parking", case_values(title__en="Secret title"))
    draft(small_site, "case", "secret-case", case_values(title__en="Secret case"))
    client = make_app(small_site).test_client()
    for path in ("/en/", "/en/cases/", "/en/cases/smart-parking", "/en/search?q=secret", "/sitemap.xml"):
        assert "Secret" not in client.get(path).get_data(as_text=True), path
    assert client.get("/en/cases/secret-case").status_code == 404
    assert client.get("/en/cases/smart-parking/history/2").status_code == 404


def only_korean() -> dict[str, Any]:
    return {name: value for name, value in case_values(outcomes=[]).items() if not name.endswith("__en")}


def test_a_page_wholly_in_the_other_language_points_there(small_site: Site, make_app: Callable[[Site], Flask]) -> None:
    publish(small_site, ("case", "smart-parking", only_korean() | {"original_language": "ko"}))
    page = Shown(make_app(small_site).test_client().get("/en/cases/smart-parking"))
    assert page.status == 200
    assert page.robots == "noindex"
    assert page.canonical == "http://localhost/ko/cases/smart-parking"
    assert "has not been written in English yet" in page.text()
    assert ("h1", "ko", "스마트 주차") in page.texts


def test_a_renamed_case_redirects_for_ever_with_its_query(small_site: Site, make_app: Callable[[Site], Flask]) -> None:
    with small_site.unit_of_work() as uow:
        rename_record(uow, EDITOR, "case", "smart-parking", "connected-parking")
        uow.commit()
    client = make_app(small_site).test_client()
    for view in ("", "/bilingual", "/history/1"):
        answer = client.get(f"/en/cases/smart-parking{view}?x=1")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"/en/cases/connected-parking{view}?x=1")


def test_a_withdrawn_case_leaves_a_tombstone_in_both_languages(
    small_site: Site, make_app: Callable[[Site], Flask]
) -> None:
    with small_site.unit_of_work() as uow:
        reason = {"ko": "중복된 기록입니다.", "en": "A duplicate."}
        withdraw_record(uow, EDITOR, WithdrawRecord("case", "smart-parking", reason))
        uow.commit()
    client = make_app(small_site).test_client()
    page = Shown(client.get("/ko/cases/smart-parking"))
    assert page.status == 410
    assert ("h2", "en", "Smart parking") in page.texts
    assert "중복된 기록입니다." in page.text()
    assert "A duplicate." in page.text()
