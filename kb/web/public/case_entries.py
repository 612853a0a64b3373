"""Cases as lists show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy.orm import Session

from kb.domain.durations import covered_years
from kb.domain.evidence import Grade, case_grade
from kb.domain.locales import Locale, LocalText
from kb.domain.records import PublicCard, PublicRecord
from kb.services import reading
from kb.web.public.links import Link, ThemeLink, Vocabulary, card_link, record_link, short_link, title_order
from kb.web.public.texts import excerpt


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """One case in a list."""

    link: Link
    city: Link | None
    period: str
    stage: str
    grade: Grade
    excerpt: LocalText
    themes: Sequence[ThemeLink]


def case_entry(
    case: PublicRecord,
    lang: Locale,
    vocabulary: Vocabulary,
    cities: Mapping[tuple[str, str], PublicCard],
    source_types: Mapping[str, str],
) -> CaseEntry:
    """Describe a case for a list."""
    city = cities.get(("city", case.values.get("city") or ""))
    return CaseEntry(
        link=record_link(case, lang),
        city=short_link(card_link(city, lang)) if city else None,
        period=str(case.values.get("period") or ""),
        stage=str(case.values.get("stage") or "unknown"),
        grade=case_grade(case.values, source_types),
        excerpt=excerpt(case.summary(lang)),
        themes=vocabulary.links(case.list("themes")),
    )


def case_entries(
    session: Session, cases: Iterable[PublicRecord], lang: Locale, vocabulary: Vocabulary
) -> Sequence[CaseEntry]:
    """Describe cases for a list, by city, title and slug."""
    records = sorted(cases, key=lambda case: case.slug)
    cards = reading.labels_for(session, records).cards
    types = reading.source_types(session, records)
    found = [case_entry(case, lang, vocabulary, cards, types) for case in records]
    return sorted(found, key=lambda entry: list_order(lang, entry.city, entry.link.title))


def list_order(lang: Locale, city: Link | None, title: LocalText | str) -> tuple[tuple[bool, str], tuple[bool, str]]:
    """Sort key of a case in lists: by city, those without one last, then by title."""
    return title_order(lang, city.title) if city else (True, "~"), title_order(lang, title)


def by_city(entries: Iterable[CaseEntry]) -> Sequence[tuple[Link | None, Sequence[CaseEntry]]]:
    """Group neighbouring entries of the same city."""
    return tuple((city, tuple(group)) for city, group in groupby(entries, key=lambda entry: entry.city))


def years_covered(case: PublicRecord) -> tuple[int, int, bool] | None:
    """Give the first and last year of a case and whether it goes on or its end is unknown; None without a period."""
    values = case.values
    first, last, goes_on = covered_years(str(values.get("period") or ""), str(values.get("stage_as_of") or ""))
    return None if first is None or last is None else (first, last, goes_on)
