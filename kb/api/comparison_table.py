"""A comparison as CSV: a row for every entry of every cell, in one language; estimates have columns of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from kb.api.tables import write_csv
from kb.domain.citations import cited_slugs
from kb.domain.comparison import Cell, Column, Comparison, Entry, Row, RowGroup
from kb.domain.costs import CostEstimate
from kb.domain.dates import parse_edtf
from kb.domain.evidence import GRADES
from kb.domain.locales import Locale, LocalText, choose
from kb.domain.money import NoEstimate
from kb.rendering.dates import format_edtf
from kb.rendering.money import format_formula, format_per_thousand_formula
from kb.rendering.plain import plain_blocks
from kb.rendering.references import References
from kb.services.economy import read_rates
from kb.web import labels
from kb.web.frame import base_url
from kb.web.messages import gettext as _
from kb.web.public.compare_cells import MARKDOWN, CellWriter, ShownEntry
from kb.web.public.compare_page import row_label
from kb.web.urls import record_path

ABOUT: Final = (
    "kind", "slug", "title", "title_lang", "page_url", "group", "field", "row", "label", "part", "same", "reported",
)  # fmt: skip
SAYS: Final = (
    "text", "lang", "about", "number", "number_max", "unit", "baseline", "baseline_date", "date", "year",
    "amount", "amount_max", "currency",
)  # fmt: skip
RESTS_ON: Final = (
    "evidence", "outcome_type", "said_by", "note", "code", "codes", "record", "disputed", "sources", "source_urls",
)  # fmt: skip


def estimate_columns(base_year: int) -> Sequence[str]:
    """Name the columns of estimates, which say by their names what they are."""
    sums = f"estimate_usd_{base_year}"
    per = f"{sums}_per_1000_residents"
    return (
        sums, f"{sums}_max", per, f"{per}_max", "estimate_population", "estimate_population_year",
        "estimate_formula", "estimate_sources", "no_estimate",
    )  # fmt: skip


def comparison_csv(comparison: Comparison, lang: Locale, *, differences: bool = False) -> bytes:
    """Write a comparison in the language that the request is answered in; with `differences`, without rows all the same."""
    header = (*ABOUT, *SAYS, *estimate_columns(read_rates().base_year), *RESTS_ON)
    return write_csv(header, _rows(comparison, lang, len(header), differences))


def _rows(comparison: Comparison, lang: Locale, width: int, differences: bool) -> Iterator[Sequence[Any]]:
    writer = CellWriter(lang, References())
    rows = ((group, row) for group in comparison.groups for row in group.rows if not (differences and row.same))
    for group, row in rows:
        for column, cell in zip(comparison.columns, row.cells, strict=True):
            about = _about(group, row, column, cell, lang)
            if not cell.entries:
                yield [*about, *[None] * (width - len(about))]
            for entry, shown in zip(cell.entries, writer.cell(row, cell).entries, strict=True):
                says, rests = _says(row, entry, shown, lang), _rests_on(row, entry, shown, comparison)
                yield [*about, *says, *_estimate(entry, comparison, lang), *rests]


def _about(group: RowGroup, row: Row, column: Column, cell: Cell, lang: Locale) -> list[Any]:
    title = choose(column.title, lang)
    address = base_url() + record_path(lang, column.kind, column.slug)
    record = [column.kind, column.slug, title.value, title.lang, address]
    part = row_label(row, lang).value or None
    return [*record, group.name, row.field, row.key, _(row.message), part, row.same, cell.is_reported]


def _says(row: Row, entry: Entry, shown: ShownEntry, lang: Locale) -> list[Any]:
    is_money = row.kind == "money"
    text = written_value(row, entry, shown, lang)
    numbers = (None, None) if is_money else (entry.number, entry.number_max)
    sums = (entry.number, entry.number_max, entry.currency) if is_money else (None, None, None)
    unit = _("months") if row.kind == "duration" else choose(entry.unit, lang).value
    return [
        text.value,
        shown.lang or text.lang,
        shown.label.value,
        *numbers,
        unit,
        entry.baseline,
        entry.baseline_date,
        entry.date,
        first_year(entry.date),
        *sums,
    ]


def written_value(row: Row, entry: Entry, shown: ShownEntry, lang: Locale) -> LocalText:
    """Give what an entry says as plain words, with neither date nor marks."""
    if row.kind in MARKDOWN:
        return LocalText("\n".join(filter(None, plain_blocks(shown.text.value))), shown.text.lang)
    if shown.text:
        return shown.text
    if row.kind == "evidence":
        return LocalText(labels.label(labels.GRADE, entry.grade), lang)
    return LocalText(shown.words or format_edtf(entry.date, lang), lang)


def first_year(edtf: str) -> int | None:
    """Give the year in which a date or period begins."""
    try:
        return parse_edtf(edtf).years()[0] if edtf else None
    except ValueError:
        return None


def estimate_values(entry: Entry) -> Sequence[Any]:
    """Give the numbers of an estimate: sum, upper end, the same for 1,000 residents, residents and their year."""
    if not isinstance(entry.money, CostEstimate):
        return [None] * 6
    span, share, residents = entry.money.estimate.span, entry.money.per_thousand, entry.money.population
    sums = (span.amount, span.amount_max, share and share.amount, share and share.amount_max)
    counted = residents and (int(residents.value) if residents.value.is_integer() else residents.value)
    return [*(each and round(each, 2) for each in sums), counted, residents and residents.year]


def estimate_words(entry: Entry, comparison: Comparison, lang: Locale) -> Sequence[Any]:
    """Give the formula of an estimate, the addresses of what it rests on, and why there is none."""
    money = entry.money
    if not isinstance(money, CostEstimate):
        return [None, None, money.reason if isinstance(money, NoEstimate) else None]
    formula = format_formula(money.estimate.formula, lang)
    population = money.population
    if population:
        formula = f"{formula}; {format_per_thousand_formula(population, lang)}"
    rates = [source.url for source in read_rates().sources_of(entry.currency)]
    return [
        formula,
        [*rates, *_addresses((population.row.get("sources") or ()) if population else (), comparison)],
        None,
    ]


def _estimate(entry: Entry, comparison: Comparison, lang: Locale) -> Sequence[Any]:
    return [*estimate_values(entry), *estimate_words(entry, comparison, lang)]


def _rests_on(row: Row, entry: Entry, shown: ShownEntry, comparison: Comparison) -> list[Any]:
    grades = [f"{grade} × {entry.grades[grade]}" for grade in GRADES if entry.grades.get(grade)]
    cited = _cited(shown, entry)
    return [
        entry.grade,
        entry.outcome_type,
        shown.said_by.value,
        shown.note.value,
        entry.code,
        grades or entry.codes,
        ":".join(entry.link) if entry.link else None,
        bool(entry.dispute) if row.kind in ("money", "outcome") else None,
        cited,
        _addresses(cited, comparison),
    ]


def _cited(shown: ShownEntry, entry: Entry) -> Sequence[str]:
    """List the sources given for an entry, then those that its text cites."""
    own = [entry.link[1]] if entry.link and entry.link[0] == "source" else []
    return list(dict.fromkeys([*own, *entry.sources, *cited_slugs(shown.text.value)]))


def _addresses(slugs: Iterable[str], comparison: Comparison) -> Sequence[str]:
    found = (comparison.sources[slug].values.get("url") for slug in slugs if slug in comparison.sources)
    return [str(address) for address in found if address]
