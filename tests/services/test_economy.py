"""The shipped rates: complete where they have to be, each with its source, and no record of the seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.domain.dates import parse_edtf
from kb.domain.money import USD
from kb.services.economy import SHIPPED_RATES, rates_from, read_rates
from kb.services.seeding import read_seed, seed_files
from kb.services.site import resource


def test_every_currency_and_the_prices_have_the_base_year_and_a_source() -> None:
    rates = read_rates()
    assert {"EUR", "KRW", "JPY", "UGX"} <= set(rates.per_usd)
    assert all(rates.base_year in years for years in (*rates.per_usd.values(), rates.prices))
    assert set(rates.sources) == {*rates.per_usd, USD}
    for source in rates.sources.values():
        assert source.title["ko"]
        assert source.title["en"]
        assert source.publisher
        assert source.url.startswith("http")
        assert parse_edtf(source.date)


def test_every_year_with_a_rate_has_a_price() -> None:
    rates = read_rates()
    assert all(set(years) <= set(rates.prices) for years in rates.per_usd.values())


def test_a_sum_names_the_source_of_its_rate_and_that_of_the_prices() -> None:
    rates = read_rates()
    assert [source.id for source in rates.sources_of("UGX")] == ["fx-wdi", "cpi-us"]
    assert [source.id for source in rates.sources_of("USD")] == ["cpi-us"]


def test_the_rates_are_no_record_of_the_seed() -> None:
    folder = resource("seed")
    assert (folder / SHIPPED_RATES).is_file()
    assert folder / SHIPPED_RATES not in seed_files(folder)
    assert all(record.path.parent != folder for record in read_seed(folder))


def test_a_currency_without_a_listed_source_is_refused(tmp_path: Path) -> None:
    shipped = (resource("seed") / SHIPPED_RATES).read_text(encoding="utf-8")
    broken = tmp_path / "economy.yaml"
    broken.write_text(shipped.replace("source: fx-wdi", "source: nobody"), encoding="utf-8")
    with pytest.raises(KeyError):
        rates_from(broken)


def test_a_population_of_the_seed_is_that_of_the_city_itself() -> None:
    for record in read_seed(resource("seed")):
        years = [row["year"] for row in record.values.get("profile") or () if row.get("figure") == "population"]
        assert len(years) == len(set(years)), f"{record.slug}: more than one population of a year"


def test_the_page_about_the_method_names_the_base_year() -> None:
    for lang in ("ko", "en"):
        text = (resource("templates") / "public" / "texts" / f"about.{lang}.html").read_text(encoding="utf-8")
        section = text.split('id="estimates"')[1].split("<h2")[0]
        assert str(read_rates().base_year) in section
