"""What a list says about published records of any kind, read in a fixed number of statements however many there are.

Statements are built once a process: building one anew costs more than SQLite takes to answer it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    Table,
    and_,
    bindparam,
    false,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from kb.db.base import table_of
from kb.db.models import LIVE_TABLES
from kb.db.models.record import Record
from kb.db.models.shared import Citation, RecordLink
from kb.db.models.shared import PublicCard as CardRow
from kb.domain.locales import as_locale
from kb.domain.records import PublicCard

_RECORD, _CARD, _LINK, _CITATION = (table_of(model) for model in (Record, CardRow, RecordLink, Citation))


def _table(kind: str) -> Table:
    return table_of(LIVE_TABLES[kind].main)


def _rows(kind: str, name: str) -> Table:
    return table_of(LIVE_TABLES[kind].rows[name])


def _several(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


def cards_with_ids(session: Session, keys: Sequence[tuple[str, str]]) -> dict[int, PublicCard]:
    """Read the cards of the published ones of the given (kind, slug) keys, by record id; at most a few hundred keys."""
    slugs: dict[str, list[str]] = defaultdict(list)
    for kind, slug in keys:
        slugs[kind].append(slug)
    found: dict[int, PublicCard] = {}
    for row in session.execute(_cards_of(tuple(sorted(slugs))), slugs):
        locale, card = as_locale(row.locale), found.get(row.record_id)
        titles, summaries = (dict(card.title), dict(card.summary)) if card else ({}, {})
        titles[locale], summaries[locale] = row.title, row.summary
        found[row.record_id] = PublicCard(row.kind, row.slug, titles, summaries, row.updated_at, row.title_lang)
    return found


@cache
def _cards_of(kinds: Sequence[str]) -> Select[Any]:
    """Name records kind by kind: for pairs of kind and slug SQLite would walk through all records of those kinds.

    Only what is published has a card; to ask for that as well would have SQLite go by the wrong index.
    """
    named = (and_(_RECORD.c.kind == kind, _RECORD.c.slug.in_(_several(kind))) for kind in kinds)
    joined = select(_CARD, _RECORD.c.kind, _RECORD.c.slug, _RECORD.c.updated_at).join_from(_CARD, _RECORD)
    return joined.where(or_(false(), *named))


def _fact(table: Table, city: Any, date: ColumnElement[Any], stage: ColumnElement[Any] | None = None) -> Select[Any]:
    shown = stage if stage is not None else literal("")
    return select(table.c.record_id, city.label("city_id"), date.label("date"), shown.label("stage"))


def _case() -> Select[Any]:
    table = _table("case")
    return _fact(table, table.c.city_id, table.c.period, table.c.stage)


def _event() -> Select[Any]:
    table = _table("event")
    return _fact(table, null(), table.c.dates)


def _session() -> Select[Any]:
    table, event = _table("session"), _table("event")
    joined = table.outerjoin(event, event.c.record_id == table.c.event_id)
    return _fact(table, null(), func.coalesce(table.c.start, event.c.dates)).select_from(joined)


def _presentation() -> Select[Any]:
    """Read a presentation's date from its session or event; its city is that of the first speaker who is one."""
    table, held, event = _table("presentation"), _table("session"), _table("event")
    speaker = _rows("presentation", "speakers")
    city = (
        select(speaker.c.city_id)
        .where(speaker.c.record_id == table.c.record_id, speaker.c.city_id.is_not(None))
        .order_by(speaker.c.position)
        .limit(1)
        .scalar_subquery()
    )
    joined = table.outerjoin(held, held.c.record_id == table.c.session_id)
    joined = joined.outerjoin(event, event.c.record_id == held.c.event_id)
    return _fact(table, city, func.coalesce(held.c.start, event.c.dates)).select_from(joined)


def _source() -> Select[Any]:
    table = _table("source")
    return _fact(table, null(), table.c.date)


_FACTS: Final[Mapping[str, Callable[[], Select[Any]]]] = {
    "case": _case,
    "event": _event,
    "session": _session,
    "presentation": _presentation,
    "source": _source,
}
"""The kinds that have more to say than their card does."""


def facts(session: Session, ids: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, int | None, str, str]]:
    """Yield (record id, id of its city, EDTF date, stage) of records, given as ids by kind; most kinds have none of it."""
    kinds = tuple(kind for kind in _FACTS if kind in ids)
    if kinds:
        for row in session.execute(_facts_of(kinds), {kind: ids[kind] for kind in kinds}):
            yield row.record_id, row.city_id, row.date or "", row.stage or ""


@cache
def _facts_of(kinds: Sequence[str]) -> CompoundSelect[Any]:
    parts = ((_FACTS[kind](), kind) for kind in kinds)
    return union_all(*(query.where(query.selected_columns[0].in_(_several(kind))) for query, kind in parts))


_THEMES: Final = (
    select(_LINK.c.record_id, _LINK.c.target_id)
    .where(_LINK.c.record_id.in_(_several("ids")), _LINK.c.field == "themes")
    .order_by(_LINK.c.record_id, _LINK.c.position)
)


def theme_ids(session: Session, ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (record id, id of a theme that it names), in the order given by the record's author."""
    for row in session.execute(_THEMES, {"ids": ids}):
        yield row.record_id, row.target_id


@cache
def _outcomes() -> Select[Any]:
    """Join sources to citations one after the other: SQLite would read a nested pair of tables as a whole."""
    outcome, source = _rows("case", "outcomes"), _table("source")
    of_row = (
        (_CITATION.c.record_id == outcome.c.record_id)
        & (_CITATION.c.row_id == outcome.c.row_id)
        & (_CITATION.c.field == "outcomes")
        & (_CITATION.c.locale == "")
    )
    joined = outcome.outerjoin(_CITATION, of_row).outerjoin(source, source.c.record_id == _CITATION.c.source_id)
    wanted = outcome.c.record_id, outcome.c.row_id, outcome.c.outcome_type, _CITATION.c.id, source.c.source_type
    return select(*wanted).select_from(joined)


@cache
def _outcomes_of() -> Select[Any]:
    return _outcomes().where(_rows("case", "outcomes").c.record_id.in_(_several("ids")))


def outcome_sources(
    session: Session, case_ids: Sequence[int] | None = None
) -> Iterator[tuple[int, str, str, str | None]]:
    """Yield (case id, outcome's row id, outcome type, type of a source of that row) in no certain order.

    Of the given cases, or of all. A row with several sources comes once for each; one without has None; an unknown
    type is an empty text.
    """
    found = session.execute(_outcomes()) if case_ids is None else session.execute(_outcomes_of(), {"ids": case_ids})
    for row in found:
        yield row.record_id, row.row_id, row.outcome_type or "", None if row.id is None else row.source_type or ""


def titled(session: Session, kinds: Sequence[str]) -> Iterator[tuple[int, str, str, str, str]]:
    """Yield (record id, kind, slug, locale, title) of the published records of some kinds: of all that have a card."""
    wanted = _RECORD.c.id, _RECORD.c.kind, _RECORD.c.slug, _CARD.c.locale, _CARD.c.title
    for row in session.execute(select(*wanted).join_from(_CARD, _RECORD).where(_RECORD.c.kind.in_(kinds))):
        yield row.id, row.kind, row.slug, row.locale, row.title
