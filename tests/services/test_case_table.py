"""The facts of all cases agree with the whole records, and are read in as many statements for many as for few."""

from __future__ import annotations

from kb.domain.durations import covered_years
from kb.domain.evidence import case_grade
from kb.services import reading
from kb.services.case_table import read_case_table
from kb.services.names import read_names
from kb.services.site import Site
from tests.factories import case_values, draft, publish
from tests.services.test_briefs import counted


def test_the_table_says_what_the_whole_records_say(seeded_site: Site) -> None:
    with seeded_site.reads() as session:
        table = read_case_table(session, read_names(session))
        cases = reading.list_records(session, "case")
        types = reading.source_types(session, cases)
    assert [facts.slug for facts in table] == [case.slug for case in cases]
    for facts, case in zip(table, cases, strict=True):
        assert facts.evidence == case_grade(case.values, types)
        assert (facts.city, facts.stage) == (case.values.get("city"), case.values.get("stage") or "unknown")
        assert list(facts.themes) == list(case.list("themes"))
        assert facts.period == (case.values.get("period") or "")
        assert facts.title["en"] == case.values.get("title__en")


def test_it_is_read_in_four_statements_however_many_cases_there_are_and_knows_no_drafts(small_site: Site) -> None:
    draft(small_site, "case", "secret", case_values())
    publish(small_site, *(("case", f"case-{number}", case_values(outcomes=[])) for number in range(5)), index=False)
    with small_site.reads() as session:
        names = read_names(session)
        with counted(small_site) as statements:
            table = read_case_table(session, names)
    assert len(statements) == 4
    assert [(facts.slug, facts.evidence) for facts in table] == [
        *((f"case-{number}", "N") for number in range(5)),
        ("smart-parking", "B"),
    ]


def test_years_are_covered_as_far_as_they_are_known() -> None:
    assert covered_years("2013-04/..", "2022-04") == (2013, 2022, True)
    assert covered_years("2013/2016", "2022") == (2013, 2016, False)
    assert covered_years("../2016", "") == (2016, 2016, False)
    assert covered_years("", "2020") == (None, None, False)
    assert covered_years("some day", "") == (None, None, False)
