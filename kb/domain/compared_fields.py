"""The registry of what is compared: one entry a field, in the order of the page.

A field that is added here appears on the page, in the API and in the exports: its kind (`kb.domain.comparison.RowKind`)
says how its entries are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from kb.domain import compared_cases as case
from kb.domain import compared_cities as city
from kb.domain.aligning import BASES, REST, Align, Part, by_codes, by_measure, outcome_basis
from kb.domain.compared import (
    Compared,
    code_entries,
    coded_figure_entries,
    figure_entries,
    list_entries,
    name_entries,
    source_entries,
    text_entries,
)
from kb.domain.comparison import (
    Cell,
    ComparedKind,
    Entry,
    Meaning,
    Row,
    RowGroup,
    RowKind,
    are_same,
    by_code,
    by_content,
    by_grade,
    by_name,
)
from kb.domain.messages import N_
from kb.domain.record_types import COST_TYPES, LESSON_CATEGORIES

Extract = Callable[[Compared], Iterable[Entry]]


@dataclass(frozen=True, slots=True)
class ComparedField:
    """A field: its name, which is its anchor, what it is called in English, how it is written and where it comes from.

    `meaning` is what counts when cells are compared; `align` spreads the entries over several rows, which `vocabulary`
    names where they are told apart by a coded value.
    """

    name: str
    group: str
    message: str
    kind: RowKind
    extract: Extract
    meaning: Meaning = by_content
    align: Align | None = None
    vocabulary: str = ""


GROUPS: Final[Mapping[str, str]] = {
    "glance": N_("At a glance"),
    "cost": N_("Cost"),
    "outcomes": N_("Results"),
    "lessons": N_("Lessons and transfer"),
    "problem": N_("Problem and approach"),
    "partners": N_("Who is behind it"),
    "collection": N_("In the casebook"),
    "figures": N_("The city in figures"),
    "summary": N_("In words"),
    "record": N_("Goals and sources"),
}
"""What the groups of rows are called, in the order of the page."""


def _text(name: str) -> Extract:
    return partial(text_entries, name=name)


def _figure(name: str) -> Extract:
    return partial(figure_entries, figure=name)


def _coded_figure(name: str) -> Extract:
    return partial(coded_figure_entries, figure=name)


def _themes(compared: Compared) -> Iterable[Entry]:
    return name_entries(compared, "theme", compared.record.list("themes"))


def _organizations(compared: Compared) -> Iterable[Entry]:
    return name_entries(compared, "organization", compared.organizations)


def _kind_of_sum(entry: Entry) -> str:
    return entry.code


def _category(entry: Entry) -> str:
    return entry.codes[0]


def _unshared(_entry: Entry) -> str:
    return REST


_OUTCOMES: Final = by_measure(outcome_basis, BASES)
_FIGURES: Final = by_measure(_unshared, (REST,))

CASE_FIELDS: Final[tuple[ComparedField, ...]] = (
    ComparedField(
        "stage",
        "glance",
        N_("Stage"),
        "code",
        partial(code_entries, name="stage", attested="stage_as_of"),
        by_code,
        vocabulary="stage",
    ),
    ComparedField("period", "glance", N_("Period"), "period", case.period),
    ComparedField("duration", "glance", N_("Length of the period"), "duration", case.duration),
    ComparedField("residents", "glance", N_("Residents of the city"), "figure", case.residents),
    ComparedField("evidence", "glance", N_("Evidence"), "evidence", case.evidence, by_grade),
    ComparedField("themes", "glance", N_("Themes"), "name", _themes, by_name),
    ComparedField(
        "cost",
        "cost",
        N_("Cost"),
        "money",
        case.costs,
        align=by_codes(COST_TYPES, _kind_of_sum),
        vocabulary="cost_type",
    ),
    ComparedField(
        "outcomes", "outcomes", N_("Results"), "outcome", case.outcomes, align=_OUTCOMES, vocabulary="outcome_basis"
    ),
    ComparedField(
        "lessons",
        "lessons",
        N_("Lessons"),
        "lesson",
        case.lessons,
        align=by_codes(LESSON_CATEGORIES, _category),
        vocabulary="lesson_category",
    ),
    ComparedField("conditions", "lessons", N_("Conditions for transfer"), "prose", _text("conditions")),
    ComparedField("problem", "problem", N_("Problem"), "prose", _text("challenge")),
    ComparedField("approach", "problem", N_("Approach"), "prose", _text("approach")),
    ComparedField("technology", "problem", N_("Technology"), "prose", _text("technology")),
    ComparedField("components", "problem", N_("Components"), "text", partial(list_entries, name="technologies")),
    ComparedField("lead", "partners", N_("Lead"), "name", case.lead, by_name),
    ComparedField("partners", "partners", N_("Partners"), "name", case.partners, by_name, vocabulary="support"),
    ComparedField("governance", "partners", N_("Governance and funding"), "prose", _text("governance")),
    ComparedField("sdg", "record", N_("SDG targets"), "text", case.sdg_targets),
    ComparedField("cited", "record", N_("Sources"), "source", source_entries, by_name, vocabulary="source_type"),
)
CITY_FIELDS: Final[tuple[ComparedField, ...]] = (
    ComparedField("country", "glance", N_("Country"), "country", city.country, by_code),
    ComparedField("population", "glance", N_("Population"), "figure", _figure("population")),
    ComparedField("area", "glance", N_("Area"), "figure", _figure("area")),
    ComparedField("density", "glance", N_("Population density"), "figure", city.density),
    ComparedField(
        "income", "glance", N_("Income group of the country"), "figure", _coded_figure("income_group"), by_code
    ),
    ComparedField("coast", "glance", N_("On the sea or inland"), "figure", _coded_figure("coast"), by_code),
    ComparedField("climate", "glance", N_("Climate"), "figure", _coded_figure("climate"), by_code),
    ComparedField("cases", "glance", N_("Case studies"), "tally", city.case_total),
    ComparedField("evidence", "glance", N_("Evidence of the cases"), "evidence", city.evidence, by_grade),
    ComparedField("themes", "collection", N_("Case studies by theme"), "tally", city.case_counts),
    ComparedField("organizations", "collection", N_("Organisations"), "name", _organizations, by_name),
    ComparedField("households", "figures", N_("Households"), "figure", _figure("households")),
    ComparedField("gdp", "figures", N_("Economic output"), "figure", _figure("gdp"), align=_FIGURES),
    ComparedField("budget", "figures", N_("Budgets"), "figure", _figure("budget"), align=_FIGURES),
    ComparedField("digital", "figures", N_("Digital city"), "figure", _figure("digital"), align=_FIGURES),
    ComparedField("other", "figures", N_("Other figures"), "figure", _figure("other"), align=_FIGURES),
    ComparedField("summary", "summary", N_("Summary"), "prose", _text("summary")),
    ComparedField("cited", "record", N_("Sources"), "source", source_entries, by_name, vocabulary="source_type"),
)
FIELDS: Final[dict[ComparedKind, tuple[ComparedField, ...]]] = {"case": CASE_FIELDS, "city": CITY_FIELDS}
"""The fields of each kind that can be compared."""


def build_groups(kind: ComparedKind, compared: Sequence[Compared]) -> tuple[RowGroup, ...]:
    """Build the rows of records of a kind, group by group; every field has at least one row, reported or not."""
    rows: dict[str, list[Row]] = {}
    for found in FIELDS[kind]:
        rows.setdefault(found.group, []).extend(_rows(found, [tuple(found.extract(one)) for one in compared]))
    return tuple(RowGroup(name, message, tuple(rows[name])) for name, message in GROUPS.items() if name in rows)


def _rows(given: ComparedField, columns: Sequence[tuple[Entry, ...]]) -> list[Row]:
    parts = given.align(columns) if given.align else ()
    if len(parts) == 1 and parts[0].code == REST:
        parts = ()
    if not parts:
        return [_row(given, given.name, Part("", tuple(columns)))]
    keys: list[str] = []
    for part in parts:
        key = f"{given.name}-{part.code}".replace("_", "-")
        keys.append(f"{key}-{len(keys)}" if key in keys else key)
    return [_row(given, key, part) for key, part in zip(keys, parts, strict=True)]


def _row(given: ComparedField, key: str, part: Part) -> Row:
    cells = tuple(Cell(entries) for entries in part.columns)
    return Row(
        key=key,
        field=given.name,
        kind=given.kind,
        message=given.message,
        cells=cells,
        same=are_same(cells, given.meaning),
        vocabulary=given.vocabulary,
        code=part.code if not any(part.label.values()) else "",
        label=part.label,
    )
