"""The one builder of index documents: what of a published record can be found, filtered, sorted and counted by.

Driven by `RECORD_TYPES`: a new field is indexed under its own name once `kb.search.sections` lists it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kb.domain.bands import city_size
from kb.domain.broader_themes import with_broader
from kb.domain.dates import Period, parse_edtf
from kb.domain.fields import Field, FieldType
from kb.domain.locales import LOCALES
from kb.domain.records import Labels, PublicRecord, Snapshot, texts
from kb.search.collation import sort_key
from kb.search.document_texts import section_texts
from kb.search.plain import plain_text
from kb.search.port import IndexDocument

Related = Mapping[tuple[str, str], PublicRecord]
_TAGGED: Final = ("theme", "city", "organization", "event")
_NOT_ABOUT: Final = frozenset({"related"})
"""References that relate a record to another without making it about the other."""


def build_document(
    record: PublicRecord,
    labels: Labels,
    *,
    related: Related | None = None,
    broader: Mapping[str, str | None] | None = None,
    evidence: str | None = None,
    presented_at: Sequence[str] = (),
    cost: Sequence[str] = (),
    this_year: int | None = None,
) -> IndexDocument:
    """Build the document of a record.

    `labels` names what the record refers to; `related` holds the cities, sessions and events among that in full;
    `broader` gives the broader theme of each theme; `evidence`, `presented_at` (event slugs) and `cost` (bands) are
    those of a case. A period still going on ends in `this_year`, where given.
    """
    related = related or {}
    period = _period(record, related)
    first, last = period.years(_attested_year(record), this_year) if period else (None, None)
    started = period.start.first_day.isoformat() if period and period.start else ""
    published = record.published_at.date().isoformat()
    return IndexDocument(
        kind=record.kind,
        slug=record.slug,
        texts=section_texts(record, labels, _countries(record, related)),
        tags=_tags(record, related, broader or {}, evidence, presented_at) | _bands(record, related, cost),
        year_start=first,
        year_end=last,
        newest=started or published,
        confirmed=str(record.values.get("last_confirmed_on") or record.values.get("checked_on") or published),
        sort_title={locale: sort_key(record.title(locale).value, locale) for locale in LOCALES},
    )


def _tags(
    record: PublicRecord,
    related: Related,
    broader: Mapping[str, str | None],
    evidence: str | None,
    presented_at: Sequence[str],
) -> dict[str, Sequence[str]]:
    found: dict[str, list[str]] = {name: [] for name in _TAGGED}
    if record.kind in found:
        found[record.kind].append(record.slug)
    for target, slug in _references(record):
        if target == "session":
            found["event"].append(slug.split("/")[0])
        elif target in found:
            found[target].append(slug)
    found["event"] += presented_at
    found["theme"] = [slug for theme in found["theme"] for slug in with_broader(theme, broader)]
    found |= {
        "type": [record.kind],
        "country": _countries(record, related),
        "stage": _stages(record),
        "evidence": [evidence] if evidence else [],
        "language": _languages(record),
    }
    return {name: tuple(dict.fromkeys(values)) for name, values in found.items() if values}


def _bands(record: PublicRecord, related: Related, cost: Sequence[str]) -> dict[str, Sequence[str]]:
    """Tag cases by cost, lessons and the size of their city, and cities by their own size."""
    if record.kind == "city":
        return {"city_size": (city_size(record.values),)}
    if record.kind != "case":
        return {}
    city, lessons = related.get(("city", str(record.values.get("city")))), record.rows("lessons")
    found: dict[str, Sequence[str]] = {
        "cost": tuple(cost),
        "city_size": (city_size(city.values if city else None),),
        "lesson": tuple(dict.fromkeys(str(row["category"]) for row in lessons if row.get("category"))),
        "lesson_type": tuple(dict.fromkeys(str(row["lesson_type"]) for row in lessons if row.get("lesson_type"))),
    }
    return {name: values for name, values in found.items() if values}


def _references(record: PublicRecord) -> Iterator[tuple[str, str]]:
    """Yield (kind, slug) of everything that the record is about or took part in."""
    for field in record.type.fields:
        if field.name in _NOT_ABOUT:
            continue
        if field.type is FieldType.ROWS:
            for row in record.rows(field.name):
                for column in field.columns:
                    yield from _referred(column, row)
        else:
            yield from _referred(field, record.values)


def _referred(field: Field, values: Snapshot) -> Iterator[tuple[str, str]]:
    given = values.get(field.name)
    if given and field.type is FieldType.REFERENCE:
        yield field.target, str(given)
    elif given and field.type is FieldType.REFERENCES:
        yield from ((field.target, str(slug)) for slug in given)


def _countries(record: PublicRecord, related: Related) -> list[str]:
    """List the record's own country, else those of the cities that it refers to."""
    own = record.values.get("country")
    if own:
        return [str(own)]
    cities = (related.get(key) for key in _references(record) if key[0] == "city")
    return list(dict.fromkeys(str(city.values["country"]) for city in cities if city and city.values.get("country")))


def _languages(record: PublicRecord) -> list[str]:
    """List the languages that title and summary are written in; a missing summary is no reason against."""
    titles, summaries = texts(record.values, record.type.title), texts(record.values, record.type.summary)
    if any(summaries.values()):
        return [locale for locale in LOCALES if titles.get(locale) and plain_text(summaries.get(locale) or "")]
    if record.type.title in record.values:  # the same title for both: its own language tells
        return [locale for locale in LOCALES if locale == record.values.get("language")]
    return [locale for locale in LOCALES if titles.get(locale)]


def _period(record: PublicRecord, related: Related) -> Period | None:
    """Find when a record took place: its own dates, else its session's, else its event's."""
    values = record.values
    for text in (values.get("period"), values.get("dates"), _span(values), values.get("date")):
        period = _parsed(text)
        if period:
            return period
    for kind in ("session", "event"):
        above = related.get((kind, str(values.get(kind))))
        if above and (period := _period(above, related)):
            return period
    return None


def _span(values: Snapshot) -> str | None:
    start, end = values.get("start"), values.get("end")
    return f"{start}/{end}" if start and end else start


def _parsed(text: str | None) -> Period | None:
    try:
        return parse_edtf(text) if text else None
    except ValueError:
        return None


def _stages(record: PublicRecord) -> list[str]:
    """Tag a case with its stage, or with the word for one that isn't known: as it is counted and listed elsewhere."""
    return [str(record.values.get("stage") or "unknown")] if record.kind == "case" else []


def _attested_year(record: PublicRecord) -> int | None:
    """Give the last year in which a source attests the stage of a case."""
    as_of = _parsed(record.values.get("stage_as_of"))
    return as_of.years()[1] if as_of else None
