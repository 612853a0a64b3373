"""Reading the factors of a city off the rows of its profile."""

from __future__ import annotations

from typing import Any

import pytest

from kb.domain.city_profile import factors_of, known_figures
from kb.domain.city_similarity import CityFactors


def row(figure: str, value: float | None, year: str = "2024", **more: Any) -> dict[str, Any]:
    return {"row_id": f"{figure}-{year}", "figure": figure, "value": value, "year": year, "sources": [figure], **more}


SEOUL = [row("population", 9_605_419), row("area", 605.23, "2021", unit__en="km²"), row("income_group", 4),
         row("coast", 0), row("climate", 3)]  # fmt: skip


def test_every_factor_is_read_with_its_year_and_sources() -> None:
    figures = known_figures(SEOUL)
    known = CityFactors(
        population=9_605_419,
        density=9_605_419 / 605.23,
        income="high",
        coast=False,
        climate="temperate",
    )
    assert factors_of(figures) == known
    assert figures["population"].year == "2024"
    assert figures["income"].sources == ["income_group"]


def test_a_computed_density_says_so_and_names_both_its_sources_and_years() -> None:
    density = known_figures(SEOUL)["density"]
    assert density.sources == ["population", "area"]
    assert (density.year, density.area_year) == ("2024", "2021")


def test_a_density_that_is_given_is_taken_as_it_is() -> None:
    density = known_figures([*SEOUL, row("density", 16_000.0, "2019")])["density"]
    assert (density.value, density.area_year, density.year) == (16_000, "", "2019")


@pytest.mark.parametrize(
    "area",
    [
        row("area", 605.23, "2018", unit__en="km²"),
        row("area", 605.23, unit__en="sq mi"),
        row("area", None),
        row("area", 0),
    ],
)
def test_no_density_is_made_of_an_area_that_is_too_old_or_can_not_be_read(area: dict[str, Any]) -> None:
    assert "density" not in known_figures([row("population", 9_605_419), area])


def test_hectares_are_square_kilometres_by_the_hundred() -> None:
    figures = known_figures([row("population", 1000), row("area", 200, unit__en="hectares")])
    assert figures["density"].value == pytest.approx(500)


def test_what_is_not_told_or_has_an_unknown_code_is_absent() -> None:
    assert (
        known_figures([row("climate", 9), row("coast", None), row("other", 5), row("population", 5, "no year")]) == {}
    )
