"""The programme of an event: sessions in order, who spoke, and which materials are still wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kb.domain.dates import parse_edtf
from kb.domain.locales import Locale, LocalText
from kb.domain.records import Labels, PublicRecord, Snapshot, local
from kb.domain.slugs import slugify
from kb.services import reading
from kb.services.material_reading import names_with_materials
from kb.web.public.links import Link, label_link, record_link


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke: an organization or a city, and a person in an office where a source has both."""

    link: Link | None
    city: Link | None
    person: LocalText
    office: LocalText


@dataclass(frozen=True, slots=True)
class Talk:
    """A presentation in the programme."""

    link: Link
    presentation_type: str
    material_state: str
    speakers: Sequence[Speaker]


@dataclass(frozen=True, slots=True)
class SessionSlot:
    """A session in the programme. `anchor` is set on the first session of a track and names it.

    `day` is its date (EDTF), `hours` the time on it, both empty where not known.
    """

    link: Link
    anchor: str
    track: LocalText
    day: str
    hours: str
    place: LocalText
    talks: Sequence[Talk]


def speaker(row: Snapshot, lang: Locale, labels: Labels) -> Speaker:
    """Describe a speaker."""
    return Speaker(
        label_link(labels, "organization", row.get("organization"), lang),
        label_link(labels, "city", row.get("city"), lang),
        local(row, "person", lang),
        local(row, "office", lang),
    )


def material_state(record: PublicRecord, *, has_materials: bool) -> str:
    """Say whether slides of a presentation are wanted; those that are there to be read are not, whatever it says."""
    return "received" if has_materials else str(record.values.get("material_state") or "")


def talk(record: PublicRecord, lang: Locale, labels: Labels, *, has_materials: bool = False) -> Talk:
    """Describe a presentation for a programme."""
    return Talk(
        record_link(record, lang),
        str(record.values.get("presentation_type") or ""),
        material_state(record, has_materials=has_materials),
        tuple(speaker(row, lang, labels) for row in record.rows("speakers")),
    )


def _by_position(records: Iterable[PublicRecord]) -> list[PublicRecord]:
    return sorted(records, key=lambda record: (record.values.get("position") or 10**6, record.slug))


def read_talks(session: Session, session_slug: str, lang: Locale) -> Sequence[Talk]:
    """Read the presentations of a session in order."""
    return _talks_by_session(session, [session_slug], lang).get(session_slug, ())


def _talks_by_session(session: Session, slugs: Iterable[str], lang: Locale) -> Mapping[str, Sequence[Talk]]:
    """Read the presentations of several sessions, and everything they name, together."""
    cards = [card for slug in slugs for card in reading.referring(session, "session", slug, "session", "presentation")]
    records = _by_position(reading.records_by_slug(session, "presentation", [card.slug for card in cards]).values())
    labels = reading.labels_for(session, records)
    attached = names_with_materials(session, [(record.kind, record.slug) for record in records])
    found: dict[str, list[Talk]] = {}
    for record in records:
        shown = talk(record, lang, labels, has_materials=(record.kind, record.slug) in attached)
        found.setdefault(record.values["session"], []).append(shown)
    return found


def read_sessions(session: Session, event_slug: str) -> list[PublicRecord]:
    """Read the sessions of an event in order."""
    cards = reading.referring(session, "event", event_slug, "event", "session")
    return _by_position(reading.records_by_slug(session, "session", [card.slug for card in cards]).values())


def times(record: PublicRecord) -> str:
    """Give the period of a session as EDTF: its start, or start and end."""
    start, end = record.values.get("start"), record.values.get("end")
    return f"{start}/{end}" if start and end and start != end else str(start or "")


def clock_times(record: PublicRecord) -> str:
    """Give the hours of a session (`10:00–11:30`), empty where they aren't known."""
    points = [parse_edtf(record.values[name]).start for name in ("start", "end") if record.values.get(name)]
    return "–".join(point.time for point in points if point and point.time)


def track_anchor(record: PublicRecord) -> str:
    """Name the anchor of a session's track, the same in both languages; empty where it has no track."""
    track = record.values.get("track__en") or record.values.get("track__ko")
    return f"track-{slugify(track) or 'x'}" if track else ""


def read_programme(session: Session, event_slug: str, lang: Locale) -> Sequence[SessionSlot]:
    """Read the programme of an event."""
    slots: list[SessionSlot] = []
    seen: set[str] = set()
    records = read_sessions(session, event_slug)
    talks = _talks_by_session(session, [record.slug for record in records], lang)
    for record in records:
        anchor = track_anchor(record)
        slots.append(
            SessionSlot(
                link=record_link(record, lang),
                anchor=anchor if anchor not in seen else "",
                track=record.text("track", lang),
                day=str(record.values.get("start") or "").split("T")[0],
                hours=clock_times(record),
                place=record.text("place", lang),
                talks=talks.get(record.slug, ()),
            )
        )
        seen.add(anchor)
    return tuple(slots)


def count_materials(slots: Iterable[SessionSlot]) -> Mapping[str, int]:
    """Count the presentations of a programme by the state of their material."""
    counts: dict[str, int] = {}
    for slot in slots:
        for item in slot.talks:
            counts[item.material_state] = counts.get(item.material_state, 0) + 1
    return counts
