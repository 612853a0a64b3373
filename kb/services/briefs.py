"""What a list of search hits shows of each record, without reading whole records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kb.db.queries.briefs import cards_with_ids, facts, outcome_sources, theme_ids
from kb.domain.dates import start_year
from kb.domain.evidence import Grade, median_grade, outcome_grade
from kb.domain.records import PublicCard
from kb.search.bounded_cache import BoundedCache
from kb.services.names import Names

AT_ONCE = 400  # keys a statement
ROOM = 8_000_000
"""Characters of titles and summaries kept, at most: those of some ten thousand records."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A published record in brief. `date` is EDTF; city and themes are slugs; only cases have a stage and a grade."""

    card: PublicCard
    date: str = ""
    city: str | None = None
    themes: Sequence[str] = ()
    stage: str = ""
    evidence: Grade | None = None

    @property
    def year(self) -> int | None:
        """Give the year in which it began."""
        return start_year(self.date)


def read_briefs(
    session: Session, keys: Iterable[tuple[str, str]], names: Names, *, graded: bool = False
) -> Mapping[tuple[str, str], Brief]:
    """Read the published ones of the given (kind, slug) keys, in at most four statements for every 400 of them.

    Grades are worked out only where they are asked for.
    """
    wanted = sorted(set(keys))
    found: dict[tuple[str, str], Brief] = {}
    for start in range(0, len(wanted), AT_ONCE):
        found.update(_read(session, wanted[start : start + AT_ONCE], names, graded))
    return found


def _read(
    session: Session, keys: Sequence[tuple[str, str]], names: Names, graded: bool
) -> dict[tuple[str, str], Brief]:
    cards = cards_with_ids(session, keys)
    ids: dict[str, list[int]] = defaultdict(list)
    for record_id, card in cards.items():
        ids[card.kind].append(record_id)
    told = {record_id: (city_id, date, stage) for record_id, city_id, date, stage in facts(session, ids)}
    themes: dict[int, list[str]] = defaultdict(list)
    for record_id, theme_id in theme_ids(session, list(cards)) if cards else ():
        if theme_id in names.by_id:
            themes[record_id].append(names.by_id[theme_id])
    grades = grade_cases(outcome_sources(session, ids["case"])) if graded and ids.get("case") else {}
    found = {}
    for record_id, card in cards.items():
        city_id, date, stage = told.get(record_id) or (None, "", "")
        city = names.by_id.get(city_id) if city_id else None
        grade = grades.get(record_id, "N") if graded and card.kind == "case" else None
        found[card.kind, card.slug] = Brief(card, date, city, themes[record_id], stage, grade)
    return found


class BriefStore:
    """Briefs without grades, kept for as long as the content stays the same. Safe for several threads."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._kept: BoundedCache[Brief] = BoundedCache(ROOM)

    def read(self, session: Session, keys: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Brief]:
        """Give the published ones of the given (kind, slug) keys; those that are not kept are read together."""
        wanted = dict.fromkeys(keys)
        found = {key: brief for key in wanted if (brief := self._kept.get(key)) is not None}
        for key, brief in read_briefs(session, wanted.keys() - found.keys(), self._names).items():
            found[key] = self._kept.put(key, brief, _size(brief))
        return found


def _size(brief: Brief) -> int:
    texts = (*brief.card.title.values(), *brief.card.summary.values())
    return sum(len(text or "") for text in texts)


def grade_cases(outcomes: Iterable[tuple[int, str, str, str | None]]) -> Mapping[int, Grade]:
    """Grade cases by their outcomes, as `kb.domain.evidence` has it, from what `outcome_sources` yields.

    A case without outcomes is absent: nothing was measured.
    """
    rows: dict[int, dict[str, tuple[str, list[str]]]] = defaultdict(dict)
    for case_id, row_id, outcome_type, source_type in outcomes:
        _type, types = rows[case_id].setdefault(row_id, (outcome_type, []))
        if source_type is not None:
            types.append(source_type or "other")
    return {case_id: median_grade(_grade(*row) for row in of_case.values()) for case_id, of_case in rows.items()}


def _grade(outcome_type: str, source_types: Sequence[str]) -> Grade:
    return outcome_grade({"outcome_type": outcome_type, "sources": source_types}, {name: name for name in source_types})
