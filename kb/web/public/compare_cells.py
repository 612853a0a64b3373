"""What the cells of a comparison show: entries in the reader's language, their citations numbered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kb.domain.aligning import ANNOUNCED, outcome_basis
from kb.domain.compared_cases import LEAST
from kb.domain.comparison import Cell, Entry, Row, RowKind, Texts
from kb.domain.costs import CostEstimate
from kb.domain.durations import Precision
from kb.domain.evidence import GRADES, Grade
from kb.domain.locales import Locale, LocalText, choose
from kb.rendering.durations import format_duration
from kb.rendering.numbers import format_amount, format_quantity
from kb.rendering.references import References
from kb.web import labels
from kb.web.public.estimates import EstimateView, written_estimate
from kb.web.public.texts import Prose, prose
from kb.web.urls import record_path

VOCABULARIES: Final[Mapping[str, Mapping[str, object]]] = {
    "stage": labels.STAGE,
    "cost_type": labels.COST,
    "lesson_category": labels.LESSON_CATEGORY,
    "outcome_basis": labels.OUTCOME_BASIS,
    "source_type": labels.SOURCE,
    "support": labels.SUPPORT,
}
"""What the coded values of rows are called, by the vocabulary that a row names."""
MARKDOWN: Final[frozenset[RowKind]] = frozenset({"prose", "lesson"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEntry:
    """One thing that a cell says, in words. What is empty isn't shown; `lang` marks a text in a third language."""

    text: LocalText
    prose: Prose | None
    label: LocalText
    note: LocalText
    said_by: LocalText
    lang: str
    href: str
    code: str
    words: str  # of the code
    tags: Sequence[str]  # words of the codes
    date: str  # EDTF
    count: str
    before: str
    before_date: str
    outcome_type: str
    is_measured: bool
    grade: Grade | None
    grades: Sequence[tuple[Grade, int]]
    estimate: EstimateView | None
    residents: Markup  # references of the number of residents that the estimate uses
    references: Markup


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell; without entries nothing is reported. `counts` sums entries up by type, where there may be many.

    `is_disputed` tells that sources report differing values of something in it.
    """

    entries: Sequence[ShownEntry]
    is_disputed: bool
    counts: Sequence[tuple[str, int]] = ()


class CellWriter:
    """Writes the cells of a page. What they cite is added to `cited`, so write them in reading order."""

    def __init__(self, lang: Locale, cited: References) -> None:
        self.lang = lang
        self.cited = cited
        self.has_fallback = False

    def cell(self, row: Row, cell: Cell) -> ShownCell:
        """Write a cell of a row."""
        entries = tuple(self._entry(row, entry) for entry in cell.entries)
        return ShownCell(
            entries,
            any(entry.dispute for entry in cell.entries),
            self._counts(row, cell) if row.kind == "source" else (),
        )

    def text(self, texts: Texts) -> LocalText:
        """Choose a text for the reader, noting that one was in the other language."""
        found = choose(texts, self.lang)
        self.has_fallback |= found.is_fallback
        return found

    def _entry(self, row: Row, entry: Entry) -> ShownEntry:
        is_markdown = row.kind in MARKDOWN
        text = self.text(entry.text)
        population = entry.money.population if isinstance(entry.money, CostEstimate) else None
        return ShownEntry(
            text=text if text else LocalText(self._value(row, entry), self.lang),
            prose=prose(text, self.cited) if is_markdown else None,
            label=self.text(entry.label),
            note=self.text(entry.note),
            said_by=self.text(entry.said_by),
            lang=entry.lang if entry.lang != self.lang else "",
            href=record_path(self.lang, *entry.link) if entry.link else "",
            code=entry.code,
            words=self._words(row, entry.code),
            tags=[self._words(row, code) for code in entry.codes] if row.kind == "name" else [],
            date=entry.date,
            count=self._quantity(entry.number, entry) if text and row.kind == "tally" else "",
            before=self._quantity(entry.baseline, entry),
            before_date=entry.baseline_date,
            outcome_type=labels.label(labels.OUTCOME, entry.outcome_type),
            is_measured=outcome_basis(entry) != ANNOUNCED,
            grade=entry.grade,
            grades=[(grade, entry.grades[grade]) for grade in GRADES if entry.grades.get(grade)],
            estimate=written_estimate(entry.money, self.lang) if entry.money else None,
            references=self._links(row, entry),
            residents=self.cited.links(population.row.get("sources") or ()) if population else Markup(""),
        )

    def _value(self, row: Row, entry: Entry) -> str:
        """Write the value of an entry that has no words of its own."""
        if row.kind == "country":
            return labels.country_name(entry.code, self.lang)
        if entry.number is None:
            return ""
        if row.kind == "money":
            return format_amount(entry.number, entry.number_max, entry.currency, self.lang)
        if row.kind == "duration":
            precision: Precision = "month" if entry.code == "month" else "year"
            return format_duration(int(entry.number), precision, self.lang, is_least=LEAST in entry.codes)
        return self._quantity(entry.number, entry)

    def _quantity(self, number: float | None, entry: Entry) -> str:
        return "" if number is None else format_quantity(number, choose(entry.unit, self.lang).value, self.lang)

    def _links(self, row: Row, entry: Entry) -> Markup:
        if row.kind == "source" and entry.link:
            return self.cited.links([entry.link[1]])
        return self.cited.links(entry.sources)

    def _words(self, row: Row, code: str) -> str:
        if row.kind == "lesson":
            return labels.label(labels.LESSON, code)
        return labels.label(VOCABULARIES.get(row.vocabulary, {}), code)

    def _counts(self, row: Row, cell: Cell) -> Sequence[tuple[str, int]]:
        found: dict[str, int] = {}
        for entry in cell.entries:
            found[entry.code] = found.get(entry.code, 0) + 1
        return [(self._words(row, code), found[code]) for code in sorted(found, key=lambda code: (-found[code], code))]
