"""Where sources disagree: every reported value side by side, never an average."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kb.domain.city_profile import CODES
from kb.domain.locales import Locale, LocalText
from kb.domain.records import PublicRecord, Snapshot, local
from kb.rendering.numbers import format_quantity
from kb.rendering.references import References


@dataclass(frozen=True, slots=True)
class ReportedValue:
    """What one source says."""

    value: LocalText
    year: str
    said_by: LocalText
    note: LocalText
    references: Markup


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The values reported of one matter. `about` is the field that it belongs to (`costs`, `outcomes`) or empty."""

    group: str
    topic: LocalText
    about: str
    values: Sequence[ReportedValue]


def quantity(row: Snapshot, lang: Locale, name: str = "value") -> LocalText:
    """Write the value of a row: its number with its unit, or its words. The number of a coded figure says nothing."""
    if row.get(name) is not None and row.get("figure") not in CODES:
        unit = local(row, "unit", lang)
        return LocalText(format_quantity(row[name], unit.value, lang), lang)
    return local(row, "value_text", lang)


def _reported(row: Snapshot, lang: Locale, references: References) -> ReportedValue:
    return ReportedValue(
        value=quantity(row, lang),
        year=str(row.get("year") or ""),
        said_by=local(row, "said_by", lang),
        note=local(row, "note", lang),
        references=references.links(row.get("sources") or ()),
    )


def disagreements(
    record: PublicRecord, lang: Locale, references: References, is_wanted: Callable[[str], bool] = lambda about: True
) -> Sequence[Disagreement]:
    """List a record's disagreements, or those about wanted fields, in the order of their first rows."""
    groups: dict[str, list[Snapshot]] = {}
    for row in record.rows("reported_values"):
        groups.setdefault(str(row["group"]), []).append(row)
    found = []
    for name, rows in groups.items():
        field = next((str(row["of"]).split("/")[0] for row in rows if row.get("of")), "")
        if is_wanted(field):
            values = [_reported(row, lang, references) for row in rows]
            found.append(Disagreement(name, local(rows[0], "topic", lang), field, values))
    return tuple(found)
