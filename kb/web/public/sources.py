"""Sources: the list, and one with everything that cites it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import request

from kb.domain.locales import Locale, LocalText
from kb.domain.record_types import SOURCE_TYPES
from kb.domain.records import PublicRecord
from kb.services import reading
from kb.web.database import db
from kb.web.frame import crumbs_to, render
from kb.web.pagination import page_of, requested_page
from kb.web.public.blueprint import public
from kb.web.public.citations import SourceEntry, source_entry
from kb.web.public.links import Link, card_link, title_order
from kb.web.public.lists import ListPage, list_frame
from kb.web.public.record_page import RecordPage, record_frame
from kb.web.urls import list_path, with_query

PER_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class TypeChoice:
    """A type of source to show only; `source_type` is empty for all."""

    source_type: str
    href: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceListPage(ListPage):
    """The sources, all or of one type."""

    choices: Sequence[TypeChoice]
    entries: Sequence[SourceEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage(RecordPage):
    """One source and what cites it, by kind."""

    entry: SourceEntry
    is_descriptive: bool
    checked_on: str
    note: LocalText
    cited_in: Sequence[Link]


def _choices(lang: Locale, counts: Mapping[str, int], chosen: str) -> Sequence[TypeChoice]:
    path = list_path(lang, "source")
    everything = TypeChoice("", path, sum(counts.values()), not chosen)
    return (
        everything,
        *(
            TypeChoice(kind, with_query(path, {"source_type": kind}), counts[kind], kind == chosen)
            for kind in SOURCE_TYPES
            if kind in counts
        ),
    )


@public.get("/sources/")
def sources(lang: Locale) -> str:
    """List the sources by publisher and date."""
    records = reading.list_records(db(), "source")
    counts: dict[str, int] = {}
    for record in records:
        kind = str(record.values.get("source_type") or "other")
        counts[kind] = counts.get(kind, 0) + 1
    chosen = request.args.get("source_type", "")
    chosen = chosen if chosen in counts else ""
    entries = [source_entry(item, lang) for item in records if not chosen or item.values.get("source_type") == chosen]
    entries.sort(key=lambda entry: (title_order(lang, entry.publisher or "~"), entry.date, entry.title))
    pages, shown = page_of(len(entries), PER_PAGE)
    page = SourceListPage(
        **list_frame(lang, "source", len(entries), requested_page()),
        choices=_choices(lang, counts, chosen),
        entries=entries[shown],
        pages=pages,
    )
    return render("public/sources.html", page)


@public.get("/sources/<slug:slug>")
def source(lang: Locale, slug: str) -> str:
    """Show a source."""
    return _show(reading.get_record(db(), "source", slug), lang)


@public.get("/sources/<slug:slug>/history/<int:number>")
def source_revision(lang: Locale, slug: str, number: int) -> str:
    """Show a source as it was published in a revision, with what cites it now."""
    return _show(reading.get_revision(db(), "source", slug, number), lang, is_former=True)


def _show(record: PublicRecord, lang: Locale, *, is_former: bool = False) -> str:
    page = SourcePage(
        **record_frame(record, lang, "source", crumbs_to(lang, "source"), is_former=is_former),
        entry=source_entry(record, lang),
        is_descriptive=bool(record.values.get("title_is_descriptive")),
        checked_on=str(record.values.get("checked_on") or ""),
        note=record.text("note", lang),
        cited_in=[card_link(card, lang) for card in reading.citing(db(), record.slug)],
    )
    return render("public/source.html", page)
