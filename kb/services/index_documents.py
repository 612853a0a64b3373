"""Reading published records as index documents, in pages, with a number of statements a page that doesn't grow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from kb.clock import now
from kb.db.queries import public
from kb.db.queries.tagging import broader_themes, events_of_cases
from kb.domain.bands import cost_bands
from kb.domain.evidence import case_grade
from kb.domain.record_types import RECORD_TYPES
from kb.domain.records import PublicRecord
from kb.search.documents import build_document
from kb.search.port import Concept, IndexDocument
from kb.services import reading
from kb.services.economy import read_rates
from kb.services.material_reading import RecordPages, pages_of_records
from kb.services.resolving import RecordName

PAGE: Final = 500
_READ_IN_FULL: Final = ("city", "session", "event")


def all_documents(session: Session) -> Iterator[IndexDocument]:
    """Build the document of every published record; memory holds one page of them at a time."""
    for kind in RECORD_TYPES:
        for records in public.published_pages(session, kind, PAGE):
            yield from build_documents(session, records)


def documents_of(session: Session, names: Iterable[RecordName]) -> list[IndexDocument]:
    """Build the documents of those of the named records that are published."""
    return build_documents(session, public.published_by_key(session, names))


def build_documents(session: Session, records: Sequence[PublicRecord]) -> list[IndexDocument]:
    """Build the documents of some records with everything that they refer to."""
    if not records:
        return []
    labels = reading.labels_for(session, records)
    related = _related(session, records)
    broader = broader_themes(session)
    cases = [record for record in records if record.kind == "case"]
    types = reading.source_types(session, cases)
    presented_at = events_of_cases(session, [case.slug for case in cases])
    materials = pages_of_records(session, [(record.kind, record.slug) for record in records])
    documents = [
        build_document(
            record,
            labels,
            related=related,
            broader=broader,
            evidence=case_grade(record.values, types) if record.kind == "case" else None,
            cost=cost_bands(record.rows("costs"), read_rates()) if record.kind == "case" else (),
            this_year=now().year,
            presented_at=presented_at.get(record.slug, ()) if record.kind == "case" else (),
        )
        for record in records
    ]
    return [_with_pages(document, materials.get((document.kind, document.slug))) for document in documents]


def _with_pages(document: IndexDocument, materials: RecordPages | None) -> IndexDocument:
    """Add the pages of a record's public materials."""
    if materials is None:
        return document
    tags = {**document.tags, "has": ("slides",)} if materials.has_slides else document.tags
    return replace(document, tags=tags, pages=materials.pages)


def _related(session: Session, records: Sequence[PublicRecord]) -> dict[RecordName, PublicRecord]:
    """Read the cities, sessions and events that records refer to, sessions' own events included."""
    names = {name for name in reading.referred_keys(records) if name[0] in _READ_IN_FULL}
    found = public.published_by_key(session, names)
    found += public.published_by_key(session, {name for name in reading.referred_keys(found) if name[0] == "event"})
    return {(record.kind, record.slug): record for record in found}


def concepts(session: Session) -> list[Concept]:
    """Read the vocabulary as the thesaurus sees it."""
    return [
        Concept(theme.slug, {locale: _labels(theme, locale) for locale in ("ko", "en")})
        for theme in public.published(session, "theme")
    ]


def _labels(theme: PublicRecord, locale: str) -> list[str]:
    preferred = theme.values.get(f"pref_label__{locale}")
    return ([preferred] if preferred else []) + list(theme.values.get(f"alt_labels__{locale}") or ())
