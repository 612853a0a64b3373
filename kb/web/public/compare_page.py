"""A comparison as a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup
from sqlalchemy.orm import Session

from kb.clock import now
from kb.domain.comparison import Column, Comparison, Row, RowGroup
from kb.domain.locales import Locale, LocalText, choose
from kb.rendering.dates import format_day
from kb.rendering.references import References
from kb.services.comparing import Choice, Surroundings, compare_choice
from kb.web.database import site
from kb.web.filters import tagged
from kb.web.frame import Crumb, Page
from kb.web.messages import gettext as _
from kb.web.public.case_facts import case_facts
from kb.web.public.citations import SourceEntry, list_cited
from kb.web.public.compare_address import Selection
from kb.web.public.compare_cells import VOCABULARIES, CellWriter, ShownCell
from kb.web.public.compare_names import cell_names
from kb.web.public.compare_notices import Notice
from kb.web.public.estimates import EstimateBasis, estimate_basis
from kb.web.public.links import Link, short_name, twin_title
from kb.web.public.vocabulary import vocabulary
from kb.web.urls import home_path, machine_path, record_path

FILES: Final = ("docx", "xlsx", "csv")
"""What a comparison can be taken along as, as it is shown but for folded groups."""
SHORTEST: Final = 3  # letters of a title that a name may be cut to


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A record that is compared, with the addresses that take it away or move it; empty where it can't go.

    `name` is its title in few words with the city, and `plain_name` the same without marks of language.
    """

    link: Link
    name: Markup
    plain_name: str
    city: Link | None
    country: str
    stage: str
    remove: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row; `label` names it within its field, `heading` the field. `is_first` of its field, whose anchor it carries."""

    key: str
    field: str
    kind: str
    heading: str
    label: LocalText
    is_first: bool
    same: bool
    cells: Sequence[ShownCell]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of rows and the address that folds or unfolds it; a folded one shows none of its `count` rows."""

    name: str
    title: str
    href: str
    is_folded: bool
    count: int
    fields: Sequence[str]
    rows: Sequence[ShownRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage(Page):
    """Records side by side. `hidden` counts the rows left out because they are the same.

    `names` are what the columns are called in cells that stand by themselves; `as_of` is the day of the page in words.
    """

    kind: str
    columns: Sequence[ShownColumn]
    names: Sequence[Markup]
    as_of: str
    groups: Sequence[ShownGroup]
    notices: Sequence[Notice]
    address: str
    choosing: str
    toggle: str
    differences: bool
    files: Mapping[str, str]
    hidden: int
    has_fallback: bool
    sources: Sequence[SourceEntry]
    basis: EstimateBasis | None


def surroundings(_session: Session) -> Surroundings:
    """Give what is known of the whole collection, kept for a content generation."""
    return Surroundings(case_facts(), vocabulary("en").tops)


def build_compare_page(
    session: Session, choice: Choice, selection: Selection, lang: Locale, notices: Sequence[Notice]
) -> ComparePage:
    """Build the comparison of what was chosen. Raises `Invalid` for fewer than two records."""
    comparison = compare_choice(session, choice, surroundings)
    cited = References()
    writer = CellWriter(lang, cited)
    shown = tuple(_group(group, selection, lang, writer) for group in comparison.groups)
    columns = tuple(_column(column, selection, lang) for column in comparison.columns)
    names = cell_names([(column.link.title, column.city.title if column.city else None) for column in columns])
    address = selection.bare().address(lang)
    return ComparePage(
        title=_("Comparison: %(names)s", names=", ".join(column.plain_name for column in columns)),
        description=_("Case studies side by side: problem, cost, results, lessons and sources."),
        section="compare",
        crumbs=(Crumb(home_path(lang), _("Home")),),
        canonical=address,
        noindex=True,
        machine=(("application/json", machine_path(address, "json")),),
        kind=choice.kind,
        columns=columns,
        names=names,
        as_of=format_day(now().astimezone(site().config.time_zone).date(), lang),
        groups=tuple(group for group in shown if group.count),
        notices=notices,
        address=address,
        choosing=selection.choosing_address(lang),
        toggle=selection.with_differences(not selection.differences).address(lang),
        differences=selection.differences,
        files={suffix: machine_path(selection.unfolded().address(lang), suffix) for suffix in FILES},
        hidden=sum(row.same for row in comparison.rows()) if selection.differences else 0,
        has_fallback=writer.has_fallback or any(column.link.title.is_fallback for column in columns),
        sources=list_cited(cited, comparison.sources, lang),
        basis=_basis(comparison, lang),
    )


def short_title(title: LocalText) -> LocalText:
    """Leave out what follows a colon: `Ddareungi: public bicycle sharing`."""
    head = title.value.partition(":")[0].strip()
    return LocalText(head, title.lang, title.is_fallback) if len(head) >= SHORTEST else title


def short_name_of(title: LocalText, city: LocalText | None, write: Callable[[LocalText], str] = str) -> str:
    """Name a record in few words: `Auto Bleue (Nice)`; the city only where the title doesn't name it."""
    short = short_title(title)
    if city is None or city.value in short.value:
        return write(short)
    return _("%(title)s (%(city)s)", title=write(short), city=write(city))


def row_label(row: Row, lang: Locale) -> LocalText:
    """Name what tells a row from the others of its field; empty where the field has no others."""
    if row.code:
        return LocalText(str(VOCABULARIES.get(row.vocabulary, {}).get(row.code, "")), lang)
    return choose(row.label, lang)


def _column(column: Column, selection: Selection, lang: Locale) -> ShownColumn:
    title = short_name(choose(column.title, lang)) if column.kind == "city" else choose(column.title, lang)
    href = record_path(lang, column.kind, column.slug)
    city = None
    if column.city:
        city = Link(record_path(lang, "city", column.city), short_name(choose(column.city_title, lang)), "city")
    left, right = selection.moved(column.slug, -1), selection.moved(column.slug, 1)
    return ShownColumn(
        name=Markup(short_name_of(title, city.title if city else None, tagged)),  # noqa: S704 - both parts are escaped
        plain_name=short_name_of(title, city.title if city else None),
        link=Link(href, title, column.kind, "", column.slug, twin_title(column.title, lang)),
        city=city,
        country=column.country,
        stage=column.stage,
        remove=selection.without(column.slug).address(lang),
        left=left.address(lang) if left else "",
        right=right.address(lang) if right else "",
    )


def _group(group: RowGroup, selection: Selection, lang: Locale, writer: CellWriter) -> ShownGroup:
    wanted = [row for row in group.rows if not (selection.differences and row.same)]
    is_folded = group.name in selection.folded
    first: dict[str, str] = {}
    for row in wanted:
        first.setdefault(row.field, row.key)
    return ShownGroup(
        name=group.name,
        title=_(group.message),
        href=selection.folding(group.name).address(lang, f"group-{group.name}"),
        is_folded=is_folded,
        count=len(wanted),
        fields=tuple(first),
        rows=() if is_folded else tuple(_row(row, lang, writer, first[row.field] == row.key) for row in wanted),
    )


def _row(row: Row, lang: Locale, writer: CellWriter, is_first: bool) -> ShownRow:
    return ShownRow(
        key=row.key,
        field=row.field,
        kind=row.kind,
        heading=_(row.message),
        label=row_label(row, lang),
        is_first=is_first,
        same=row.same,
        cells=tuple(writer.cell(row, cell) for cell in row.cells),
    )


def _basis(comparison: Comparison, lang: Locale) -> EstimateBasis | None:
    """Name what the estimates rest on, if there are any."""
    if not comparison.rate_sources:
        return None
    sums = [entry for row in comparison.rows() if row.kind == "money" for cell in row.cells for entry in cell.entries]
    return estimate_basis([{"currency": entry.currency} for entry in sums], lang)
