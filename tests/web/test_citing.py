"""Every record says how it is cited; the address that it names exists and keeps what it says."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.services.records import WithdrawRecord, rename_record, withdraw_record
from kb.services.site import Site
from tests.factories import EDITOR, case_values, city_values, publish, source_values
from tests.web.json_answers import json_of
from tests.web.shown import Shown

RECORDS = [
    "cases/smart-parking",
    "cities/nice",
    "events/summit",
    "events/summit/plenary",
    "presentations/talk-by-nice",
    "sources/report",
]
FORMS = {
    "cite.bib": "application/x-bibtex; charset=utf-8",
    "cite.ris": "application/x-research-info-systems; charset=utf-8",
    "cite.csl.json": "application/vnd.citationstyles.csl+json",
}


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("path", RECORDS)
def test_a_record_shows_its_citation_and_three_files(reader: FlaskClient, path: str, lang: str) -> None:
    page = Shown(reader.get(f"/{lang}/{path}"))
    assert "cite" in page.ids
    assert f"http://localhost/{lang}/{path}/history/1" in page.links
    assert [link for link in page.links if "/cite." in link] == [f"/{lang}/{path}/{form}" for form in FORMS]
    assert ("revision 1" if lang == "en" else "개정 1판") in page.text()


@pytest.mark.parametrize("path", RECORDS)
def test_the_revision_that_a_citation_names_can_be_read(reader: FlaskClient, path: str) -> None:
    page = Shown(reader.get(f"/en/{path}/history/1"))
    assert page.status == 200
    assert page.robots == "noindex"
    assert page.canonical == f"http://localhost/en/{path}"
    assert "This is how the record read then." in page.text()
    assert [link for link in page.links if "/cite." in link] == [f"/en/{path}/{form}?revision=1" for form in FORMS]
    assert reader.get(f"/en/{path}/history/2").status_code == 404


@pytest.mark.parametrize(("form", "media_type"), FORMS.items())
@pytest.mark.parametrize("path", RECORDS)
def test_a_citation_is_a_file_with_type_and_name_also_from_the_store(
    reader: FlaskClient, path: str, form: str, media_type: str
) -> None:
    name = path.rsplit("/", 1)[1] + form.removeprefix("cite")
    for _time in range(2):
        answer = reader.get(f"/ko/{path}/{form}")
        assert answer.status_code == 200
        assert answer.content_type == media_type
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert f"http://localhost/ko/{path}/history/1" in answer.text.replace("\\_", "_")


def test_a_theme_is_not_cited(reader: FlaskClient) -> None:
    assert reader.get("/en/themes/parking/cite.bib").status_code == 404
    assert "cite" not in Shown(reader.get("/en/themes/parking")).ids


def test_the_page_of_a_source_cites_the_source_in_its_language(
    small_site: Site, make_app: Callable[[Site], Flask]
) -> None:
    publish(small_site, ("source", "report", source_values(title="Rapport <annuel>", language="fr")))
    page = Shown(make_app(small_site).test_client().get("/en/sources/report"))
    assert ("span", "fr", "Rapport <annuel>") in page.texts
    assert "https://example.org/report" in page.links
    assert "http://localhost/en/sources/report/history/2" in page.links


def test_a_publisher_named_in_hangul_is_marked_as_korean(small_site: Site, make_app: Callable[[Site], Flask]) -> None:
    publish(small_site, ("source", "report", source_values(publisher="문화뉴스", title="문화뉴스 기사", language="ko")))
    texts = Shown(make_app(small_site).test_client().get("/en/sources/report")).texts
    assert texts.count(("span", "ko", "문화뉴스")) == 2  # among the key facts, and in the citation
    assert ("span", "ko", "문화뉴스 기사") in texts


@pytest.fixture
def changed_client(small_site: Site, make_app: Callable[[Site], Flask]) -> FlaskClient:
    """A city and a case that have each a second revision."""
    publish(
        small_site,
        ("city", "nice", city_values(name__en="Nizza")),
        ("case", "smart-parking", case_values(title__en="Parking")),
    )
    return make_app(small_site).test_client()


def test_a_former_revision_keeps_what_it_said_and_cites_itself(changed_client: FlaskClient) -> None:
    page = Shown(changed_client.get("/en/cities/nice/history/1"))
    assert page.text_of("h1") == "Nice"
    assert "http://localhost/en/cities/nice/history/1" in page.links
    assert Shown(changed_client.get("/en/cities/nice")).text_of("h1") == "Nizza"


def test_the_file_of_a_former_revision_is_asked_for_by_number(changed_client: FlaskClient) -> None:
    (former,) = json.loads(changed_client.get("/en/cases/smart-parking/cite.csl.json?revision=1").text)
    (present,) = json.loads(changed_client.get("/en/cases/smart-parking/cite.csl.json").text)
    assert (former["title"], former["version"]) == ("Smart parking", "1")
    assert (present["title"], present["version"]) == ("Parking", "2")


@pytest.mark.parametrize("number", ["3", "0", "x", "-1", "١", "9" * 30])
def test_a_revision_that_was_never_published_has_no_citation(changed_client: FlaskClient, number: str) -> None:
    assert changed_client.get(f"/en/cases/smart-parking/cite.bib?revision={number}").status_code == 404


def test_unknown_withdrawn_and_renamed_records_answer_as_their_pages_do(
    small_site: Site, make_app: Callable[[Site], Flask]
) -> None:
    with small_site.unit_of_work() as uow:
        rename_record(uow, EDITOR, "case", "smart-parking", "connected-parking")
        withdraw_record(uow, EDITOR, WithdrawRecord("presentation", "talk-by-nice", {"en": "Double"}))
        uow.commit()
    client = make_app(small_site).test_client()
    assert client.get("/en/cases/none/cite.ris").status_code == 404
    assert client.get("/en/presentations/talk-by-nice/cite.ris").status_code == 410
    moved = client.get("/en/cases/smart-parking/cite.csl.json?revision=1")
    assert (moved.status_code, moved.headers["Location"]) == (
        301,
        "/en/cases/connected-parking/cite.csl.json?revision=1",
    )
    assert json_of(client.get("/en/cases/none/cite.csl.json"))["error"]["code"] == "not_found"


def test_every_record_of_the_seed_can_be_cited(seeded_client: FlaskClient) -> None:
    """One form is enough here: all are written from the same item."""
    kinds = ("cases", "cities", "events", "organizations", "presentations", "sources")
    for kind in kinds:
        for lang in ("ko", "en"):
            for item in json_of(seeded_client.get(f"/api/v1/{kind}?per_page=25"))["items"]:
                assert seeded_client.get(f"/{lang}/{kind}/{item['slug']}/cite.bib").status_code == 200, item["slug"]
