"""A comparison as a workbook: the table in both languages; results, costs and figures as typed rows; the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from flask_babel import force_locale

from kb.api.comparison_about import about_rows, heads_in_both, source_rows, year_or_text
from kb.api.comparison_table import estimate_values, estimate_words
from kb.api.comparison_words import Written, WrittenRow, comparison_title, sources_of
from kb.domain.comparison import Entry, RowKind, Texts
from kb.domain.locales import LOCALES, Locale, choose
from kb.rendering.dates import format_edtf
from kb.rendering.numbers import format_quantity
from kb.rendering.references import References
from kb.rendering.rich_text import numbered, plain_lines
from kb.rendering.workbook import Formatted, Sheet, WebAddress, unit_format, write_workbook
from kb.services.economy import read_rates
from kb.web import labels
from kb.web.frame import base_url, site_name
from kb.web.messages import gettext as _
from kb.web.urls import record_path

_NAMES: Final[dict[Locale, str]] = {"ko": "비교 (한국어)", "en": "Comparison (English)"}
_WIDE, _NARROW = 70, 56  # characters of a column for a record, for up to three of them and for more
_WIDE_UP_TO: Final = 3


def comparison_workbook(written: Written, address: str, today: date) -> bytes:
    """Write a workbook. `address` is that of the comparison."""
    lang = written.lang
    sheets = [_table(written, locale) for locale in written.languages]
    with force_locale(lang):
        sheets += filter(None, (_results(written), _costs(written), _figures(written)))
        sheets.append(Sheet(_("Sources"), *source_rows(written)))
        sheets.append(Sheet(_("About"), (), about_rows(written, address, today), (30, 100)))
    return write_workbook(sheets, comparison_title(written.comparison, lang), site_name(lang))


def _table(written: Written, lang: Locale) -> Sheet:
    """Lay the comparison out: what a cell says of several things goes to as many rows."""
    columns = written.comparison.columns
    with force_locale(lang):
        header = (_("Group"), _("Row"), *(choose(column.title, lang).value for column in columns), _("same for all"))
        city = [choose(column.city_title, lang).value for column in columns]
        pages = [WebAddress(base_url() + record_path(lang, column.kind, column.slug)) for column in columns]
        rows: list[Sequence[Any]] = [["", _("City"), *city]] if any(city) else []
        rows.append(["", _("Page"), *pages])
        for row in written.rows:
            rows.extend(_lines(row, lang, written.cited))
    width = _WIDE if len(columns) <= _WIDE_UP_TO else _NARROW
    return Sheet(_NAMES[lang], header, rows, (22, 30, *(width for _column in columns), 14), "C")


def _lines(row: WrittenRow, lang: Locale, cited: References) -> Iterator[Sequence[Any]]:
    said = [cell[lang] for cell in row.cells]
    same = _("yes") if row.row.same else _("no")
    for at in range(max(1, *map(len, said))):
        cells = [_cell(row, place, at, lang, cited) for place in range(len(said))]
        yield [row.groups[lang], row.name(lang), *cells, same]


def _cell(row: WrittenRow, place: int, at: int, lang: Locale, cited: References) -> Any:
    """Give one entry of a cell: a number with its words as a format where it is one, else the text."""
    entries, said = row.row.cells[place].entries, row.cells[place][lang]
    if at >= len(said):
        return None if entries else _("not reported")
    text = plain_lines(said[at])
    entry = entries[at]
    if row.row.kind == "period" and entry.date.isdigit():
        return int(entry.date)
    is_bare = row.row.kind in ("figure", "tally") and "\n" not in text
    if is_bare and entry.number is not None and not any(entry.text.values()):
        return Formatted(entry.number, unit_format(entry.number, after=_after(entry, lang, cited)))
    return text


def _after(entry: Entry, lang: Locale, cited: References) -> str:
    """Give what follows a number: its unit, date and sources."""
    unit = format_quantity(0, choose(entry.unit, lang).value, lang).removeprefix("0")
    date_ = f" ({format_edtf(entry.date, lang)})" if entry.date else ""
    return f"{unit}{date_} {numbered(entry.sources, cited)}".rstrip()


def _entries(written: Written, kind: RowKind) -> Iterator[tuple[WrittenRow, int, Entry]]:
    """Go through the entries of all rows of a kind, record by record."""
    for place in range(len(written.comparison.columns)):
        for row in written.rows:
            if row.row.kind == kind:
                yield from ((row, place, entry) for entry in row.row.cells[place].entries)


def _record(written: Written, place: int) -> list[Any]:
    column = written.comparison.columns[place]
    return [column.slug, *(column.title.get(locale) for locale in LOCALES)]


def _heads() -> list[str]:
    return [_("Short name"), *heads_in_both(_("Title"))]


def _texts(texts: Texts) -> list[str | None]:
    return [texts.get(locale) for locale in LOCALES]


def _cites(written: Written, entry: Entry) -> list[Any]:
    """Give numbers and addresses of the sources of an entry."""
    slugs = sorted(set(sources_of(entry)), key=written.cited.number)
    known = written.comparison.sources
    addresses = [known[slug].values.get("url") or "" for slug in slugs if slug in known]
    return [", ".join(str(written.cited.number(slug)) for slug in slugs), addresses]


def _number(value: float | None) -> Formatted | None:
    return None if value is None else Formatted(value, unit_format(value))


def _results(written: Written) -> Sheet | None:
    header = [
        *_heads(), *heads_in_both(_("Indicator")), _("Value"), *heads_in_both(_("Value in words")), *heads_in_both(_("Unit")), _("Before"),
        _("Year before"), _("Year"), _("Kind of figure"), _("Evidence grade"), _("What the grade means"),
        *heads_in_both(_("Said by")), *heads_in_both(_("Note")), _("sources disagree"), _("Sources"), _("Addresses"),
    ]  # fmt: skip
    rows = [
        [
            *_record(written, place), *_texts(entry.label), _number(entry.number), *_texts(entry.text),
            *_texts(entry.unit), _number(entry.baseline), year_or_text(entry.baseline_date), year_or_text(entry.date),
            labels.label(labels.OUTCOME, entry.outcome_type), entry.grade, labels.label(labels.GRADE, entry.grade),
            *_texts(entry.said_by), *_texts(entry.note), _("yes") if entry.dispute else _("no"), *_cites(written, entry),
        ]
        for _row, place, entry in _entries(written, "outcome")
    ]  # fmt: skip
    return Sheet(_("Results"), header, rows, frozen="B") if rows else None


def _costs(written: Written) -> Sheet | None:
    base = read_rates().base_year
    header = [
        *_heads(), _("Kind of cost"), _("Amount"), _("Amount up to"), _("Currency"), _("Year"),
        _("Estimate, US$ of %(year)s", year=base), _("Estimate up to, US$ of %(year)s", year=base),
        _("Estimate per 1,000 residents, US$"), _("Estimate per 1,000 residents up to, US$"), _("Residents"),
        _("Year of the residents"), *heads_in_both(_("Formula of the estimate")), _("Rates and prices"), _("Why no estimate"),
        *heads_in_both(_("Note")), _("sources disagree"), _("Sources"), _("Addresses"),
    ]  # fmt: skip
    rows = [[*_record(written, place), *_cost(written, entry)] for _row, place, entry in _entries(written, "money")]
    return Sheet(_("Costs"), header, rows, frozen="B") if rows else None


def _cost(written: Written, entry: Entry) -> Sequence[Any]:
    *sums, residents, year = estimate_values(entry)
    formulas = [estimate_words(entry, written.comparison, locale)[0] for locale in LOCALES]
    _formula, addresses, missing = estimate_words(entry, written.comparison, written.lang)
    return [
        labels.label(labels.COST, entry.code), _number(entry.number), _number(entry.number_max), entry.currency,
        year_or_text(entry.date), *(None if value is None else Formatted(value, "#,##0.00") for value in sums),
        _number(residents), year, *formulas, addresses, labels.label(labels.NO_ESTIMATE, missing), *_texts(entry.note),
        _("yes") if entry.dispute else _("no"), *_cites(written, entry),
    ]  # fmt: skip


def _figures(written: Written) -> Sheet | None:
    header = [
        *_heads(), _("Row"), *heads_in_both(_("Figure")), _("Value"), *heads_in_both(_("Value in words")), *heads_in_both(_("Unit")), _("Year"),
        *heads_in_both(_("Note")), _("Sources"), _("Addresses"),
    ]  # fmt: skip
    rows = [
        [
            *_record(written, place), row.name(written.lang), *_texts(entry.label), _number(entry.number),
            *_texts(entry.text), *_texts(entry.unit), year_or_text(entry.date), *_texts(entry.note),
            *_cites(written, entry),
        ]
        for row, place, entry in _entries(written, "figure")
    ]  # fmt: skip
    return Sheet(_("Figures"), header, rows, frozen="B") if rows else None
