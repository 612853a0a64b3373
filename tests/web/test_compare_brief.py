"""The brief of a comparison: a bilingual document of real parts, made of the words of the records."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from flask.testing import FlaskClient

from kb.rendering.references import References
from kb.rendering.rich_text import marked_lines
from kb.services.site import Site
from tests.web.compared_files import BOTH, brief_of, get, heading_texts, publish_two, words_of


@pytest.fixture
def two(client: FlaskClient, small_site: Site) -> FlaskClient:
    """The small collection with a second case."""
    publish_two(small_site)
    return client


def test_the_brief_is_a_bilingual_document_of_real_parts(two: FlaskClient) -> None:
    brief = brief_of(two, BOTH)
    section = brief.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert brief.core_properties.title == "Comparison: Smart parking (Nice), =1+1 (Nice)"
    assert (brief.core_properties.author, brief.core_properties.language) == ("Smart City Casebook", "en-GB")
    assert brief.paragraphs[0].style.name == "Title"
    assert heading_texts(brief, 1) == [
        "At a glance  한눈에 보기", "Cost  비용", "Results  성과", "Problem and approach  문제와 추진 방식",
        "Who is behind it  추진 주체", "Goals and sources  목표와 출처",
        "What stood in the way and what failed  걸림돌과 실패한 것", "What worked  효과가 있었던 것",
        "The texts in both languages  두 언어로 읽는 본문", "What is not reported  보고되지 않은 항목", "Sources  출처",
        "How to read the figures  수치를 읽는 법", "Licence  이용 조건",
    ]  # fmt: skip
    assert "PAGE" in [field.get(qn("w:instr")) for field in section.footer._element.iter(qn("w:fldSimple"))]
    heads = [table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") for table in brief.tables]
    assert heads
    assert None not in heads


def test_every_run_of_the_brief_says_its_language(two: FlaskClient) -> None:
    runs = list(brief_of(two, BOTH, "ko").element.iter(qn("w:r")))
    found: dict[str, str] = {}
    for run in runs:
        tag = run.find(f"{qn('w:rPr')}/{qn('w:lang')}")
        assert tag is not None
        found["".join(text.text or "" for text in run.iter(qn("w:t")))] = tag.get(qn("w:val"))
    assert found["한눈에 보기"] == "ko-KR"
    assert found["At a glance"] == "en-GB"
    assert found[" meters "] == "en-GB"
    assert found["=2"] == "fr"
    styles = brief_of(two, BOTH, "ko").styles
    for name in ("Normal", "Heading 1", "Title", "Cell"):
        assert styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) == "Malgun Gothic"


def test_the_brief_tells_obstacles_evidence_gaps_and_sources_in_the_words_of_the_records(two: FlaskClient) -> None:
    words = words_of(brief_of(two, BOTH))
    assert "What failed: The law stood in the way. [" in words
    assert "실패한 것: 법이 문제였습니다. [" in words
    assert "not written in this language" in words
    assert "claim · Evidence grade D · +1" in words
    assert "≈ US$" in words
    assert "estimate)" in words
    assert "EUR ÷" in words
    missing = words.split("What is not reported", 1)[1].split("Sources", 1)[0]
    assert "Cost" in missing.split("=1+1")[0]
    assert re.search(
        r"\[\d\] Annual report\. City of Nice\. 18 April 2016\. official\. https://example\.org/report", words
    )
    assert f"http://localhost/en/compare?{BOTH}" in words
    assert "https://creativecommons.org/licenses/by/4.0/" in words


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "ko",
            "Annual report (연차 보고서). City of Nice. 2016년 4월 18일. 공식 자료. https://example.org/report · 18 April 2016. official",
        ),
        (
            "en",
            "Annual report. City of Nice. 18 April 2016. official. https://example.org/report · 연차 보고서. 2016년 4월 18일. 공식 자료",
        ),
        (
            "ko",
            "=2 (연차 보고서). INSEE. 2016년. 공식 자료. https://example.org/census · An annual report. 2016. official",
        ),
    ],
)
def test_the_sources_of_the_brief_say_in_both_languages_what_they_are(two: FlaskClient, lang: str, said: str) -> None:
    brief = brief_of(two, BOTH, lang)
    assert said in words_of(brief)
    (aside,) = (
        run
        for run in brief.element.iter(qn("w:r"))
        if (text := run.find(qn("w:t"))) is not None and text.text and text.text == f" · {said.rpartition(' · ')[2]}"
    )
    properties = aside.find(qn("w:rPr"))
    assert properties.find(qn("w:lang")).get(qn("w:val")) == {"ko": "en-GB", "en": "ko-KR"}[lang]
    assert properties.find(qn("w:color")).get(qn("w:val")) == "5B6570"


def test_nothing_in_the_texts_becomes_markup_or_a_field_of_the_brief(two: FlaskClient) -> None:
    archive = zipfile.ZipFile(io.BytesIO(get(two, f"/en/compare.docx?{BOTH}")))
    document = archive.read("word/document.xml").decode()
    assert "instrText" not in document
    assert "fldSimple" not in document
    targets = re.findall(r'Target="(http[^"]+)"', archive.read("word/_rels/document.xml.rels").decode())
    assert set(targets) >= {"https://example.org/report", "https://example.org/census"}
    assert "http://x" not in targets


def test_marks_lists_links_and_citations_of_markdown_become_spans() -> None:
    cited = References()
    lines = marked_lines(
        "**a** [b](https://x.example/) [c](javascript:1) [@s; @t]\n\n1. one\n2. two\n\n- *three*", "en", cited
    )
    first, *items = lines
    assert [(span.text, span.is_strong, span.href) for span in first.spans][:3] == [
        ("a", True, ""), (" ", False, ""), ("b", False, "https://x.example/"),
    ]  # fmt: skip
    assert first.text.endswith("[1][2]")
    assert not any("javascript" in span.href for span in first.spans)
    assert [line.text for line in items] == ["1. one", "2. two", "• three"]
    assert cited.slugs == ("s", "t")


def test_the_brief_is_as_wide_as_the_paper_allows(two: FlaskClient) -> None:
    for table in brief_of(two, BOTH).tables:
        width = sum(column.width for column in table.columns)
        assert abs(width - Mm(267)) < Mm(1)
