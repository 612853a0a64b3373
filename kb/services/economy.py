"""The rates that come with the program, read once a process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from kb.domain.locales import LOCALES
from kb.domain.money import USD, Rates, RateSource
from kb.services.site import resource

SHIPPED_RATES: Final = "economy.yaml"
"""Beside the folders of the seed, as it holds no record."""


@cache
def read_rates() -> Rates:
    """Give the shipped rates."""
    return rates_from(resource("seed") / SHIPPED_RATES)


def rates_from(path: Path) -> Rates:
    """Read a file of rates. Raises `KeyError` for a currency whose source isn't listed."""
    given = yaml.safe_load(path.read_text(encoding="utf-8"))
    sources = {item["id"]: _source(item) for item in given["sources"]}
    currencies, prices = given["per_usd"], given["us_consumer_prices"]
    return Rates(
        base_year=given["base_year"],
        per_usd={currency: _by_year(item["years"]) for currency, item in currencies.items()},
        prices=_by_year(prices["years"]),
        sources={name: sources[item["source"]] for name, item in {**currencies, USD: prices}.items()},
    )


def _by_year(years: Mapping[int, float]) -> dict[int, float]:
    return {int(year): float(value) for year, value in years.items()}


def _source(item: Mapping[str, Any]) -> RateSource:
    return RateSource(
        id=item["id"],
        title={locale: item[f"title__{locale}"] for locale in LOCALES},
        publisher=item["publisher"],
        url=item["url"],
        language=item["language"],
        date=item["date"],
    )
