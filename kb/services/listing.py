"""Lists of published records as cards: a page of a kind, or a known set, without reading whole records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kb.db.models.record import Record
from kb.db.queries import public
from kb.domain.records import PublicCard


@dataclass(frozen=True, slots=True)
class CardPage:
    """Some cards of a list, and how many the whole list has."""

    cards: Sequence[PublicCard]
    total: int


def list_cards(
    session: Session, kind: str, start: int = 0, count: int | None = None, *, newest: bool = False
) -> CardPage:
    """Read `count` cards of a kind (all, if None) from position `start`: by slug, or with `newest` the last changed first."""
    listed = Record.kind == kind, Record.published_number.is_not(None)
    order = (Record.published_at.desc(), Record.slug) if newest else (Record.slug,)
    ids = list(session.scalars(select(Record.id).where(*listed).order_by(*order).offset(start).limit(count)))
    total = session.scalar(select(func.count()).select_from(Record).where(*listed)) or 0
    found = public.cards(session, ids)
    return CardPage([found[record_id] for record_id in ids if record_id in found], total)


def cards_of(session: Session, keys: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], PublicCard]:
    """Read the cards of the given (kind, slug) keys; what isn't published is absent."""
    return public.cards_by_key(session, keys)


def published_slugs(session: Session, kinds: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Collect the slugs of the published records of some kinds; a kind without any is there, empty."""
    wanted = list(kinds)
    query = select(Record.kind, Record.slug).where(Record.kind.in_(wanted), Record.published_number.is_not(None))
    found: dict[str, set[str]] = {kind: set() for kind in wanted}
    for kind, slug in session.execute(query):
        found[kind].add(slug)
    return {kind: frozenset(slugs) for kind, slugs in found.items()}
