"""What an editor checks in a record, as far as a rule can: pure, one record at a time.

`error` findings must not be in the seed; `warning` findings are for a person to weigh. This module looks at fields,
lengths and sources; what the texts say is the matter of the other `content_…` modules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from kb.domain.citations import citations_of, cited_slugs, paragraphs, without_citations
from kb.domain.content_figure_rules import figure_findings
from kb.domain.content_findings import Finding
from kb.domain.content_language import language_findings
from kb.domain.content_period import period_findings
from kb.domain.content_praise import praise_findings
from kb.domain.content_texts import pieces
from kb.domain.fields import FieldType
from kb.domain.locales import LOCALES, Locale, other
from kb.domain.records import PublicRecord, Snapshot
from kb.domain.snapshots import missing_to_publish, references_of

SUMMARY_LIMIT: Final[dict[Locale, int]] = {"en": 120, "ko": 90}
SECTION_LIMITS: Final[dict[Locale, tuple[int, int]]] = {"en": (350, 800), "ko": (250, 600)}
SECTIONS: Final = ("challenge", "approach", "technology", "governance")
_SAYS_IT_IS_SHORT: Final[dict[Locale, re.Pattern[str]]] = {
    "en": re.compile(r"\bcase is short\b"),
    "ko": re.compile(r"짧게 정리했|사례는 짧"),
}
"""Where little could be found out a case is short rather than padded; then its updating note tells the reader so."""
PARAGRAPH_LIMIT: Final = 120
_UNCITED_KINDS: Final = ("theme", "source")
_UNCITED_FIELDS: Final = ("updating_note",)
_NEEDS_SOURCES: Final = ("costs", "outcomes", "lessons", "reported_values", "profile")
_EXPECTED: Final = {
    "case": ("themes", "stage", "period", "lead_organization", "challenge", "approach", "outcomes", "lessons"),
    "city": ("country", "lat", "lon", "summary", "profile"),
    "event": ("dates", "place", "host", "summary"),
    "presentation": ("presentation_type", "material_state", "abstract"),
    "organization": ("organization_type", "summary"),
    "theme": ("definition",),
    "source": ("language", "source_type", "gloss"),
}

IsPublished = Callable[[str, str], bool]


def check_record(record: PublicRecord, is_published: IsPublished) -> Iterator[Finding]:
    """Yield every finding about one record; `is_published(kind, slug)` tells whether a reference leads somewhere."""
    name = f"{record.kind}:{record.slug}"
    for problem in missing_to_publish(record.type, record.values):
        yield Finding(name, problem.where, "", "required")
    for path, kind, slug in references_of(record.type, record.values):
        if not is_published(kind, slug):
            code = "not_in_vocabulary" if kind == "theme" else "broken_slug"
            yield Finding(name, path, "", code, f"{kind} {slug}")
    for field, row, lang, slug in citations_of(record.type, record.values):
        if not is_published("source", slug):
            yield Finding(name, f"{field}/{row}".rstrip("/"), lang, "dangling_citation", slug)
    yield from _missing(record, name)
    yield from _paragraphs(record, name)
    yield from _rows(record, name)
    for piece in pieces(record):
        yield from figure_findings(name, piece)
        yield from language_findings(name, piece)
        yield from praise_findings(name, piece)
    if record.kind == "case":
        yield from _case_lengths(record, name)
        yield from period_findings(record, name)


def _missing(record: PublicRecord, name: str) -> Iterator[Finding]:
    for field in record.type.fields:
        given = [key for key in field.keys() if record.values.get(key)]
        if not given and field.name in _EXPECTED.get(record.kind, ()):
            yield Finding(name, field.name, "", "missing", severity="warning")
        if field.translated and len(given) == 1:
            lang = other("ko" if given[0].endswith("__ko") else "en")
            yield Finding(name, field.name, lang, "not_translated")
    for field in record.type.rows():
        for row in record.rows(field.name):
            for column in field.columns:
                given = [key for key in column.keys() if row.get(key)]
                if column.translated and len(given) == 1:
                    lang = other("ko" if given[0].endswith("__ko") else "en")
                    yield Finding(name, f"{field.name}/{row['row_id']}/{column.name}", lang, "not_translated")


def _paragraphs(record: PublicRecord, name: str) -> Iterator[Finding]:
    for field in record.type.fields:
        if field.type is not FieldType.MARKDOWN:
            continue
        for lang in LOCALES:
            for text in paragraphs(record.values.get(f"{field.name}__{lang}") or ""):
                if record.kind not in _UNCITED_KINDS and field.name not in _UNCITED_FIELDS and not cited_slugs(text):
                    yield Finding(name, field.name, lang, "unsourced_paragraph", text[:60])
                if (count := count_words(text)) > PARAGRAPH_LIMIT:
                    yield Finding(name, field.name, lang, "long_paragraph", f"{count} words")


def _rows(record: PublicRecord, name: str) -> Iterator[Finding]:
    for field in record.type.rows():
        for row in record.rows(field.name):
            if field.name in _NEEDS_SOURCES and not row.get("sources"):
                yield Finding(name, f"{field.name}/{row['row_id']}", "", "row_without_source")
    groups = [row["group"] for row in record.rows("reported_values")]
    for group in sorted(set(groups)):
        if groups.count(group) < 2:
            yield Finding(name, f"reported_values/{group}", "", "nothing_to_disagree_with")


def _case_lengths(record: PublicRecord, name: str) -> Iterator[Finding]:
    for lang in LOCALES:
        summary = count_words(record.values.get(f"summary__{lang}") or "")
        if summary > SUMMARY_LIMIT[lang]:
            yield Finding(name, "summary", lang, "summary_too_long", f"{summary} > {SUMMARY_LIMIT[lang]}")
        count = section_words(record.values, lang)
        low, high = SECTION_LIMITS[lang]
        if count > high:
            yield Finding(name, "sections", lang, "sections_too_long", f"{count} > {high}")
        elif count < low and not _SAYS_IT_IS_SHORT[lang].search(record.values.get(f"updating_note__{lang}") or ""):
            yield Finding(name, "sections", lang, "sections_short", f"{count} < {low}", "warning")


def section_words(values: Snapshot, lang: Locale) -> int:
    """Count the words (eojeol in Korean) of a case's sections and lessons together."""
    texts = [values.get(f"{section}__{lang}") or "" for section in SECTIONS]
    texts += [row.get(f"text__{lang}") or "" for row in values.get("lessons") or ()]
    return sum(count_words(text) for text in texts)


def count_words(markdown: str) -> int:
    """Count space-separated words, citations left out."""
    return len(without_citations(markdown).split())


def all_words(record: PublicRecord, lang: Locale) -> int:
    """Count every word that a record says in one language, structured rows included."""
    total = 0
    for field in record.type.fields:
        if field.type is FieldType.ROWS:
            for row in record.rows(field.name):
                total += sum(_words(row.get(f"{column.name}__{lang}")) for column in field.columns if column.translated)
        elif field.translated:
            total += _words(record.values.get(f"{field.name}__{lang}"))
    return total


def _words(value: object) -> int:
    if isinstance(value, list):
        return sum(count_words(str(item)) for item in value)
    return count_words(str(value)) if value else 0
