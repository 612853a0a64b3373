"""One record that is compared, with everything read for it, and how its fields become entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Final

from kb.domain.citations import citations_of
from kb.domain.comparison import Entry, Texts
from kb.domain.evidence import Grade
from kb.domain.locales import LOCALES, Locale
from kb.domain.money import Rates
from kb.domain.records import Labels, PublicRecord, Snapshot, texts

_BETWEEN: Final = ", "


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A record and its surroundings. `labels` hold the cards of what it refers to, `sources` what it cites.

    Of a case `city` is the record of its city. Of a city `cases_by_theme` counts its cases under each top concept (a
    case once a concept), `cases` all of them, `grades` them by evidence grade; `organizations` are those seated there.
    """

    record: PublicRecord
    labels: Labels
    sources: Mapping[str, PublicRecord]
    rates: Rates
    city: PublicRecord | None = None
    cases: int = 0
    cases_by_theme: Mapping[str, int] = field(default_factory=dict)
    grades: Mapping[Grade, int] = field(default_factory=dict)
    organizations: Sequence[str] = ()


def text_entries(compared: Compared, name: str) -> Iterator[Entry]:
    """Take a translated text."""
    found = texts(compared.record.values, name)
    if any(found.values()):
        yield Entry(text=found)


def list_entries(compared: Compared, name: str) -> Iterator[Entry]:
    """Take a translated list, item by item; one entry for all where the languages list different numbers of items."""
    by_lang: dict[Locale, Sequence[str]] = {locale: compared.record.list(f"{name}__{locale}") for locale in LOCALES}
    if len({len(items) for items in by_lang.values() if items}) > 1:
        yield Entry(text={locale: _BETWEEN.join(items) or None for locale, items in by_lang.items()})
        return
    for korean, english in zip_longest(by_lang["ko"], by_lang["en"]):
        yield Entry(text={"ko": korean, "en": english})


def code_entries(compared: Compared, name: str, attested: str = "") -> Iterator[Entry]:
    """Take a coded value, with the date in the field `attested`."""
    if code := compared.record.values.get(name):
        yield Entry(code=str(code), date=str(compared.record.values.get(attested) or ""))


def name_entry(compared: Compared, kind: str, slug: str | None) -> Entry | None:
    """Name a record that this one refers to; None where it isn't published."""
    card = compared.labels.get(kind, slug)
    return Entry(text=dict(card.title), link=(kind, card.slug), lang=card.title_lang or "") if card else None


def name_entries(compared: Compared, kind: str, slugs: Sequence[str | None]) -> Iterator[Entry]:
    """Name records, leaving out what isn't published."""
    yield from filter(None, (name_entry(compared, kind, slug) for slug in slugs))


def row_sources(row: Snapshot) -> tuple[str, ...]:
    """List the sources of a structured row."""
    return tuple(row.get("sources") or ())


def disputes(record: PublicRecord, name: str) -> Mapping[str, str]:
    """Map the ids of rows of a field that sources report differently to the group of reported values."""
    found: dict[str, str] = {}
    for row in record.rows("reported_values"):
        about, _slash, row_id = str(row.get("of") or "").partition("/")
        if about == name and row_id:
            found[row_id] = str(row["group"])
    return found


def source_entries(compared: Compared) -> Iterator[Entry]:
    """List the sources that a record cites or refers to, in the order in which it does."""
    record = compared.record
    cited = [slug for _field, _row, _locale, slug in citations_of(record.type, record.values)]
    for slug in dict.fromkeys(cited):
        if source := compared.sources.get(slug):
            yield Entry(
                text=texts(source.values, "title"),
                link=("source", slug),
                lang=str(source.values.get("language") or ""),
                code=source_type(source),
            )


def source_type(source: PublicRecord) -> str:
    """Give the type of a source."""
    return str(source.values.get("source_type") or "other")


def figure_entries(compared: Compared, figure: str) -> Iterator[Entry]:
    """List the figures of one kind in a city's profile."""
    for row in compared.record.rows("profile"):
        if row.get("figure") == figure:
            yield figure_entry(row)


def coded_figure_entries(compared: Compared, figure: str) -> Iterator[Entry]:
    """List the figures of one kind whose number is a code and whose words say what it means."""
    for row in compared.record.rows("profile"):
        if row.get("figure") == figure and row.get("value") is not None:
            yield replace(figure_entry(row), number=None, code=str(row["value"]), text=texts(row, "value_text"))


def figure_entry(row: Snapshot) -> Entry:
    """Take a figure of a city's profile."""
    return Entry(
        label=texts(row, "label"),
        number=row.get("value"),
        text=text_unless_number(row),
        unit=texts(row, "unit"),
        date=str(row.get("year") or ""),
        note=texts(row, "note"),
        sources=row_sources(row),
    )


def text_unless_number(row: Snapshot) -> Texts:
    """Take the value of a row in words, where it has no number."""
    return texts(row, "value_text") if row.get("value") is None else dict.fromkeys(LOCALES)
