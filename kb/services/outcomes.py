"""All results of all published cases as one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kb.domain.evidence import Grade, outcome_grade
from kb.domain.records import PublicRecord, Snapshot
from kb.services.reading import list_records, records_by_slug


@dataclass(frozen=True, slots=True)
class Outcome:
    """One result: the row as its case has it, and the grade worked out from it. `city` is None if not published."""

    case: PublicRecord
    city: PublicRecord | None
    row: Snapshot
    grade: Grade


@dataclass(frozen=True, slots=True)
class OutcomeTable:
    """Results, by case and in the order of each; and the sources that they name, by slug."""

    outcomes: Sequence[Outcome]
    sources: Mapping[str, PublicRecord]

    def part(self, start: int, count: int) -> OutcomeTable:
        """Take some of the results and the sources of those."""
        outcomes = self.outcomes[start : start + count]
        return OutcomeTable(outcomes, {slug: self.sources[slug] for slug in _named(outcomes) if slug in self.sources})


def _named(outcomes: Sequence[Outcome]) -> list[str]:
    return list(dict.fromkeys(slug for outcome in outcomes for slug in outcome.row.get("sources") or ()))


def read_outcomes(session: Session) -> OutcomeTable:
    """Read the results of all published cases."""
    cases = list_records(session, "case")
    cities = records_by_slug(session, "city", {case.values["city"] for case in cases if case.values.get("city")})
    rows = [(case, row) for case in cases for row in case.rows("outcomes")]
    slugs = dict.fromkeys(slug for _case, row in rows for slug in row.get("sources") or ())
    found = records_by_slug(session, "source", slugs)
    types = {slug: source.values.get("source_type") or "other" for slug, source in found.items()}
    outcomes = [
        Outcome(case, cities.get(case.values.get("city") or ""), row, outcome_grade(row, types)) for case, row in rows
    ]
    return OutcomeTable(outcomes, {slug: found[slug] for slug in slugs if slug in found})
