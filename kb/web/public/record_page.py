"""What the pages of all records have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from kb.domain.locales import Locale, LocalText
from kb.domain.records import PublicRecord
from kb.services.material_reading import list_materials
from kb.web.database import db
from kb.web.frame import Crumb, Page
from kb.web.public.citations import SourceEntry
from kb.web.public.citing import Citing, build_citing
from kb.web.public.json_ld import describe_way
from kb.web.public.links import in_other_language
from kb.web.public.material_entries import MaterialEntry, material_entry
from kb.web.public.texts import description, is_wholly_fallback
from kb.web.urls import machine_path, record_path, report_path, twin_path


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage(Page):
    """A record. `heading` is its title, `twin_title` that in the other language where it differs.

    `is_fallback`: nothing of it is written in the page's language. `is_former`: the record as it was in a revision,
    which `revision` and `published_at` tell. `attachments` are its materials, as they are now.
    """

    path: str
    heading: LocalText
    twin_title: LocalText | None
    is_fallback: bool
    is_former: bool
    revision: int
    published_at: datetime
    citing: Citing | None
    attachments: Sequence[MaterialEntry] = ()
    sources: Sequence[SourceEntry] = ()


class RecordFrame(TypedDict):
    """The common arguments of a `RecordPage`."""

    title: str
    title_lang: Locale
    description: str
    section: str
    crumbs: Sequence[Crumb]
    canonical: str
    noindex: bool
    machine: Sequence[tuple[str, str]]
    json_ld: Sequence[object]
    path: str
    heading: LocalText
    twin_title: LocalText | None
    is_fallback: bool
    is_former: bool
    revision: int
    published_at: datetime
    citing: Citing | None
    attachments: Sequence[MaterialEntry]
    report: str


def record_frame(
    record: PublicRecord,
    lang: Locale,
    section: str,
    crumbs: Sequence[Crumb],
    described: dict[str, Any] | None = None,
    *,
    is_former: bool = False,
) -> RecordFrame:
    """Describe the surroundings of a record's page; `described` is the record as JSON-LD, if it is to be found so.

    A page wholly in the fallback language points search engines to the language that the record is written in, one of
    a former revision to the present one.
    """
    path, heading, is_fallback = (
        record_path(lang, record.kind, record.slug),
        record.title(lang),
        is_wholly_fallback(record, lang),
    )
    way = describe_way(crumbs, heading.value, path)
    return {
        "title": heading.value,
        "title_lang": heading.lang,
        "description": description(record.summary(lang)),
        "section": section,
        "crumbs": crumbs,
        "canonical": twin_path(path, heading.lang) if is_fallback else path,
        "noindex": is_fallback or is_former,
        "machine": () if is_former else (("application/json", machine_path(path, "json")),),
        "json_ld": () if is_former else (described, way) if described else (way,),
        "path": path,
        "heading": heading,
        "twin_title": in_other_language(record, lang),
        "is_fallback": is_fallback,
        "is_former": is_former,
        "revision": record.revision,
        "published_at": record.published_at,
        "citing": build_citing(record, lang, is_former=is_former),
        "attachments": tuple(material_entry(item, lang) for item in list_materials(db(), record.kind, record.slug)),
        "report": report_path(lang, record.kind, record.slug, record.revision if is_former else None),
    }
