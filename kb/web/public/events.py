"""Events: the list, one with its programme, a session of it, a presentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.domain.locales import Locale, LocalText
from kb.domain.records import PublicRecord, local
from kb.rendering.references import References
from kb.services import reading
from kb.web.database import db
from kb.web.frame import Crumb, crumbs_to, render
from kb.web.public.blueprint import public
from kb.web.public.citations import read_cited
from kb.web.public.json_ld import describe, describe_event
from kb.web.public.links import Link, ThemeLink, label_link, record_link
from kb.web.public.lists import ListPage, list_frame
from kb.web.public.programme import (
    SessionSlot,
    Speaker,
    Talk,
    clock_times,
    count_materials,
    material_state,
    read_programme,
    read_talks,
    speaker,
    times,
    track_anchor,
)
from kb.web.public.record_page import RecordPage, record_frame
from kb.web.public.reported import Disagreement, disagreements
from kb.web.public.texts import Prose, excerpt, prose
from kb.web.public.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class EventEntry:
    """One event in the list."""

    link: Link
    dates: str
    place: LocalText
    excerpt: LocalText


@dataclass(frozen=True, slots=True, kw_only=True)
class EventListPage(ListPage):
    """All events."""

    entries: Sequence[EventEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage(RecordPage):
    """An event with its programme; `materials` counts presentations by the state of their slides."""

    dates: str
    place: LocalText
    host: Link | None
    website: str
    themes: Sequence[ThemeLink]
    summary: Prose
    programme: Sequence[SessionSlot]
    materials: Mapping[str, int]
    disagreements: Sequence[Disagreement]
    updating_note: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPage(RecordPage):
    """A session of an event. `printed` is its title as the programme printed it, where that differs."""

    event: Link | None
    track: LocalText
    track_href: str
    when: str
    hours: str
    place: LocalText
    printed: str
    printed_lang: str
    themes: Sequence[ThemeLink]
    note: Prose
    talks: Sequence[Talk]
    updating_note: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentationPage(RecordPage):
    """A presentation. `speakers` come with a note and references each."""

    session: Link | None
    presentation_type: str
    language: str
    printed: str
    printed_lang: str
    material_state: str
    follow_up_state: str
    speakers: Sequence[tuple[Speaker, LocalText, str]]
    abstract: Prose
    follow_up: Prose
    themes: Sequence[ThemeLink]
    cases: Sequence[Link]
    updating_note: Prose


@public.get("/events/")
def events(lang: Locale) -> str:
    """List the events, the latest first."""
    records = sorted(
        reading.list_records(db(), "event"), key=lambda item: str(item.values.get("dates") or ""), reverse=True
    )
    entries = [
        EventEntry(
            record_link(item, lang),
            str(item.values.get("dates") or ""),
            item.text("place", lang),
            excerpt(item.summary(lang)),
        )
        for item in records
    ]
    return render("public/events.html", EventListPage(**list_frame(lang, "event", len(records)), entries=entries))


@public.get("/events/<slug:slug>")
def event(lang: Locale, slug: str) -> str:
    """Show an event."""
    return _show_event(reading.get_record(db(), "event", slug), lang)


@public.get("/events/<slug:slug>/history/<int:number>")
def event_revision(lang: Locale, slug: str, number: int) -> str:
    """Show an event as it was published in a revision, with the programme that it has now."""
    return _show_event(reading.get_revision(db(), "event", slug, number), lang, is_former=True)


def _show_event(record: PublicRecord, lang: Locale, *, is_former: bool = False) -> str:
    labels, cited = reading.labels_for(db(), [record]), References()
    host = label_link(labels, "organization", record.values.get("host"), lang)
    programme = read_programme(db(), record.slug, lang)
    described = describe_event(record, lang, host.title.value if host else "")
    page = EventPage(
        **record_frame(record, lang, "event", crumbs_to(lang, "event"), described, is_former=is_former),
        dates=str(record.values.get("dates") or ""),
        place=record.text("place", lang),
        host=host,
        website=str(record.values.get("website") or ""),
        themes=vocabulary(lang).links(record.list("themes")),
        summary=prose(record.summary(lang), cited),
        programme=programme,
        materials=count_materials(programme),
        disagreements=disagreements(record, lang, cited),
        updating_note=prose(record.text("updating_note", lang), cited),
        sources=read_cited(db(), cited, lang),
    )
    return render("public/event.html", page)


@public.get("/events/<slug:event>/<slug:slug>")
def event_session(lang: Locale, event: str, slug: str) -> str:
    """Show a session of an event."""
    return _show_session(reading.get_record(db(), "session", f"{event}/{slug}"), lang)


@public.get("/events/<slug:event>/<slug:slug>/history/<int:number>")
def session_revision(lang: Locale, event: str, slug: str, number: int) -> str:
    """Show a session as it was published in a revision, with the presentations that it has now."""
    return _show_session(reading.get_revision(db(), "session", f"{event}/{slug}", number), lang, is_former=True)


def _show_session(record: PublicRecord, lang: Locale, *, is_former: bool = False) -> str:
    whole, cited = reading.get_record(db(), "event", record.slug.split("/")[0]), References()
    event_link, anchor = record_link(whole, lang), track_anchor(record)
    crumbs = crumbs_to(lang, "event", Crumb(event_link.href, event_link.title))
    page = SessionPage(
        **record_frame(record, lang, "event", crumbs, describe_event(record, lang, whole=whole), is_former=is_former),
        event=event_link,
        track=record.text("track", lang),
        track_href=f"{event_link.href}#{anchor}" if anchor else "",
        when=times(record),
        hours=clock_times(record),
        place=record.text("place", lang),
        printed=str(record.values.get("title_as_printed") or ""),
        printed_lang=str(record.values.get("title_as_printed_language") or ""),
        themes=vocabulary(lang).links(record.list("themes")),
        note=prose(record.text("note", lang), cited),
        talks=read_talks(db(), record.slug, lang),
        updating_note=prose(record.text("updating_note", lang), cited),
        sources=read_cited(db(), cited, lang),
    )
    return render("public/session.html", page)


@public.get("/presentations/<slug:slug>")
def presentation(lang: Locale, slug: str) -> str:
    """Show a presentation."""
    return _show_presentation(reading.get_record(db(), "presentation", slug), lang)


@public.get("/presentations/<slug:slug>/history/<int:number>")
def presentation_revision(lang: Locale, slug: str, number: int) -> str:
    """Show a presentation as it was published in a revision."""
    return _show_presentation(reading.get_revision(db(), "presentation", slug, number), lang, is_former=True)


def _show_presentation(record: PublicRecord, lang: Locale, *, is_former: bool = False) -> str:
    labels, cited = reading.labels_for(db(), [record]), References()
    session = label_link(labels, "session", record.values.get("session"), lang)
    crumbs = crumbs_to(lang, "event", *([Crumb(session.href, session.title)] if session else []))
    abstract, follow_up = prose(record.summary(lang), cited), prose(record.text("follow_up", lang), cited)
    frame = record_frame(record, lang, "event", crumbs, describe(record, lang), is_former=is_former)
    page = PresentationPage(
        **frame,
        session=session,
        presentation_type=str(record.values.get("presentation_type") or ""),
        language=str(record.values.get("language") or ""),
        printed=str(record.values.get("title_as_printed") or ""),
        printed_lang=str(record.values.get("title_as_printed_language") or ""),
        material_state=material_state(record, has_materials=bool(frame["attachments"])),
        follow_up_state=str(record.values.get("follow_up_state") or ""),
        speakers=tuple(
            (speaker(row, lang, labels), local(row, "note", lang), cited.links(row.get("sources") or ()))
            for row in record.rows("speakers")
        ),
        abstract=abstract,
        follow_up=follow_up,
        themes=vocabulary(lang).links(record.list("themes")),
        cases=tuple(link for item in record.list("cases") if (link := label_link(labels, "case", item, lang))),
        updating_note=prose(record.text("updating_note", lang), cited),
        sources=read_cited(db(), cited, lang),
    )
    return render("public/presentation.html", page)
