"""Lists of published records as cards: a page of a kind, or a known set, without reading whole records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kb.db.models.record import Record
from kb.db.queries import public
from kb.db.queries.briefs import cards_with_ids
from kb.db.queries.tagging import titles_and_cities_of_cases
from kb.domain.locales import Locale
from kb.domain.records import PublicCard, PublicRecord

_AT_ONCE: Final = 400


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
    """Read the cards of the given (kind, slug) keys, in one statement for every 400; what isn't published is absent."""
    wanted = sorted(set(keys))
    chunks = (wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE))
    found = (card for chunk in chunks for card in cards_with_ids(session, chunk).values())
    return {(card.kind, card.slug): card for card in found}


@dataclass(frozen=True, slots=True)
class CaseHead:
    """What a list of cases is ordered by: titles, and the slug of the city."""

    slug: str
    title: Mapping[Locale, str | None]
    city: str | None


def list_case_heads(session: Session) -> list[CaseHead]:
    """Read the heads of all published cases, in no particular order."""
    return [
        CaseHead(slug, {"ko": korean, "en": english}, city)
        for slug, korean, english, city in titles_and_cities_of_cases(session)
    ]


def list_part(session: Session, kind: str, start: int, count: int) -> list[PublicRecord]:
    """Read `count` whole records of a kind from position `start`, by slug."""
    query = select(Record).where(Record.kind == kind, Record.published_number.is_not(None))
    return public.to_public(session, session.scalars(query.order_by(Record.slug).offset(start).limit(count)).all())
