"""What else must be indexed again when records change: whatever shows something of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import select

from kb.db.models.record import Record
from kb.db.models.source import Source
from kb.db.queries.public import cards
from kb.db.queries.references import ids_referring_to
from kb.uow import UnitOfWork

_LITTLE_SHOWN: Final = ("case", "source")  # of these others show the title, or the type of source, and nothing more
_PASSING_ON: Final = ("theme", "session")
_AT_ONCE: Final = 500

Shown = Mapping[int, tuple[object, ...]]


def shown_elsewhere(uow: UnitOfWork, records: Sequence[Record]) -> Shown:
    """Give, by record id, what other records' documents hold of public ones: titles and, for a source, its type."""
    public = [record.id for record in records if record.published_number is not None]
    if not public:
        return {}
    sources = [record.id for record in records if record.kind == "source"]
    types: dict[int, str | None] = {}
    for start in range(0, len(sources), _AT_ONCE):
        chunk = sources[start : start + _AT_ONCE]
        query = select(Source.record_id, Source.source_type).where(Source.record_id.in_(chunk))
        types.update((row[0], row[1]) for row in uow.session.execute(query))
    titles = cards(uow.session, public)
    return {
        record_id: (dict(titles[record_id].title) if record_id in titles else {}, types.get(record_id))
        for record_id in public
    }


def touch_changed(uow: UnitOfWork, records: Sequence[Record], before: Shown) -> None:
    """Touch the dependents of those records that were public `before` and show something else now."""
    after = shown_elsewhere(uow, [record for record in records if record.id in before])
    touch_dependents(
        uow,
        [
            record
            for record in records
            if record.id in before
            and (record.kind not in _LITTLE_SHOWN or before[record.id] != after.get(record.id, ()))
        ],
    )


def touch_dependents(uow: UnitOfWork, records: Sequence[Record]) -> None:
    """Have every published record that shows something of these indexed again.

    Themes and sessions pass what they have from their broader theme or their event on, so their own dependents come too.
    """
    reached: set[int] = set()
    passed_on: set[int] = set()
    waiting: dict[str, list[int]] = defaultdict(list)
    for record in records:
        waiting[record.kind].append(record.id)
    while waiting:
        kind, targets = waiting.popitem()
        passes_on = kind in ("event", *_PASSING_ON)
        for record_id, dependent, slug in _names(uow, ids_referring_to(uow.session, kind, targets)):
            if record_id not in reached:
                reached.add(record_id)
                uow.touch(dependent, slug)
            if passes_on and dependent in _PASSING_ON and record_id not in passed_on:
                passed_on.add(record_id)
                waiting[dependent].append(record_id)


def _names(uow: UnitOfWork, ids: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    for start in range(0, len(ids), _AT_ONCE):
        query = select(Record.id, Record.kind, Record.slug).where(Record.id.in_(ids[start : start + _AT_ONCE]))
        for row in uow.session.execute(query):
            yield row[0], row[1], row[2]
