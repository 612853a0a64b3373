"""Records of the JSON API, and their twins beside the pages."""

import json

from flask.testing import FlaskClient

from kb.domain.record_types import RECORD_TYPES
from kb.services.records import WithdrawRecord, rename_record, withdraw_record
from kb.services.site import Site
from tests.factories import EDITOR, case_values, draft, publish, source_values
from tests.web.json_answers import json_of


def rename(site: Site, kind: str, old: str, new: str) -> None:
    with site.unit_of_work() as uow:
        rename_record(uow, EDITOR, kind, old, new)
        uow.commit()


def test_a_translated_field_holds_both_languages_with_citations(reader: FlaskClient) -> None:
    case = json_of(reader.get("/api/v1/cases/smart-parking"))
    assert case["summary"] == {
        "ko": "니스시는 스마트 주차를 시험했습니다.[@report]",
        "en": "Nice tried smart parking.[@report]",
    }


def test_a_text_missing_in_a_language_is_null_there(client: FlaskClient, small_site: Site) -> None:
    publish(small_site, ("case", "one-sided", case_values(challenge__ko="", outcomes=[])), index=False)
    case = json_of(client.get("/api/v1/cases/one-sided"))
    assert case["challenge"] == {"ko": None, "en": "Old meters had to go.[@report]"}
    assert case["approach"] == {"ko": None, "en": None}
    assert case["outcomes"] == []
    assert case["lead_organization"] is None


def test_every_field_of_the_record_type_is_there_under_its_import_name(reader: FlaskClient) -> None:
    for kind, address in {"case": "cases/smart-parking", "city": "cities/nice", "session": "sessions/summit/plenary",
                          "presentation": "presentations/talk-by-nice", "source": "sources/report"}.items():  # fmt: skip
        assert {field.name for field in RECORD_TYPES[kind].fields} <= set(json_of(reader.get(f"/api/v1/{address}")))


def test_a_row_keeps_its_id_and_both_languages(reader: FlaskClient) -> None:
    (outcome,) = json_of(reader.get("/api/v1/cases/smart-parking"))["outcomes"]
    assert outcome["row_id"] == "kiosks"
    assert outcome["unit"] == {"ko": "대", "en": "kiosks"}
    assert outcome["value"] == 291
    assert outcome["sources"] == ["report"]


def test_a_case_and_its_outcomes_carry_evidence_grades(client: FlaskClient, small_site: Site) -> None:
    assert json_of(client.get("/api/v1/cases/smart-parking"))["evidence"] == "B"
    publish(small_site, ("source", "brochure", source_values(source_type="vendor")), index=False)
    outcome = {**case_values()["outcomes"][0], "sources": ["brochure"]}
    publish(small_site, ("case", "claimed", case_values(outcomes=[outcome])), index=False)
    claimed = json_of(client.get("/api/v1/cases/claimed"))
    assert (claimed["evidence"], claimed["outcomes"][0]["evidence"]) == ("D", "D")


def test_cited_sources_come_as_cards_in_order_of_citation(client: FlaskClient, small_site: Site) -> None:
    publish(
        small_site,
        ("source", "audit", source_values(title="Audit")),
        ("case", "cited", case_values(summary__en="One.[@audit] Two.[@report]", summary__ko=None)),
        index=False,
    )
    sources = json_of(client.get("/api/v1/cases/cited"))["sources"]
    assert [source["slug"] for source in sources] == ["audit", "report"]
    assert sources[1] == {
        "slug": "report",
        "title": "Annual report",
        "language": "en",
        "publisher": "City of Nice",
        "url": "https://example.org/report",
        "date": "2016-04-18",
        "source_type": "official",
        "gloss": {"ko": "연차 보고서", "en": "An annual report"},
        "page_url": {"ko": "/ko/sources/report", "en": "/en/sources/report"},
    }


def test_references_are_slugs_and_their_names_come_along(reader: FlaskClient) -> None:
    case = json_of(reader.get("/api/v1/cases/smart-parking"))
    assert (case["city"], case["themes"]) == ("nice", ["parking"])
    assert case["labels"]["city"] == {"nice": {"ko": "니스", "en": "Nice"}}
    assert case["labels"]["theme"] == {"parking": {"ko": "주차", "en": "Parking"}}


def test_a_record_names_its_pages_revision_and_times(reader: FlaskClient) -> None:
    case = json_of(reader.get("/api/v1/cases/smart-parking"))
    assert case["url"] == {"ko": "/ko/cases/smart-parking", "en": "/en/cases/smart-parking"}
    assert (case["kind"], case["slug"], case["revision"]) == ("case", "smart-parking", 1)
    assert case["published_at"].endswith("Z")
    assert case["updated_at"] >= case["published_at"]


def test_the_url_of_a_source_is_its_own_and_its_pages_have_another_name(reader: FlaskClient) -> None:
    source = json_of(reader.get("/api/v1/sources/report"))
    assert source["url"] == "https://example.org/report"
    assert source["page_url"]["ko"] == "/ko/sources/report"
    assert {"type": "case", "slug": "smart-parking"}.items() <= source["cited_by"][0].items()


def test_a_session_is_named_by_its_event_and_its_own_slug(reader: FlaskClient) -> None:
    session = json_of(reader.get("/api/v1/sessions/summit/plenary"))
    assert session["slug"] == "summit/plenary"
    assert session["url"]["en"] == "/en/events/summit/plenary"


def test_the_twin_of_a_page_is_the_same_record(reader: FlaskClient) -> None:
    for page, address in {
        "/en/cases/smart-parking": "cases/smart-parking",
        "/ko/events/summit/plenary": "sessions/summit/plenary",
        "/en/presentations/talk-by-nice": "presentations/talk-by-nice",
        "/ko/themes/parking": "themes/parking",
    }.items():
        assert reader.get(f"{page}.json").data == reader.get(f"/api/v1/{address}").data


def test_json_is_utf8_without_escapes(client: FlaskClient) -> None:
    answer = client.get("/api/v1/cities/nice")
    assert answer.content_type == "application/json"
    assert "니스는 지중해에".encode() in answer.data


def test_a_renamed_record_redirects_for_ever_and_keeps_the_query(client: FlaskClient, small_site: Site) -> None:
    rename(small_site, "case", "smart-parking", "clever-parking")
    answer = client.get("/api/v1/cases/smart-parking?lang=ko")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/api/v1/cases/clever-parking?lang=ko"
    twin = client.get("/ko/cases/smart-parking.json")
    assert (twin.status_code, twin.headers["Location"]) == (301, "/ko/cases/clever-parking.json")


def test_a_renamed_event_takes_the_addresses_of_its_sessions_along(client: FlaskClient, small_site: Site) -> None:
    rename(small_site, "event", "summit", "forum")
    assert client.get("/api/v1/sessions/summit/plenary").headers["Location"] == "/api/v1/sessions/forum/plenary"
    assert client.get("/en/events/summit/plenary.json").headers["Location"] == "/en/events/forum/plenary.json"


def test_a_withdrawn_record_leaves_a_tombstone_in_both_languages(client: FlaskClient, small_site: Site) -> None:
    with small_site.unit_of_work() as uow:
        reason = {"ko": "중복", "en": "A duplicate"}
        withdraw_record(uow, EDITOR, WithdrawRecord("case", "smart-parking", reason))
        uow.commit()
    answer = client.get("/api/v1/cases/smart-parking?lang=ko")
    assert answer.status_code == 410
    error = json_of(answer)["error"]
    assert error["code"] == "gone"
    assert error["details"]["title"] == {"ko": "스마트 주차", "en": "Smart parking"}
    assert error["details"]["reason"] == reason


def test_a_draft_is_nowhere(client: FlaskClient, small_site: Site) -> None:
    draft(small_site, "case", "secret-plan", case_values(title__en="Secret plan"))
    assert client.get("/api/v1/cases/secret-plan").status_code == 404
    assert client.get("/en/cases/secret-plan.json").status_code == 404


def test_saving_a_draft_changes_nothing_that_the_public_is_told(client: FlaskClient, small_site: Site) -> None:
    addresses = ("/api/v1/cases/smart-parking", "/api/v1/cases", "/en/cases.csv", "/en/cases.atom")
    before = [(client.get(address).data, client.get(address).headers["ETag"]) for address in addresses]
    draft(small_site, "case", "smart-parking", case_values(title__en="Something else"))
    after = [(client.get(address).data, client.get(address).headers["ETag"]) for address in addresses]
    assert before == after


def test_an_unchanged_record_answers_304_and_a_published_change_answers_anew(
    client: FlaskClient, small_site: Site
) -> None:
    first = client.get("/api/v1/cases/smart-parking")
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = client.get("/api/v1/cases/smart-parking", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    publish(small_site, ("case", "smart-parking", case_values(title__en="Cleverer parking")), index=False)
    changed = client.get("/api/v1/cases/smart-parking", headers={"If-None-Match": first.headers["ETag"]})
    assert json_of(changed)["title"]["en"] == "Cleverer parking"


def test_every_record_of_the_seed_has_its_document(seeded_client: FlaskClient) -> None:
    for record_type in RECORD_TYPES.values():
        page, seen = 1, 0
        while items := json_of(seeded_client.get(f"/api/v1/{record_type.plural}?per_page=100&page={page}"))["items"]:
            for item in items:
                answer = seeded_client.get(f"/api/v1/{record_type.plural}/{item['slug']}")
                assert answer.status_code == 200, item["slug"]
                assert json.loads(answer.data)["slug"] == item["slug"]
            seen, page = seen + len(items), page + 1
        assert seen > 0, record_type.plural
