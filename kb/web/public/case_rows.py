"""The structured rows of a case as its page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kb.domain.evidence import Grade, outcome_grade
from kb.domain.locales import Locale, LocalText
from kb.domain.record_types import LESSON_TYPES
from kb.domain.records import Labels, PublicRecord, Snapshot, local
from kb.rendering.bars import Figure, draw_bars
from kb.rendering.numbers import format_amount, format_quantity
from kb.rendering.references import References
from kb.web.public.estimates import EstimateView, estimate_view
from kb.web.public.links import Link, label_link
from kb.web.public.reported import quantity
from kb.web.public.texts import Prose, prose

MAX_BARS = 12


@dataclass(frozen=True, slots=True)
class CostRow:
    """A sum of money: `amount` in words and digits, and what it comes to in dollars of the base year."""

    cost_type: str
    amount: str
    estimate: EstimateView
    year: str
    note: LocalText
    references: Markup


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """A result; `bar` where it compares with others, `baseline` the value before."""

    indicator: LocalText
    value: LocalText
    baseline: str
    baseline_year: str
    year: str
    said_by: LocalText
    note: LocalText
    grade: Grade
    bar: Markup
    references: Markup


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """Somebody who took part, as a link or as a name."""

    link: Link | None
    name: LocalText
    support: Sequence[str]
    note: LocalText
    references: Markup


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson with its category; `row_id` is its stable name within the case."""

    category: str
    text: Prose
    references: Markup
    row_id: str


def cost_rows(
    case: PublicRecord, lang: Locale, references: References, city: Snapshot | None = None
) -> Sequence[CostRow]:
    """List the costs; those per resident need the fields of the city."""
    return tuple(
        CostRow(
            cost_type=str(row["cost_type"]),
            amount=format_amount(row["amount"], row.get("amount_max"), row["currency"], lang),
            estimate=estimate_view(row, city, lang),
            year=str(row.get("year") or ""),
            note=local(row, "note", lang),
            references=references.links(row.get("sources") or ()),
        )
        for row in case.rows("costs")
    )


def _measure(row: Snapshot) -> str:
    """Name what a row measures: only figures of the same indicator in the same unit compare."""
    return "|".join(str(row.get(f"{name}__en") or row.get(f"{name}__ko") or "") for name in ("indicator", "unit"))


def _figures(rows: Sequence[Snapshot]) -> list[Figure]:
    return [
        Figure(row["row_id"], _measure(row), row["value"], row.get("baseline"))
        for row in rows
        if row.get("value") is not None
    ]


def outcome_rows(
    case: PublicRecord, lang: Locale, references: References, source_types: Mapping[str, str]
) -> Sequence[OutcomeRow]:
    """List the results, each with its evidence grade."""
    rows = case.rows("outcomes")
    bars = draw_bars(_figures(rows)) if len(rows) <= MAX_BARS else {}
    return tuple(
        OutcomeRow(
            indicator=local(row, "indicator", lang),
            value=quantity(row, lang),
            baseline=_baseline(row, lang),
            baseline_year=str(row.get("baseline_year") or ""),
            year=str(row.get("year") or ""),
            said_by=local(row, "said_by", lang),
            note=local(row, "note", lang),
            grade=outcome_grade(row, source_types),
            bar=bars.get(row["row_id"], Markup("")),
            references=references.links(row.get("sources") or ()),
        )
        for row in rows
    )


def _baseline(row: Snapshot, lang: Locale) -> str:
    if row.get("baseline") is None:
        return ""
    return format_quantity(row["baseline"], local(row, "unit", lang).value, lang)


def partner_rows(case: PublicRecord, lang: Locale, labels: Labels, references: References) -> Sequence[PartnerRow]:
    """List the partners; an organization that isn't published and has no name of its own is left out."""
    found = []
    for row in case.rows("partners"):
        link, name = label_link(labels, "organization", row.get("organization"), lang), local(row, "name", lang)
        if link or name:
            cited = references.links(row.get("sources") or ())
            found.append(PartnerRow(link, name, tuple(row.get("support") or ()), local(row, "note", lang), cited))
    return tuple(found)


def lesson_groups(
    case: PublicRecord, lang: Locale, references: References
) -> Sequence[tuple[str, Sequence[LessonRow]]]:
    """Group the lessons by what they tell of: success, barrier, failure; empty groups are left out."""
    groups = []
    for kind in LESSON_TYPES:
        rows = [row for row in case.rows("lessons") if row.get("lesson_type") == kind]
        if rows:
            groups.append((kind, tuple(_lesson(row, lang, references) for row in rows)))
    return tuple(groups)


def _lesson(row: Snapshot, lang: Locale, references: References) -> LessonRow:
    text = prose(local(row, "text", lang), references)
    return LessonRow(str(row["category"]), text, references.links(row.get("sources") or ()), str(row["row_id"]))
