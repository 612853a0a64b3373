"""All published cases at a glance: what pages that show the whole collection count, place and group.

Reading takes four statements, however many cases there are, and about a second for 10,000; so pages keep what was read
for a content generation (`kb.web.public.case_facts`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kb.db.queries.briefs import outcome_sources, titled
from kb.db.queries.case_table import case_facts, case_theme_ids
from kb.domain.durations import covered_years
from kb.domain.evidence import Grade
from kb.domain.locales import Locale, as_locale
from kb.services.briefs import grade_cases
from kb.services.names import Names


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One case. City and themes are slugs of published records; themes are those that it names itself.

    `first_year` and `last_year` are those covered as far as known, None without a period; `goes_on` tells that its end
    is open or unknown. `stage_as_of` is the EDTF date of the last source that attests the stage, or empty.
    """

    slug: str
    title: Mapping[Locale, str | None]
    city: str | None
    themes: Sequence[str]
    stage: str
    evidence: Grade
    period: str
    first_year: int | None
    last_year: int | None
    goes_on: bool
    stage_as_of: str = ""


def read_case_table(session: Session, names: Names) -> Sequence[CaseFacts]:
    """Read the facts of all published cases, by slug."""
    titles: dict[int, dict[Locale, str | None]] = defaultdict(dict)
    for record_id, _kind, _slug, locale, title in titled(session, ["case"]):
        titles[record_id][as_locale(locale)] = title
    themes: dict[int, list[str]] = defaultdict(list)
    for record_id, theme_id in case_theme_ids(session):
        if theme_id in names.by_id:
            themes[record_id].append(names.by_id[theme_id])
    grades = grade_cases(outcome_sources(session))
    table = []
    for record_id, slug, city_id, period, stage, attested in case_facts(session):
        first, last, goes_on = covered_years(period, attested)
        table.append(
            CaseFacts(
                slug=slug,
                title=titles[record_id],
                city=names.by_id.get(city_id) if city_id else None,
                themes=themes[record_id],
                stage=stage or "unknown",
                evidence=grades.get(record_id, "N"),
                period=period,
                first_year=first,
                last_year=last,
                goes_on=goes_on,
                stage_as_of=attested,
            )
        )
    return table
