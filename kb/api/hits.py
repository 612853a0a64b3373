"""What an answer to a search says about each record found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from kb.api.lists import list_item
from kb.domain.locales import Locale
from kb.search.port import Hit
from kb.services.briefs import Brief, BriefStore
from kb.services.names import Names
from kb.web.kept import kept, names


@dataclass(frozen=True, slots=True)
class Found:
    """The records behind some hits, with the names of what they are filed under."""

    records: Mapping[tuple[str, str], Brief]
    names: Names

    def city(self, record: Brief, lang: Locale) -> dict[str, str] | None:
        """Name the city that a record belongs to: its own, or that of the first speaker who is one."""
        return self._named("city", record.city, lang)

    def themes(self, record: Brief, lang: Locale) -> list[dict[str, str]]:
        """Name the themes of a record."""
        return [named for slug in record.themes if (named := self._named("theme", slug, lang))]

    def _named(self, kind: str, slug: str | None, lang: Locale) -> dict[str, str] | None:
        name = self.names.find(kind, slug, lang)
        return {"slug": slug, "label": name.value} if slug and name else None


def read_found(session: Session, hits: Iterable[Hit]) -> Found:
    """Read the records behind hits, in a number of statements that doesn't grow with them; those known are not read again."""
    store = kept("briefs", lambda: BriefStore(names()))
    return Found(store.read(session, ((hit.kind, hit.slug) for hit in hits)), names())


def hit_items(found: Found, hits: Sequence[Hit], lang: Locale) -> list[dict[str, Any]]:
    """Describe hits in their order; one that was withdrawn since it was indexed is left out."""
    return [
        _hit_item(found, hit, found.records[hit.kind, hit.slug], lang)
        for hit in hits
        if (hit.kind, hit.slug) in found.records
    ]


def _hit_item(found: Found, hit: Hit, record: Brief, lang: Locale) -> dict[str, Any]:
    return list_item(record.card, lang) | {
        "matched": [{"field": match.field, "how": match.how} for match in hit.matched],
        "highlights": [
            {
                "field": shown.field,
                "lang": shown.lang,
                "page": shown.page,
                "material": shown.material,
                "html": shown.html,
            }
            for shown in hit.highlights
        ],
        "city": found.city(record, lang),
        "themes": found.themes(record, lang),
        "year": record.year,
        "score": round(hit.score, 4),
    }
