"""How long a period lasts and which years it covers, as far as its dates tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kb.domain.dates import DatePoint, parse_edtf

Precision = Literal["month", "year"]


@dataclass(frozen=True, slots=True)
class Duration:
    """A length in months. By `year` precision only whole years are meant, and they are approximate.

    `is_least`: the end is open or unknown, so the length counts until the last date known.
    """

    months: int
    precision: Precision
    is_least: bool = False


def period_length(period: str, attested: str = "") -> Duration | None:
    """Measure an EDTF period; `attested` is the EDTF date until which it is known to have gone on.

    None for a single date, and where start or any later date is missing: nothing is assumed about them.
    """
    try:
        covered = parse_edtf(period) if period else None
        known = parse_edtf(attested) if attested else None
    except ValueError:
        return None
    if covered is None or not covered.is_interval or covered.start is None:
        return None
    end = covered.end or (known.end or known.start if known else None)
    if end is None or end.last_day < covered.start.first_day:
        return None
    return _between(covered.start, end, is_least=covered.end is None)


def _between(start: DatePoint, end: DatePoint, *, is_least: bool) -> Duration:
    if start.month and end.month and not (start.qualifier or end.qualifier):
        return Duration((end.year - start.year) * 12 + end.month - start.month, "month", is_least)
    return Duration((end.year - start.year) * 12, "year", is_least)


def covered_years(period: str, attested: str) -> tuple[int | None, int | None, bool]:
    """Give the first and last year of an EDTF period and whether it goes on or its end is unknown.

    An open or unknown end counts as the last year to which the stage is attested. Without a readable period: no years.
    """
    try:
        covered = parse_edtf(period) if period else None
        until = parse_edtf(attested).years()[1] if attested else None
    except ValueError:
        return None, None, False
    if covered is None:
        return None, None, False
    first, last = covered.years(until)
    return first if first is not None else last, last if last is not None else first, covered.end is None
