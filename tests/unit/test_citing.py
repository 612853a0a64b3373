"""Citations: the CSL-JSON item and everything written from it."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.locales import Locale
from kb.domain.records import PublicRecord
from kb.rendering.bibtex import latex, to_bibtex
from kb.rendering.citing import Item, csl_date, csl_item, format_citation, to_csl_json
from kb.rendering.ris import to_ris
from tests.factories import case_values, session_values, source_values

ADDRESS = "https://casebook.example/en/cases/smart-parking/history/3"
NAMES: dict[Locale, str] = {"ko": "스마트시티 케이스북", "en": "Smart City Casebook"}
LATE_EVENING_IN_UTC = datetime(2026, 11, 21, 20, tzinfo=UTC)  # the morning after in Seoul


def record(kind: str, slug: str, values: dict[str, Any]) -> PublicRecord:
    return PublicRecord(kind, slug, 3, LATE_EVENING_IN_UTC, LATE_EVENING_IN_UTC, values)


def item_of(kind: str = "case", lang: Locale = "en", slug: str = "smart-parking", **given: Any) -> Item:
    values = {"case": case_values, "source": source_values, "session": session_values}[kind](**given)
    return csl_item(record(kind, slug, values), lang, NAMES[lang], ADDRESS)


def titled(title: str) -> Item:
    return item_of(title__en=title)


def test_a_record_is_cited_as_a_page_of_the_site_with_its_revision_pinned() -> None:
    assert item_of() == {
        "id": "case-smart-parking-r3-en",
        "type": "webpage",
        "title": "Smart parking",
        "container-title": "Smart City Casebook",
        "author": [{"literal": "Smart City Casebook"}],
        "issued": {"date-parts": [[2026, 11, 22]]},
        "version": "3",
        "URL": ADDRESS,
        "language": "en",
        "abstract": "Nice tried smart parking.",
        "note": "CC BY 4.0",
        "custom": {"license": "https://creativecommons.org/licenses/by/4.0/"},
    }


def test_the_date_is_the_day_of_publication_in_the_time_zone_of_the_site() -> None:
    abroad = csl_item(record("case", "x", case_values()), "en", "Casebook", ADDRESS, time_zone="UTC")
    assert abroad["issued"] == {"date-parts": [[2026, 11, 21]]}


def test_items_of_both_languages_and_of_sessions_have_names_of_their_own() -> None:
    names = {item_of()["id"], item_of(lang="ko")["id"], item_of("session", slug="summit/plenary")["id"]}
    assert names == {"case-smart-parking-r3-en", "case-smart-parking-r3-ko", "session-summit-plenary-r3-en"}


def test_a_title_in_the_other_language_says_which_one_it_is_in() -> None:
    item = item_of(title__en=None)
    assert (item["title"], item["language"]) == ("스마트 주차", "ko")


def test_the_record_of_a_source_cites_the_source_and_notes_where_it_is_recorded() -> None:
    item = item_of("source", slug="report", source_type="press", publisher="20 Minutes", language="fr")
    assert (item["type"], item["container-title"]) == ("article-newspaper", "20 Minutes")
    assert item["URL"] == "https://example.org/report"
    assert item["issued"] == {"date-parts": [[2016, 4, 18]]}
    assert item["note"] == f"recorded in Smart City Casebook, revision 3, 22 November 2026, {ADDRESS}"
    assert "author" not in item


def test_the_own_licence_is_not_claimed_for_a_source() -> None:
    assert "custom" not in item_of("source")


@pytest.mark.parametrize(
    ("source_type", "url", "expected"),
    [("academic", "https://e.org", "article-journal"), ("vendor", "https://e.org", "webpage"), ("vendor", None, "document")],
)  # fmt: skip
def test_the_kind_of_a_source_becomes_a_type_of_csl(source_type: str, url: str | None, expected: str) -> None:
    assert item_of("source", source_type=source_type, url=url)["type"] == expected


def test_a_title_that_only_describes_the_source_stands_in_brackets() -> None:
    assert item_of("source", title_is_descriptive=True)["title"] == "[Annual report]"


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2016", {"date-parts": [[2016]]}),
        ("2016-04", {"date-parts": [[2016, 4]]}),
        ("2018-09-19T10:00", {"date-parts": [[2018, 9, 19]]}),
        ("2017-12~", {"date-parts": [[2017, 12]], "circa": True}),
        ("2013?", {"date-parts": [[2013]], "circa": True}),
        ("2012/2016-05", {"date-parts": [[2012], [2016, 5]]}),
        ("2013/..", {"date-parts": [[2013]]}),
        ("../2015", {"date-parts": [[2015]]}),
        ("soon", None),
        ("", None),
    ],
)
def test_a_date_with_its_doubts_becomes_a_date_of_csl(edtf: str, expected: Any) -> None:
    assert csl_date(edtf) == expected


def test_a_citation_in_words_names_title_site_revision_date_and_address() -> None:
    english = f"“Smart parking”. Smart City Casebook, revision 3, 22 November 2026. {ADDRESS} (CC BY 4.0)."
    korean = f"「스마트 주차」, 스마트시티 케이스북, 개정 3판, 2026년 11월 22일. {ADDRESS} (CC BY 4.0)."
    assert format_citation(item_of(), "en") == english
    assert format_citation(item_of(lang="ko"), "ko") == korean


@pytest.mark.parametrize(
    ("lang", "date", "expected"),
    [
        ("en", "2016-04", "City of Nice, April 2016."),
        ("en", "2017-12~", "City of Nice, about December 2017."),
        ("ko", "2017-12~", "City of Nice, 2017년 12월경."),
        ("en", "2016", "City of Nice, 2016."),
        ("ko", "2016-04-18", "City of Nice, 2016년 4월 18일."),
        ("en", None, "City of Nice."),
    ],
)
def test_a_date_in_a_citation_says_no_more_than_is_known(lang: Locale, date: str | None, expected: str) -> None:
    assert expected in format_citation(item_of("source", lang, date=date), lang)


def test_a_source_of_which_nothing_is_known_but_its_title_can_be_cited() -> None:
    item = item_of("source", publisher=None, url=None, date=None, language=None, source_type=None)
    assert format_citation(item, "en").startswith("“Annual report” (recorded in Smart City Casebook, revision 3")


@pytest.mark.parametrize(
    "title", ['A "quoted" & <b>bold</b> title', "It’s 100 %_#{x}?", "한글과 日本語", "Ends with a stop."]
)
def test_a_title_comes_through_as_it_is(title: str) -> None:
    assert title in format_citation(titled(title), "en")
    assert json.loads(to_csl_json(titled(title)))[0]["title"] == title


def test_bibtex_has_the_fields_of_biblatex() -> None:
    assert to_bibtex(item_of(lang="ko")) == (
        "@online{case-smart-parking-r3-ko,\n"
        "  author = {{스마트시티 케이스북}},\n"
        "  title = {{스마트 주차}},\n"
        "  version = {3},\n"
        "  date = {2026-11-22},\n"
        f"  url = {{{ADDRESS}}},\n"
        "  langid = {korean},\n"
        "  abstract = {니스시는 스마트 주차를 시험했습니다.},\n"
        "  note = {CC BY 4.0}\n"
        "}\n"
    )


def test_a_newspaper_article_has_its_paper_as_journal_and_a_doubtful_date_its_tilde() -> None:
    entry = to_bibtex(item_of("source", source_type="press", publisher="Les Échos", date="2012/2016-05~"))
    assert entry.startswith("@article{source-")
    assert "journaltitle = {{Les Échos}}" in entry
    assert "date = {2012~/2016-05~}" in entry


def test_signs_that_latex_reads_as_commands_are_escaped() -> None:
    assert latex(r"50 % & $3 #1 a_b {x} ~^\ ") == (
        r"50 \% \& \$3 \#1 a\_b \textbraceleft{}x\textbraceright{} \textasciitilde{}\textasciicircum{}\textbackslash{}"
    )


def test_an_address_is_not_escaped_but_keeps_no_sign_that_would_end_its_field() -> None:
    entry = to_bibtex(item_of("source", url="https://e.org/a_b%20c?x={1}&y=2#z"))
    assert "url = {https://e.org/a_b%20c?x=%7B1%7D&y=2#z}" in entry


@given(st.text(min_size=1))
def test_whatever_a_title_is_the_braces_of_the_entry_balance(title: str) -> None:
    depth = 0
    for char in to_bibtex(titled(title)).rstrip("\n")[:-1]:
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 1 or char in "@online"
    assert depth == 1


def test_ris_has_a_tag_a_line_and_ends_its_record() -> None:
    assert to_ris(item_of()).split("\r\n") == [
        "TY  - ELEC",
        "ID  - case-smart-parking-r3-en",
        "TI  - Smart parking",
        "AU  - Smart City Casebook",
        "PY  - 2026",
        "DA  - 2026/11/22/",
        "T2  - Smart City Casebook",
        "ET  - 3",
        f"UR  - {ADDRESS}",
        "LA  - en",
        "AB  - Nice tried smart parking.",
        "N1  - CC BY 4.0",
        "ER  - ",
        "",
    ]


@pytest.mark.parametrize(
    ("date", "expected"), [("2016", "2016///"), ("2016-04", "2016/04//"), ("2016-04/2017", "2016/04//")]
)
def test_a_date_of_ris_leaves_out_what_is_not_known(date: str, expected: str) -> None:
    assert f"DA  - {expected}\r\n" in to_ris(item_of("source", date=date))


@given(st.text(min_size=1))
def test_whatever_a_title_is_every_line_of_ris_begins_with_its_tag(title: str) -> None:
    lines = to_ris(titled(title)).split("\r\n")
    assert lines[-1] == ""
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
    assert [line[:2] for line in lines].count("ER") == 1
