"""A published record as JSON: every field under its import name, both languages side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from kb.api.answers import moment
from kb.api.estimates import estimate_members
from kb.domain.case_relations import IncomingRelation
from kb.domain.citations import citations_of
from kb.domain.evidence import case_grade, outcome_grade
from kb.domain.fields import Field, FieldType
from kb.domain.licence import LICENCE_URL
from kb.domain.locales import LOCALES
from kb.domain.materials import ATTACHABLE, LICENCES, Material
from kb.domain.record_types import RECORD_TYPES
from kb.domain.records import Labels, PublicCard, PublicRecord, Snapshot
from kb.services import reading
from kb.services.case_relations import read_incoming, with_named
from kb.services.material_reading import list_materials
from kb.web.urls import file_path, material_page_path, record_path

PLAIN_LISTS: Final = (FieldType.LIST, FieldType.CHOICES, FieldType.REFERENCES)
SOURCE_CARD: Final = ("title", "language", "publisher", "url", "date", "source_type")


def address_key(kind: str) -> str:
    """Name the member that holds a record's pages: `url`, but `page_url` on sources, whose `url` is their own."""
    return "page_url" if kind == "source" else "url"


def record_document(session: Session, record: PublicRecord) -> dict[str, Any]:
    """Describe a record with everything that its page shows: fields, grades, cited sources, names of what it refers to."""
    incoming = read_incoming(session, record.slug) if record.kind == "case" else ()
    cited = _cited_sources(session, record, incoming)
    document: dict[str, Any] = {
        "kind": record.kind,
        "slug": record.slug,
        address_key(record.kind): pages_of(record.kind, record.slug),
        "revision": record.revision,
        "published_at": moment(record.published_at),
        "updated_at": moment(record.updated_at),
    }
    document |= {field.name: field_value(field, record.values) for field in record.type.fields}
    if record.kind == "case":
        _add_evidence(document, record, cited)
        _add_estimates(document, session, record)
        document["related_from"] = [_incoming(item) for item in incoming]
    if record.kind == "source":
        document["cited_by"] = [card_reference(card) for card in reading.citing(session, record.slug)]
    if record.kind in ATTACHABLE:
        document["materials"] = [material_card(item) for item in list_materials(session, record.kind, record.slug)]
    document["labels"] = _labels(with_named(session, reading.labels_for(session, [record]), incoming))
    document["sources"] = [source_card(source) for source in cited.values()]
    document["license"] = LICENCE_URL
    return document


def pages_of(kind: str, slug: str) -> dict[str, str]:
    """Give the paths of a record's page in both languages."""
    return {locale: record_path(locale, kind, slug) for locale in LOCALES}


def field_value(field: Field, values: Snapshot) -> Any:
    """Take a field from a snapshot or row; what isn't given is null, or an empty list."""
    if field.type is FieldType.ROWS:
        return [_row(field, row) for row in values.get(field.name) or ()]
    if field.translated:
        return {locale: values.get(f"{field.name}__{locale}") for locale in LOCALES}
    value = values.get(field.name)
    return list(value or ()) if field.type in PLAIN_LISTS else value


def _row(field: Field, row: Snapshot) -> dict[str, Any]:
    return {"row_id": row["row_id"]} | {column.name: field_value(column, row) for column in field.columns}


def _incoming(item: IncomingRelation) -> dict[str, Any]:
    """Show a relation as the case that names it has it; `case` is that case here, not the one named."""
    return _row(RECORD_TYPES["case"].field("relations"), item.row) | {"case": item.case}


def _cited_sources(
    session: Session, record: PublicRecord, incoming: Iterable[IncomingRelation]
) -> Mapping[str, PublicRecord]:
    """Read the sources that a record cites, in order of citation, then those of relations that others name to it."""
    slugs = dict.fromkeys(slug for _field, _row, _locale, slug in citations_of(record.type, record.values))
    slugs |= dict.fromkeys(slug for item in incoming for slug in item.row["sources"])
    found = reading.records_by_slug(session, "source", slugs)
    return {slug: found[slug] for slug in slugs if slug in found}


def _add_evidence(document: dict[str, Any], record: PublicRecord, cited: Mapping[str, PublicRecord]) -> None:
    types = {slug: source.values.get("source_type") or "other" for slug, source in cited.items()}
    document["evidence"] = case_grade(record.values, types)
    for shown, row in zip(document["outcomes"], record.rows("outcomes"), strict=True):
        shown["evidence"] = outcome_grade(row, types)


def _add_estimates(document: dict[str, Any], session: Session, record: PublicRecord) -> None:
    slug = record.values.get("city")
    city = reading.records_by_slug(session, "city", [slug]).get(slug) if slug and document["costs"] else None
    for shown, row in zip(document["costs"], record.rows("costs"), strict=True):
        shown |= estimate_members(row, city.values if city else None)


def source_card(source: PublicRecord) -> dict[str, Any]:
    """Describe a cited source briefly; `url` is the source's own address."""
    card = {"slug": source.slug} | {name: source.values.get(name) for name in SOURCE_CARD}
    gloss = {locale: source.values.get(f"gloss__{locale}") for locale in LOCALES}
    return card | {"gloss": gloss, "page_url": pages_of("source", source.slug)}


def material_card(material: Material) -> dict[str, Any]:
    """Describe a material: what it is, its licence, where its pages and its file are."""
    return {
        "id": material.id,
        "title": {locale: material.title_in(locale) for locale in LOCALES},
        "language": material.language or None,
        "licence": material.licence or None,
        "licence_url": LICENCES.get(material.licence) or None,
        "credit": material.credit or None,
        "media_type": material.media_type,
        "size": material.size,
        "unit": material.unit,
        "pages": material.page_count,
        "url": {locale: material_page_path(locale, material.id, 1) for locale in LOCALES},
        "file": file_path(material.file, material.name),
        "published_at": moment(material.published_at),
        "updated_at": moment(material.updated_at),
    }


def card_reference(card: PublicCard) -> dict[str, Any]:
    """Name another record, in both languages."""
    return {
        "type": card.kind,
        "slug": card.slug,
        "url": pages_of(card.kind, card.slug),
        "title": {locale: card.title.get(locale) for locale in LOCALES},
    }


def _labels(labels: Labels) -> dict[str, dict[str, dict[str, str | None]]]:
    """Name, by kind and slug, the records that the fields refer to; sources have their cards."""
    named: dict[str, dict[str, dict[str, str | None]]] = {}
    for (kind, slug), card in sorted(labels.cards.items()):
        if kind != "source":
            named.setdefault(kind, {})[slug] = {locale: card.title.get(locale) for locale in LOCALES}
    return named
