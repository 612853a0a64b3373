"""What a comparison takes from a city: one function a field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from kb.domain.city_profile import known_figures
from kb.domain.compared import Compared, figure_entries, name_entry
from kb.domain.comparison import Entry, Texts
from kb.domain.evidence import GRADES, median_grade
from kb.domain.locales import Locale

_RESIDENTS_PER_KM2: Final[Texts] = {"ko": "명/㎢", "en": "residents per km²"}
_COMPUTED: Final[Mapping[Locale, str]] = {
    "ko": "{year}년 인구를 {area_year}년 면적으로 나눈 값",
    "en": "population of {year} divided by the area of {area_year}",
}


def country(compared: Compared) -> Iterator[Entry]:
    """Give the country's code."""
    if code := compared.record.values.get("country"):
        yield Entry(code=str(code))


def density(compared: Compared) -> Iterator[Entry]:
    """Give the densities of the profile, else the one computed as for similar cities, which its note says."""
    given = list(figure_entries(compared, "density"))
    yield from given
    known = None if given else known_figures(compared.record.rows("profile")).get("density")
    if known and known.area_year and isinstance(known.value, int | float):
        yield Entry(
            number=round(known.value),
            unit=_RESIDENTS_PER_KM2,
            date=known.year,
            note={
                locale: text.format(year=known.year, area_year=known.area_year) for locale, text in _COMPUTED.items()
            },
            sources=tuple(known.sources),
        )


def case_counts(compared: Compared) -> Iterator[Entry]:
    """Count the city's cases by top concept, the most frequent first."""
    for slug, count in sorted(compared.cases_by_theme.items(), key=lambda item: (-item[1], item[0])):
        if entry := name_entry(compared, "theme", slug):
            yield replace(entry, number=count)


def case_total(compared: Compared) -> Iterator[Entry]:
    """Count the city's cases in the collection."""
    if compared.cases:
        yield Entry(number=compared.cases)


def evidence(compared: Compared) -> Iterator[Entry]:
    """Grade the city by the median of its cases, and count them by grade."""
    if any(compared.grades.values()):
        each = [grade for grade in GRADES for _case in range(compared.grades.get(grade, 0))]
        yield Entry(grade=median_grade(each), grades=compared.grades)
