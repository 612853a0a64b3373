"""The list of sources at the end of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kb.domain.locales import Locale, LocalText
from kb.domain.records import PublicRecord
from kb.rendering.references import References
from kb.services.reading import records_by_slug
from kb.web.urls import record_path


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source in a list. `number` is 0 in lists that aren't cited by number; `title_lang` the language of its title."""

    slug: str
    href: str
    title: str
    title_lang: str
    gloss: LocalText
    publisher: str
    date: str
    source_type: str
    language: str
    url: str
    number: int = 0


def source_entry(record: PublicRecord, lang: Locale, number: int = 0) -> SourceEntry:
    """Describe a source for a list."""
    values = record.values
    return SourceEntry(
        slug=record.slug,
        href=record_path(lang, "source", record.slug),
        title=str(values.get("title") or record.slug),
        title_lang=str(values.get("language") or ""),
        gloss=record.text("gloss", lang),
        publisher=str(values.get("publisher") or ""),
        date=str(values.get("date") or ""),
        source_type=str(values.get("source_type") or ""),
        language=str(values.get("language") or ""),
        url=str(values.get("url") or ""),
        number=number,
    )


def _missing(slug: str, lang: Locale, number: int) -> SourceEntry:
    return SourceEntry(
        slug, record_path(lang, "source", slug), slug, "", LocalText("", lang), "", "", "", "", "", number
    )


def list_cited(references: References, sources: Mapping[str, PublicRecord], lang: Locale) -> Sequence[SourceEntry]:
    """List what a page cited, in the order of the numbers."""
    return tuple(
        source_entry(sources[slug], lang, number) if slug in sources else _missing(slug, lang, number)
        for number, slug in enumerate(references.slugs, 1)
    )


def read_cited(session: Session, references: References, lang: Locale) -> Sequence[SourceEntry]:
    """Read and list what a page cited."""
    return list_cited(references, records_by_slug(session, "source", references.slugs), lang)
