"""What the search page says about each record found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup
from sqlalchemy.orm import Session

from kb.domain.evidence import case_grade
from kb.domain.locales import Locale, LocalText
from kb.domain.records import Labels, PublicRecord
from kb.search.port import Highlight, Hit
from kb.services import reading
from kb.services.listing import cards_of
from kb.web import labels as words
from kb.web.messages import gettext as _
from kb.web.messages import ngettext
from kb.web.public.links import Link, ThemeLink, Vocabulary, label_link, record_link, short_link
from kb.web.public.texts import excerpt

SECTIONS_NAMED: Final = 4
_DATES: Final = {"case": "period", "event": "dates", "session": "start", "source": "date"}


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text around what matched; `html` has `<mark>` and nothing else."""

    html: Markup
    lang: Locale


@dataclass(frozen=True, slots=True)
class HitView:
    """One record found. `reasons` say where and how it matched."""

    link: Link
    city: Link | None
    date: str
    stage: str
    grade: str
    themes: Sequence[ThemeLink]
    snippets: Sequence[Snippet]
    excerpt: LocalText
    reasons: Sequence[tuple[str, str]]


def _read(session: Session, hits: Iterable[Hit]) -> Mapping[tuple[str, str], PublicRecord]:
    by_kind: dict[str, list[str]] = {}
    for hit in hits:
        by_kind.setdefault(hit.kind, []).append(hit.slug)
    return {
        (kind, slug): record
        for kind, slugs in by_kind.items()
        for slug, record in reading.records_by_slug(session, kind, slugs).items()
    }


def _city_slug(record: PublicRecord) -> str | None:
    if record.kind == "organization":
        return None
    return record.values.get("city") or next((row["city"] for row in record.rows("speakers") if row.get("city")), None)


def _reasons(hit: Hit, lang: Locale) -> Sequence[tuple[str, str]]:
    """Group what matched by how it did, each with the names of the sections."""
    ways = {
        "word": _("Matched in"),
        "synonym": _("By a related term in"),
        "other_language": _("In the Korean text") if lang == "en" else _("In the English text"),
        "meaning": _("Close in meaning"),
    }
    found = []
    for how, name in ways.items():
        fields = dict.fromkeys(match.field for match in hit.matched if match.how == how)
        if fields:
            named = [words.label(words.SECTION, field) for field in list(fields)[:SECTIONS_NAMED]]
            rest = len(fields) - len(named)
            more = [ngettext("%(num)s more", "%(num)s more", rest)] if rest else []
            found.append((name, ", ".join([*named, *more])))
    return found


def _snippet(highlight: Highlight) -> Snippet:
    return Snippet(Markup(highlight.html), highlight.lang)  # noqa: S704 - escaped by the engine, marks only


def build_hits(session: Session, hits: Sequence[Hit], lang: Locale, vocabulary: Vocabulary) -> Sequence[HitView]:
    """Describe hits in their order; one that was withdrawn since it was indexed is left out."""
    records = _read(session, hits)
    cases = [record for record in records.values() if record.kind == "case"]
    types = reading.source_types(session, cases)
    cities = Labels(cards_of(session, {("city", slug) for item in records.values() if (slug := _city_slug(item))}))
    views = []
    for hit in hits:
        record = records.get((hit.kind, hit.slug))
        if record is None:
            continue
        city = label_link(cities, "city", _city_slug(record), lang)
        views.append(
            HitView(
                link=record_link(record, lang),
                city=short_link(city) if city else None,
                date=str(record.values.get(_DATES.get(hit.kind, "")) or ""),
                stage=str(record.values.get("stage") or "") if hit.kind == "case" else "",
                grade=case_grade(record.values, types) if hit.kind == "case" else "",
                themes=vocabulary.links(record.list("themes")),
                snippets=[_snippet(item) for item in hit.highlights],
                excerpt=excerpt(record.summary(lang)),
                reasons=_reasons(hit, lang),
            )
        )
    return views
