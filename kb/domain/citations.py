"""Citations in text: `[@source-slug]`, several as `[@a; @b]` (the syntax of Pandoc's citeproc, without locators)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.domain.fields import Field, FieldType, RecordType
from kb.domain.locales import LOCALES
from kb.domain.records import Snapshot

CITATION = re.compile(r"\[(@[a-z0-9][a-z0-9-]*(?:\s*;\s*@[a-z0-9][a-z0-9-]*)*)\]")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")


def cited_slugs(markdown: str) -> list[str]:
    """List the sources cited in a text, in order of appearance, repeats included."""
    if "[@" not in markdown:
        return []
    return [part.strip().lstrip("@") for match in CITATION.finditer(markdown) for part in match.group(1).split(";")]


def without_citations(markdown: str) -> str:
    """Give the text as it is counted, indexed and quoted: citations taken out."""
    return CITATION.sub("", markdown)


def paragraphs(markdown: str) -> list[str]:
    """Split a text at empty lines."""
    return [part.strip() for part in _PARAGRAPH.split(markdown) if part.strip()]


def citations_of(record_type: RecordType, values: Snapshot) -> Iterator[tuple[str, str, str, str]]:
    """Yield every citation of a snapshot as (field, row_id, locale, source slug); row and locale may be empty.

    Order is the order of fields, then of the text: numbered references on the page follow it.
    """
    for field in record_type.citing:
        if field.type is FieldType.ROWS:
            for row in values.get(field.name) or ():
                for column in field.columns:
                    yield from _in_field(column, row, field.name, str(row["row_id"]))
        else:
            yield from _in_field(field, values, field.name, "")


def _in_field(field: Field, values: Snapshot, name: str, row_id: str) -> Iterator[tuple[str, str, str, str]]:
    if field.type is FieldType.MARKDOWN:
        for locale in LOCALES:
            for slug in cited_slugs(values.get(f"{field.name}__{locale}") or ""):
                yield name, row_id, locale, slug
    elif field.type is FieldType.REFERENCES and field.target == "source":
        for slug in values.get(field.name) or ():
            yield name, row_id, "", slug
