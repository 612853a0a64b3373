"""What an answer to a search says about each record found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from kb.api.lists import list_item
from kb.domain.dates import start_year
from kb.domain.locales import Locale, choose
from kb.domain.records import Labels, PublicCard, PublicRecord
from kb.domain.records import texts as texts_of
from kb.search.port import Hit
from kb.services import reading
from kb.services.listing import cards_of

_DATE_OF: Final = {"case": "period", "event": "dates", "session": "start", "source": "date"}


@dataclass(frozen=True, slots=True)
class Found:
    """The records behind some hits, with all that is needed to describe them."""

    records: Mapping[tuple[str, str], PublicRecord]
    labels: Labels
    sessions: Mapping[str, PublicRecord]

    def year(self, record: PublicRecord) -> int | None:
        """Give the year that a record starts in; a presentation's is that of its session."""
        if record.kind == "presentation":
            session = self.sessions.get(str(record.values.get("session")))
            return self.year(session) if session else None
        return start_year(record.values.get(_DATE_OF.get(record.kind, "")))

    def city(self, record: PublicRecord, lang: Locale) -> dict[str, str] | None:
        """Name the city that a record belongs to: its own, or that of the first speaker who is one."""
        return self._named("city", next(_cities(record), None), lang)

    def themes(self, record: PublicRecord, lang: Locale) -> list[dict[str, str]]:
        """Name the themes of a record."""
        return [named for slug in record.list("themes") if (named := self._named("theme", slug, lang))]

    def _named(self, kind: str, slug: str | None, lang: Locale) -> dict[str, str] | None:
        card = self.labels.get(kind, slug)
        return {"slug": card.slug, "label": choose(card.title, lang).value} if card else None


def read_found(session: Session, hits: Iterable[Hit]) -> Found:
    """Read the records behind hits, in a number of statements that doesn't grow with them."""
    by_kind: dict[str, list[str]] = {}
    for hit in hits:
        by_kind.setdefault(hit.kind, []).append(hit.slug)
    records = [
        record for kind, slugs in by_kind.items() for record in reading.records_by_slug(session, kind, slugs).values()
    ]
    held_in = {str(item.values.get("session")) for item in records if item.kind == "presentation"}
    return Found(
        records={(record.kind, record.slug): record for record in records},
        labels=Labels(cards_of(session, {key for item in records for key in _named_in_hits(item)})),
        sessions=reading.records_by_slug(session, "session", held_in),
    )


def _cities(record: PublicRecord) -> Iterator[str]:
    slugs = (record.values.get("city"), *(row.get("city") for row in record.rows("speakers")))
    return (slug for slug in slugs if slug)


def _named_in_hits(record: PublicRecord) -> Iterator[tuple[str, str]]:
    yield from (("theme", slug) for slug in record.list("themes"))
    yield from (("city", slug) for slug in _cities(record))


def card_of(record: PublicRecord) -> PublicCard:
    """Reduce a record to its card."""
    titles, summaries = (texts_of(record.values, name) for name in (record.type.title, record.type.summary))
    own = None if record.type.field(record.type.title).translated else record.values.get("language") or "und"
    return PublicCard(record.kind, record.slug, titles, summaries, record.updated_at, own)


def hit_items(found: Found, hits: Sequence[Hit], lang: Locale) -> list[dict[str, Any]]:
    """Describe hits in their order; one that was withdrawn since it was indexed is left out."""
    return [
        _hit_item(found, hit, found.records[hit.kind, hit.slug], lang)
        for hit in hits
        if (hit.kind, hit.slug) in found.records
    ]


def _hit_item(found: Found, hit: Hit, record: PublicRecord, lang: Locale) -> dict[str, Any]:
    return list_item(card_of(record), lang) | {
        "matched": [{"field": match.field, "how": match.how} for match in hit.matched],
        "highlights": [
            {"field": shown.field, "lang": shown.lang, "page": shown.page, "html": shown.html}
            for shown in hit.highlights
        ],
        "city": found.city(record, lang),
        "themes": found.themes(record, lang),
        "year": found.year(record),
        "score": round(hit.score, 4),
    }
