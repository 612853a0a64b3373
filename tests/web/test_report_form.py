"""Reporting an error on the web: the form, what it refuses, and that it loses nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kb.db.queries.error_reports import ReportView
from kb.domain.error_reports import ALLOWED
from kb.services.error_reports import list_reports
from kb.services.records import WithdrawRecord, rename_record, withdraw_record
from kb.services.site import Site
from kb.web.reporting.form import TRAP
from kb.web.reporting.token import VALID_SECONDS
from tests.browser.words import said
from tests.factories import EDITOR, case_values, publish
from tests.web.page_facts import read_page
from tests.web.shown import Shown

FORM = "/en/report?about=case:smart-parking"
TYPED = {
    "what": "The kiosks were 292 <b>& not</b> 291.",
    "where": "Results",
    "source": "https://example.org/x",
    "contact": "",
}
RECORDS = [
    ("/cases/smart-parking", "case:smart-parking"),
    ("/cases/smart-parking/bilingual", "case:smart-parking"),
    ("/cities/nice", "city:nice"),
    ("/events/summit", "event:summit"),
    ("/events/summit/plenary", "session:summit/plenary"),
    ("/presentations/talk-by-nice", "presentation:talk-by-nice"),
    ("/themes/parking", "theme:parking"),
    ("/sources/report", "source:report"),
]


def token_of(markup: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', markup)
    assert found
    return unescape(found[1])


def opened(client: FlaskClient, path: str = FORM) -> dict[str, str]:
    """Open the form and fill it in."""
    return {**TYPED, "token": token_of(client.get(path).text), TRAP: ""}


def kept(site: Site) -> list[ReportView]:
    with site.reads() as session:
        return list_reports(session)


def shows_what_was_typed(answer: TestResponse) -> bool:
    return (
        "The kiosks were 292 &lt;b&gt;&amp; not&lt;/b&gt; 291.</textarea>" in answer.text
        and 'value="Results"' in answer.text
    )


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize(("path", "about"), RECORDS)
def test_every_record_has_a_link_to_the_form_about_it(reader: FlaskClient, lang: str, path: str, about: str) -> None:
    assert f"/{lang}/report?about={about}" in Shown(reader.get(f"/{lang}{path}")).links
    answer = reader.get(f"/{lang}/report?about={about}")
    page = Shown(answer)
    assert (page.status, page.lang, page.names["h1"], page.robots) == (200, lang, 1, "noindex")
    assert page.inline == []
    facts = read_page(answer.text)
    assert facts.unclosed == []
    assert facts.referred <= set(facts.ids)
    assert path.removesuffix("/bilingual") in [link.removeprefix(f"/{lang}") for link in page.links]


@pytest.mark.parametrize("path", ["/en/report?about=city:nice", "/ko/report/sent?about=city:nice"])
def test_the_address_that_a_page_calls_its_own_answers(reader: FlaskClient, path: str) -> None:
    assert Shown(reader.get(path)).canonical == f"http://localhost{path}"


@pytest.mark.parametrize("path", ["/", "/cases/", "/search?q=parking", "/about"])
def test_pages_that_are_no_records_have_no_such_link(reader: FlaskClient, path: str) -> None:
    assert "report?about" not in reader.get(f"/en{path}").text


def test_a_report_is_kept_and_thanked_for(small_site: Site, client: FlaskClient) -> None:
    answer = client.post(FORM, data=opened(client))
    assert answer.status_code == 303
    thanks = Shown(client.get(answer.headers["Location"]))
    assert (thanks.status, thanks.text_of("h1"), thanks.robots) == (200, "Your report was received", "noindex")
    assert "/en/cases/smart-parking" in thanks.links
    (report,) = kept(small_site)
    assert (report.kind, report.slug, report.revision, report.locale) == ("case", "smart-parking", 1, "en")
    assert (report.text, report.place, report.source_address) == (TYPED["what"], "Results", "https://example.org/x")


def test_the_language_and_the_revision_that_the_reader_saw_are_kept(small_site: Site, client: FlaskClient) -> None:
    stale = opened(client, "/ko/report?about=case:smart-parking")
    publish(small_site, ("case", "smart-parking", case_values(title__en="Parking again")), index=False)
    client.post("/ko/report?about=case:smart-parking", data=stale)
    link = next(item for item in Shown(client.get("/en/cases/smart-parking/history/1")).links if "report?" in item)
    assert link == "/en/report?about=case:smart-parking&revision=1"
    assert "Revision 1" in client.get(link).text
    assert "Revision 2" in client.get(FORM).text
    client.post(link, data={**opened(client, link), "what": "It said so in the first revision, too."})
    client.post(FORM, data=opened(client))
    assert [(item.locale, item.revision) for item in kept(small_site)] == [("ko", 1), ("en", 1), ("en", 2)]


def test_the_form_and_its_answers_are_never_kept_and_set_no_cookie(client: FlaskClient) -> None:
    form = opened(client)
    done = client.post(FORM, data=form)
    answers = [
        client.get(FORM),
        client.post(FORM, data={**form, "what": ""}),
        done,
        client.get(done.headers["Location"]),
        client.get("/en/report?about=case:nothing"),
    ]
    assert [answer.status_code for answer in answers] == [200, 400, 303, 200, 404]
    for answer in answers:
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers
        assert "Set-Cookie" not in answer.headers
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_every_form_has_a_token_of_its_own(client: FlaskClient) -> None:
    assert opened(client)["token"] != opened(client)["token"]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_an_incomplete_form_comes_back_with_a_summary_that_takes_the_focus(
    small_site: Site, client: FlaskClient, lang: str
) -> None:
    path = f"/{lang}/report?about=case:smart-parking"
    answer = client.post(path, data={**opened(client, path), "what": " ", "source": "no address"})
    page = Shown(answer)
    assert page.status == 400
    assert re.search(r'role="alert" tabindex="-1" autofocus', answer.text)
    assert {"#what", "#source"} <= set(page.links)
    assert "#where" not in page.links
    assert answer.text.count(said(lang, "Please write what is wrong.")) == 2, "in the summary and at the field"
    assert answer.text.count('aria-invalid="true"') == 2
    assert page.text_of("title").startswith(said(lang, "Error: %(title)s") % {"title": said(lang, "Report an error")})
    assert 'value="no address"' in answer.text
    facts = read_page(answer.text)
    assert facts.referred <= set(facts.ids)
    assert kept(small_site) == []


def test_a_text_that_is_too_long_is_kept_whole_and_its_length_is_said(client: FlaskClient) -> None:
    answer = client.post(FORM, data={**opened(client), "what": "가" * 12345})
    assert answer.status_code == 400
    assert "At most 4,000 characters are possible; this text has 12,345." in answer.text
    assert "가" * 12345 in answer.text


def test_a_request_of_absurd_size_is_refused_unread(client: FlaskClient) -> None:
    assert client.post(FORM, data={**opened(client), "what": "x" * 300_000}).status_code == 413


@pytest.mark.parametrize("spoil", [
    lambda form: {**form, "token": ""},
    lambda form: {**form, "token": form["token"][:-2] + "xx"},
    lambda form: {name: value for name, value in form.items() if name != "token"},
])  # fmt: skip
def test_a_form_without_a_good_token_comes_back_with_a_new_one_and_all_that_was_typed(
    small_site: Site, client: FlaskClient, spoil: Callable[[dict[str, str]], dict[str, str]]
) -> None:
    answer = client.post(FORM, data=spoil(opened(client)))
    assert answer.status_code == 400
    assert "Nothing is lost" in answer.text
    assert shows_what_was_typed(answer)
    assert kept(small_site) == []
    assert client.post(FORM, data={**TYPED, "token": token_of(answer.text)}).status_code == 303


def test_a_token_is_good_for_one_record_only(small_site: Site, client: FlaskClient) -> None:
    assert client.post("/en/report?about=city:nice", data=opened(client)).status_code == 400
    assert kept(small_site) == []


def test_a_token_grows_old(small_site: Site, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    form, real = opened(client), time.time
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: real() + VALID_SECONDS + 5)
    assert shows_what_was_typed(client.post(FORM, data=form))
    assert kept(small_site) == []


def test_a_form_that_another_site_sends_is_not_taken(small_site: Site, client: FlaskClient) -> None:
    answer = client.post(FORM, data=opened(client), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert kept(small_site) == []


def test_a_form_with_the_hidden_field_filled_in_is_not_taken_but_not_lost_either(
    small_site: Site, client: FlaskClient
) -> None:
    answer = client.post(FORM, data={**opened(client), TRAP: "https://spam.example"})
    assert answer.status_code == 400
    assert shows_what_was_typed(answer)
    assert "spam.example" not in answer.text
    assert kept(small_site) == []


def test_a_form_sent_twice_is_kept_once(small_site: Site, client: FlaskClient) -> None:
    form = opened(client)
    assert [client.post(FORM, data=form).status_code for _ in range(2)] == [303, 303]
    assert len(kept(small_site)) == 1


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_too_many_reports_are_answered_with_429_and_the_text_stays(
    small_site: Site, client: FlaskClient, lang: str
) -> None:
    path = f"/{lang}/report?about=case:smart-parking"
    most, hour = ALLOWED[0]
    for _ in range(most):
        assert client.post(path, data=opened(client, path)).status_code == 303
    answer = client.post(path, data=opened(client, path))
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= hour.total_seconds()
    assert answer.headers["Cache-Control"] == "no-store"
    assert said(lang, "Too many reports came from your network") in answer.text
    assert shows_what_was_typed(answer)
    assert len(kept(small_site)) == most
    elsewhere = client.post(path, data=opened(client, path), environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert elsewhere.status_code == 303


@pytest.mark.parametrize("query", [
    "", "?about=", "?about=case", "?about=case:", "?about=case:nothing", "?about=nonsense:smart-parking",
    "?about=case:../x", "?about=case:smart-parking&revision=7", "?about=session:summit", "?about=case:%00",
    "?about=case:smart-parking&revision=99999999999999999999",
])  # fmt: skip
def test_a_form_about_nothing_is_not_found(client: FlaskClient, query: str) -> None:
    for path in ("/en/report", "/en/report/sent"):
        assert client.get(path + query).status_code == 404
    assert client.post(f"/en/report{query}", data=TYPED).status_code == 404


def test_a_renamed_record_is_still_reported_on_and_a_withdrawn_one_is_gone(
    small_site: Site, make_app: Callable[[Site], Flask]
) -> None:
    client = make_app(small_site).test_client()
    with small_site.unit_of_work() as uow:
        rename_record(uow, EDITOR, "presentation", "talk-by-nice", "nice-talk")
        uow.commit()
    page = Shown(client.get("/en/report?about=presentation:talk-by-nice"))
    assert (page.status, "/en/presentations/nice-talk" in page.links) == (200, True)
    with small_site.unit_of_work() as uow:
        withdraw_record(uow, EDITOR, WithdrawRecord("presentation", "nice-talk"))
        uow.commit()
    assert client.get("/en/report?about=presentation:nice-talk").status_code == 410


def test_the_page_on_privacy_says_what_is_kept_of_a_report(reader: FlaskClient) -> None:
    for lang in ("ko", "en"):
        assert "reports" in Shown(reader.get(f"/{lang}/privacy")).ids
        assert f"/{lang}/privacy#reports" in Shown(reader.get(f"/{lang}/report?about=city:nice")).links


def test_search_engines_are_kept_away_from_the_forms(reader: FlaskClient) -> None:
    assert "Disallow: /en/report?" in reader.get("/robots.txt").text
    assert 'report?about=city:nice" rel="nofollow"' in reader.get("/en/cities/nice").text
