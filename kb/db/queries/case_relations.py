"""What published cases say of their relation to one case: two statements, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from kb.db.base import table_of
from kb.db.models.case import CaseRelation
from kb.db.models.record import Record
from kb.db.models.shared import Citation
from kb.domain.case_relations import IncomingRelation

_RELATION, _CITATION, _RECORD = table_of(CaseRelation), table_of(Citation), table_of(Record)
_TARGET, _SOURCE = _RECORD.alias("target"), _RECORD.alias("source")

_ROWS: Final = (
    select(_RELATION, _RECORD.c.slug)
    .join_from(_TARGET, _RELATION, _RELATION.c.case_id == _TARGET.c.id)
    .join(_RECORD, _RECORD.c.id == _RELATION.c.record_id)
    .where(_TARGET.c.kind == "case", _TARGET.c.slug == bindparam("slug"))
    .order_by(_RECORD.c.slug, _RELATION.c.position)
)
_SOURCES: Final = (
    select(_CITATION.c.record_id, _CITATION.c.row_id, _SOURCE.c.slug)
    .join(_SOURCE, _SOURCE.c.id == _CITATION.c.source_id)
    .where(
        _CITATION.c.record_id.in_(bindparam("ids", expanding=True)),
        _CITATION.c.field == "relations",
        _CITATION.c.locale == "",
    )
    .order_by(_CITATION.c.position)
)


def incoming_relations(session: Session, slug: str) -> Iterator[IncomingRelation]:
    """Yield the relations that other published cases name to a case, by their slugs."""
    rows = session.execute(_ROWS, {"slug": slug}).all()
    sources: dict[tuple[int, str], list[str]] = defaultdict(list)
    if rows:
        for cited in session.execute(_SOURCES, {"ids": sorted({row.record_id for row in rows})}):
            sources[cited.record_id, cited.row_id].append(cited.slug)
    for row in rows:
        given = {
            "row_id": row.row_id,
            "relation": row.relation,
            "case": slug,
            "reason__ko": row.reason_ko,
            "reason__en": row.reason_en,
            "sources": sources[row.record_id, row.row_id],
        }
        yield IncomingRelation(row.slug, given)
