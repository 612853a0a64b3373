"""Lessons of published cases: one statement each, however many there are. Live rows only, so none of a draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from kb.db.base import table_of
from kb.db.models.case import CaseLesson
from kb.db.models.record import Record
from kb.db.models.shared import Citation
from kb.db.models.source import Source

_RECORD, _LESSON, _CITATION, _SOURCE = (table_of(model) for model in (Record, CaseLesson, Citation, Source))
_SOURCE_RECORD: Final = _RECORD.alias()


def lesson_keys(session: Session, types: Sequence[str]) -> Iterator[tuple[str, int, int, str, str, str]]:
    """Yield (case, its record id, its published revision, row id, type, category) of lessons of some types.

    By case, and in the order given by its author.
    """
    joined = select(
        _RECORD.c.slug,
        _RECORD.c.id,
        _RECORD.c.published_number,
        _LESSON.c.row_id,
        _LESSON.c.lesson_type,
        _LESSON.c.category,
    ).join_from(_LESSON, _RECORD, _RECORD.c.id == _LESSON.c.record_id)
    query = joined.where(_LESSON.c.lesson_type.in_(types)).order_by(_RECORD.c.slug, _LESSON.c.position)
    for row in session.execute(query):
        yield row.slug, row.id, row.published_number or 0, row.row_id, row.lesson_type or "", row.category or ""


@cache
def _texts() -> Select[Any]:
    return select(_LESSON.c.record_id, _LESSON.c.row_id, _LESSON.c.text_ko, _LESSON.c.text_en)


def lesson_texts(session: Session, case_ids: Sequence[int] | None) -> Iterator[tuple[int, str, str | None, str | None]]:
    """Yield (record id, row id, text in Korean, text in English) of the lessons of the given cases, or of all."""
    query = _texts()
    if case_ids is not None:
        query = query.where(_LESSON.c.record_id.in_(bindparam("ids", expanding=True)))
    for row in session.execute(query, {} if case_ids is None else {"ids": case_ids}):
        yield row.record_id, row.row_id, row.text_ko, row.text_en


@cache
def _sources() -> Select[Any]:
    """Only the sources that a row names itself: those cited in its text are in the text."""
    joined = (
        select(_CITATION.c.record_id, _CITATION.c.row_id, _SOURCE_RECORD.c.slug, _SOURCE.c.title, _SOURCE.c.url)
        .join_from(_CITATION, _SOURCE, _SOURCE.c.record_id == _CITATION.c.source_id)
        .join(_SOURCE_RECORD, _SOURCE_RECORD.c.id == _CITATION.c.source_id)
    )
    return joined.where(_CITATION.c.field == "lessons", _CITATION.c.locale == "").order_by(_CITATION.c.position)


def lesson_sources(
    session: Session, case_ids: Sequence[int] | None
) -> Iterator[tuple[int, str, str, str | None, str | None]]:
    """Yield (record id, row id, source, its title, its address) of what lessons name as sources, in their order.

    Of the given cases, or of all; published sources only.
    """
    query = _sources()
    if case_ids is not None:
        query = query.where(_CITATION.c.record_id.in_(bindparam("ids", expanding=True)))
    for row in session.execute(query, {} if case_ids is None else {"ids": case_ids}):
        yield row.record_id, row.row_id, row.slug, row.title, row.url
