"""Some figures of the profiles of all published cities: two statements, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.db.base import table_of
from kb.db.models.city import CityProfile
from kb.db.models.record import Record
from kb.db.models.shared import Citation

_RECORD, _PROFILE, _CITATION = table_of(Record), table_of(CityProfile), table_of(Citation)
_TRANSLATED = ("label", "value_text", "unit", "note")


def profile_rows(session: Session, figures: Sequence[str]) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Read the rows of the given figures, by city, in the order of the profiles; names are those of a record's rows."""
    sources = _sources(session, figures)
    joined = select(_RECORD.c.slug, _PROFILE).join_from(_PROFILE, _RECORD, _RECORD.c.id == _PROFILE.c.record_id)
    wanted = joined.where(_PROFILE.c.figure.in_(figures)).order_by(_RECORD.c.slug, _PROFILE.c.position)
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in session.execute(wanted).mappings():
        texts = {f"{name}__{lang}": row[f"{name}_{lang}"] for name in _TRANSLATED for lang in ("ko", "en")}
        plain = {name: row[name] for name in ("row_id", "figure", "value", "year")}
        found[row["slug"]].append({**plain, **texts, "sources": sources[row["record_id"], row["row_id"]]})
    return found


def _sources(session: Session, figures: Sequence[str]) -> Mapping[tuple[int, str], list[str]]:
    """Read the slugs of the sources of those rows, by record id and row, in their order."""
    same_row = (_CITATION.c.record_id == _PROFILE.c.record_id) & (_CITATION.c.row_id == _PROFILE.c.row_id)
    joined = select(_CITATION.c.record_id, _CITATION.c.row_id, _RECORD.c.slug).join_from(_PROFILE, _CITATION, same_row)
    joined = joined.join(_RECORD, _RECORD.c.id == _CITATION.c.source_id)
    wanted = joined.where(_CITATION.c.field == "profile", _PROFILE.c.figure.in_(figures)).order_by(_CITATION.c.position)
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for record_id, row_id, slug in session.execute(wanted):
        found[record_id, row_id].append(slug)
    return found
