"""What a comparison takes from a case: one function a field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from kb.domain.compared import (
    Compared,
    disputes,
    figure_entry,
    name_entry,
    row_sources,
    source_type,
    text_unless_number,
)
from kb.domain.comparison import NO_TEXT, Entry
from kb.domain.costs import estimate_cost
from kb.domain.durations import covered_years, period_length
from kb.domain.evidence import median_grade, outcome_grade
from kb.domain.population import latest_population, population_near
from kb.domain.records import texts

LEAST = "least"
"""Code of a length that is at least what is given."""


def lead(compared: Compared) -> Iterator[Entry]:
    """Name the organization in charge."""
    if entry := name_entry(compared, "organization", compared.record.values.get("lead_organization")):
        yield entry


def partners(compared: Compared) -> Iterator[Entry]:
    """Name who took part, with the kinds of their support as codes."""
    for row in compared.record.rows("partners"):
        named = name_entry(compared, "organization", row.get("organization"))
        own = texts(row, "name")
        if named or any(own.values()):
            yield Entry(
                text=named.text if named else own,
                link=named.link if named else None,
                codes=tuple(row.get("support") or ()),
                note=texts(row, "note"),
                sources=row_sources(row),
            )


def period(compared: Compared) -> Iterator[Entry]:
    """Give the period as published."""
    if given := compared.record.values.get("period"):
        yield Entry(date=str(given))


def duration(compared: Compared) -> Iterator[Entry]:
    """Measure the period. How long a case took to begin working isn't known: no source of ours gives that date."""
    values = compared.record.values
    length = period_length(str(values.get("period") or ""), str(values.get("stage_as_of") or ""))
    if length:
        yield Entry(number=length.months, code=length.precision, codes=(LEAST,) if length.is_least else ())


def residents(compared: Compared) -> Iterator[Entry]:
    """Count the residents of the city in the sourced year nearest to the period, else in the latest."""
    if compared.city is None:
        return
    city, values = compared.city.values, compared.record.values
    first, last, _goes_on = covered_years(str(values.get("period") or ""), str(values.get("stage_as_of") or ""))
    near = population_near(city, first, last) if first is not None else None
    if found := near or latest_population(city):
        yield replace(figure_entry(found.row), label=NO_TEXT, note=NO_TEXT)  # the city's page says what is counted


def costs(compared: Compared) -> Iterator[Entry]:
    """Give every sum as published, with its estimate on one scale."""
    city = compared.city.values if compared.city else None
    disputed = disputes(compared.record, "costs")
    for row in compared.record.rows("costs"):
        yield Entry(
            code=str(row.get("cost_type") or ""),
            number=row.get("amount"),
            number_max=row.get("amount_max"),
            currency=str(row.get("currency") or ""),
            date=str(row.get("year") or ""),
            money=estimate_cost(row, city, compared.rates),
            note=texts(row, "note"),
            dispute=disputed.get(str(row["row_id"]), ""),
            sources=row_sources(row),
        )


def outcomes(compared: Compared) -> Iterator[Entry]:
    """Give every result with who says so and its evidence grade."""
    disputed, types = disputes(compared.record, "outcomes"), _types(compared)
    for row in compared.record.rows("outcomes"):
        yield Entry(
            label=texts(row, "indicator"),
            number=row.get("value"),
            text=text_unless_number(row),
            unit=texts(row, "unit"),
            baseline=row.get("baseline"),
            baseline_date=str(row.get("baseline_year") or ""),
            date=str(row.get("year") or ""),
            outcome_type=str(row.get("outcome_type") or ""),
            grade=outcome_grade(row, types),
            said_by=texts(row, "said_by"),
            note=texts(row, "note"),
            dispute=disputed.get(str(row["row_id"]), ""),
            sources=row_sources(row),
        )


def lessons(compared: Compared) -> Iterator[Entry]:
    """Give the lessons: the code is their kind, `codes` hold their category."""
    for row in compared.record.rows("lessons"):
        yield Entry(
            code=str(row.get("lesson_type") or ""),
            codes=(str(row.get("category") or ""),),
            text=texts(row, "text"),
            sources=row_sources(row),
        )


def evidence(compared: Compared) -> Iterator[Entry]:
    """Grade the case, and count its outcomes by grade; nothing where it reports none."""
    rows = compared.record.rows("outcomes")
    if rows:
        types = _types(compared)
        grades = [outcome_grade(row, types) for row in rows]
        yield Entry(grade=median_grade(grades), grades=Counter(grades))


def _types(compared: Compared) -> Mapping[str, str]:
    return {slug: source_type(source) for slug, source in compared.sources.items()}


def sdg_targets(compared: Compared) -> Iterator[Entry]:
    """List the targets of the Sustainable Development Goals."""
    for target in compared.record.list("sdg_targets"):
        yield Entry(text={"ko": target, "en": target})
