"""Each rule of `kb check content` finds its mistake, and a good record has none."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kb.domain.content_rules import check_record, count_words
from kb.domain.records import PublicRecord
from tests.factories import case_values

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def codes(values: dict[str, Any], published: bool = True) -> set[tuple[str, str]]:
    record = PublicRecord("case", "smart-parking", 1, MOMENT, MOMENT, values)
    findings = check_record(record, lambda kind, slug: published)
    return {(finding.code, finding.lang) for finding in findings if finding.severity == "error"}


def test_a_good_record_has_no_errors() -> None:
    assert codes(case_values()) == set()


@pytest.mark.parametrize(
    ("change", "code", "lang"),
    [
        ({"summary__en": "No source here."}, "unsourced_paragraph", "en"),
        ({"challenge__ko": "근거가 있습니다.[@report]\n\n근거가 없습니다."}, "unsourced_paragraph", "ko"),
        ({"summary__en": "word " * 121 + "[@report]"}, "summary_too_long", "en"),
        ({"summary__ko": "낱말 " * 91 + "[@report]"}, "summary_too_long", "ko"),
        ({"approach__ko": "가 " * 601 + "[@report]", "approach__en": "One.[@report]"}, "sections_too_long", "ko"),
        ({"title__ko": ""}, "not_translated", "ko"),
        ({"challenge__ko": "This is English text.[@report]"}, "not_in_this_language", "ko"),
        ({"lessons": [{"row_id": "a", "lesson_type": "failure", "category": "data", "text__ko": "가", "text__en": "a"}]},
         "row_without_source", ""),
        ({"reported_values": [{"row_id": "a", "group": "g", "topic__ko": "가", "topic__en": "a", "sources": ["report"]}]},
         "nothing_to_disagree_with", ""),
        ({"city": ""}, "required", ""),
        ({"approach__en": "word " * 121 + "[@report]", "approach__ko": "낱말.[@report]"}, "long_paragraph", "en"),
        ({"challenge__en": "Old meters had to go in 2012.[@report]"}, "figure_missing", "ko"),
        ({"challenge__en": "An unprecedented scheme.[@report]"}, "word_of_praise", "en"),
        ({"outcomes": [{"row_id": "a", "outcome_type": "claim", "year": "2014", "baseline_year": "2015",
                        "sources": ["report"]}]}, "baseline_after_value", ""),
    ],
)  # fmt: skip
def test_each_mistake_is_found(change: dict[str, Any], code: str, lang: str) -> None:
    assert (code, lang) in codes(case_values(**change))


def warnings(values: dict[str, Any]) -> set[tuple[str, str]]:
    record = PublicRecord("case", "smart-parking", 1, MOMENT, MOMENT, values)
    findings = check_record(record, lambda kind, slug: True)
    return {(finding.code, finding.lang) for finding in findings if finding.severity == "warning"}


def test_a_short_case_is_a_warning_unless_it_tells_its_readers_so() -> None:
    assert {("sections_short", "ko"), ("sections_short", "en")} <= warnings(case_values())
    told = case_values(
        updating_note__ko="확인된 자료가 적어 짧게 정리했습니다.",
        updating_note__en="Little could be established, so this case is short.",
    )
    assert not {code for code, _lang in warnings(told)} & {"sections_short"}


def test_references_and_citations_that_lead_nowhere_are_found() -> None:
    assert {("broken_slug", ""), ("dangling_citation", "en")} <= codes(case_values(), published=False)


def test_citations_are_not_counted_as_words() -> None:
    assert count_words("one two.[@a; @b] three") == 3
