"""From (kind, slug) to record ids: many at a time, former slugs included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.db.models.record import FormerSlug, Record
from kb.db.pairs import in_pairs

RecordName = tuple[str, str]
"""A kind and a slug."""
_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Target:
    """A record as a reference sees it."""

    record_id: int
    status: str
    is_public: bool


class Resolver:
    """Finds records by kind and slug. It remembers what it found: for use within one step of one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: dict[RecordName, Target | None] = {}

    def preload(self, names: Iterable[RecordName]) -> None:
        """Look several up at once, so that asking for each costs no statement."""
        wanted = sorted({name for name in names if name not in self._found})
        for start in range(0, len(wanted), _AT_ONCE):
            self._read(wanted[start : start + _AT_ONCE])

    def find(self, kind: str, slug: str) -> Target | None:
        """Find a record, public or not."""
        self.preload([(kind, slug)])
        return self._found[kind, slug]

    def __call__(self, kind: str, slug: str) -> int:
        """Give the id of a record. Raises `KeyError` where there is none."""
        target = self.find(kind, slug)
        if target is None:
            raise KeyError(f"{kind} {slug}")
        return target.record_id

    def is_published(self, kind: str, slug: str) -> bool:
        """Say whether such a record exists and is public."""
        target = self.find(kind, slug)
        return target is not None and target.is_public

    def _read(self, names: list[RecordName]) -> None:
        columns = Record.id, Record.status, Record.published_number
        former = select(FormerSlug.kind, FormerSlug.slug, *columns).join(Record, Record.id == FormerSlug.record_id)
        present = select(Record.kind, Record.slug, *columns)
        self._found.update(dict.fromkeys(names))
        for query in (
            former.where(in_pairs(FormerSlug.kind, FormerSlug.slug, names)),
            present.where(in_pairs(Record.kind, Record.slug, names)),  # a present slug wins over a former one
        ):
            for kind, slug, record_id, status, published in self._session.execute(query):
                self._found[kind, slug] = Target(record_id, status, published is not None)
