"""Records side by side: columns are records, rows are what is compared. A value, in both languages, without any markup.

Page, API and exports write the same `Comparison`; `kb.domain.compared_fields` says which rows there are.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kb.domain.costs import CostEstimate
from kb.domain.evidence import Grade
from kb.domain.locales import LOCALES, Locale
from kb.domain.money import NoEstimate, RateSource
from kb.domain.records import PublicRecord

ComparedKind = Literal["case", "city"]
COMPARED_KINDS: Final[tuple[ComparedKind, ...]] = ("case", "city")
FEWEST: Final = 2
MOST: Final = 5

Texts = Mapping[Locale, str | None]
NO_TEXT: Final[Texts] = dict.fromkeys(LOCALES)

RowKind = Literal[
    "prose",  # text is Markdown with citations
    "text",  # text is plain
    "name",  # text names something; `link` leads there where it is a published record; `codes` and note say more
    "code",  # a coded value of `vocabulary`, `date` being when it was last attested
    "country",  # an ISO code
    "period",  # date
    "duration",  # number of months; code is their precision, codes may hold "least"
    "money",  # number, number_max, currency, date; `money` is the estimate
    "outcome",  # label is the indicator; number with unit or text; baseline, grade, outcome_type
    "lesson",  # code is the kind of lesson, text is Markdown
    "evidence",  # grade, and how many figures have each of the grades
    "figure",  # label, number with unit or text, date
    "tally",  # text names something, number counts
    "source",  # link to a source, code is its type
]
"""How the entries of a row are written. Whoever writes a comparison knows these kinds, not the single fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that a cell says. Which members hold something depends on the row's kind.

    `sources` are slugs of those cited for it beside those that its text cites; `dispute` names the group of values that
    sources report differently, if it belongs to one. `lang` is the language of a text that is the same in both.
    """

    text: Texts = dataclasses.field(default_factory=lambda: NO_TEXT)
    label: Texts = dataclasses.field(default_factory=lambda: NO_TEXT)
    note: Texts = dataclasses.field(default_factory=lambda: NO_TEXT)
    said_by: Texts = dataclasses.field(default_factory=lambda: NO_TEXT)
    unit: Texts = dataclasses.field(default_factory=lambda: NO_TEXT)
    lang: str = ""
    code: str = ""
    codes: tuple[str, ...] = ()
    date: str = ""
    number: float | None = None
    number_max: float | None = None
    baseline: float | None = None
    baseline_date: str = ""
    currency: str = ""
    money: CostEstimate | NoEstimate | None = None
    grade: Grade | None = None
    grades: Mapping[Grade, int] = dataclasses.field(default_factory=dict)
    outcome_type: str = ""
    link: tuple[str, str] | None = None
    dispute: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What one record says in one row; nothing means that its sources don't report it."""

    entries: tuple[Entry, ...] = ()

    @property
    def is_reported(self) -> bool:
        """Say whether there is anything."""
        return bool(self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the comparison: a cell for each column, in their order.

    `key` is unique and stays the same whatever is compared: it is the row's anchor. `field` is the entry of the
    registry that it comes from and `message` that entry's label in English. A field of several rows tells them apart by
    `code`, a coded value of `vocabulary`, or by `label`.
    """

    key: str
    field: str
    kind: RowKind
    message: str
    cells: tuple[Cell, ...]
    same: bool
    vocabulary: str = ""
    code: str = ""
    label: Texts = dataclasses.field(default_factory=lambda: NO_TEXT)

    @property
    def is_part(self) -> bool:
        """Say whether it is one of several rows of its field."""
        return self.key != self.field


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows about one matter; `message` names it in English."""

    name: str
    message: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A record that is compared. `city` is the slug of a case's city where that is published; `stage` of cases only."""

    kind: ComparedKind
    slug: str
    title: Texts
    city: str | None = None
    city_title: Texts = dataclasses.field(default_factory=lambda: NO_TEXT)
    country: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Columns in the order asked for, groups of rows in the registry's order, and the sources that any cell cites.

    `rate_sources` are those of the rates and prices that estimates of money rest on.
    """

    kind: ComparedKind
    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]
    sources: Mapping[str, PublicRecord]
    rate_sources: tuple[RateSource, ...] = ()

    def rows(self) -> Iterator[Row]:
        """Go through all rows."""
        for group in self.groups:
            yield from group.rows


def folded(text: str | None) -> str:
    """Give a text as it is compared: without case and spare spaces."""
    return " ".join((text or "").casefold().split())


Meaning = Callable[[Entry], Hashable]
"""Gives what of an entry counts when cells are compared."""


def by_content(entry: Entry) -> Hashable:
    """Count everything that an entry says but notes, sources and who says so."""
    said = (folded(texts.get(locale)) for texts in (entry.text, entry.label, entry.unit) for locale in LOCALES)
    numbers = entry.number, entry.number_max, entry.baseline, entry.currency
    return (*said, entry.code, entry.codes, entry.date, *numbers, entry.grade, entry.outcome_type, entry.link)


def by_name(entry: Entry) -> Hashable:
    """Count what is named: the record that the entry links to, else its words."""
    return entry.link or tuple(folded(entry.text.get(locale)) for locale in LOCALES)


def by_code(entry: Entry) -> Hashable:
    """Count the coded value alone, whenever it was attested."""
    return entry.code


def by_grade(entry: Entry) -> Hashable:
    """Count the grade alone."""
    return entry.grade


def are_same(cells: Sequence[Cell], meaning: Meaning) -> bool:
    """Say whether all cells say the same, in whatever order; cells without anything are the same as one another."""
    return len({frozenset(map(meaning, cell.entries)) for cell in cells}) <= 1
