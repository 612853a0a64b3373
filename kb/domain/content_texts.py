"""The texts of a record as a proof-reader takes them: piece by piece, the two languages beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from kb.domain.citations import paragraphs, without_citations
from kb.domain.fields import Field, FieldType
from kb.domain.locales import LOCALES, Locale
from kb.domain.records import PublicRecord, Snapshot

NAMING: Final = ("title", "name", "pref_label", "alt_labels", "technologies", "person")
"""Fields that name something: a name may be foreign, and call itself what it likes."""
_UNPAIRED: Final = ("alt_labels",)
_ADDRESS: Final = re.compile(r"https?://[^\s)\]]+|(?<![\w.])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w.-])", re.IGNORECASE)
_QUOTED: Final = re.compile(
    r"""“[^”]*”|"[^"\n]*"|‘[^’\n]*’(?![A-Za-z])|(?<!\w)'[^'\n]+'(?![A-Za-z])|「[^」]*」|『[^』]*』|《[^》]*》|〈[^〉]*〉|«[^»]*»"""
)
_SENTENCE_END: Final = re.compile(r"(?<=[.!?。])[\"”’')\]]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, line or list item of a field, citations and addresses taken out, in one language or both."""

    where: str
    field: str  # its name, without the row
    texts: dict[Locale, str]
    is_prose: bool  # Markdown, not a line

    @property
    def is_paired(self) -> bool:
        """Say whether both languages are there."""
        return all(self.texts.get(lang) for lang in LOCALES)


def pieces(record: PublicRecord) -> Iterator[Piece]:
    """Yield every translated text of a record.

    Paragraphs and list items are paired one to one where both languages have as many. A field whose paragraphs don't
    pair is one piece; lists that don't (or aren't meant to: alternative labels) come a language at a time.
    """
    for field in record.type.fields:
        if field.type is FieldType.ROWS:
            for row in record.rows(field.name):
                for column in field.columns:
                    yield from _of_field(column, row, f"{field.name}/{row['row_id']}/{column.name}")
        else:
            yield from _of_field(field, record.values, field.name)


def _of_field(field: Field, values: Snapshot, where: str) -> Iterator[Piece]:
    if not field.translated:
        return
    parts = {lang: _parts(field, value) for lang in LOCALES if (value := values.get(f"{field.name}__{lang}"))}
    is_prose = field.type is FieldType.MARKDOWN
    if len({len(items) for items in parts.values()}) == 1 and field.name not in _UNPAIRED:
        for number, items in enumerate(zip(*parts.values(), strict=True), 1):
            path = f"{where}/{number}" if len(next(iter(parts.values()))) > 1 else where
            yield Piece(path, field.name, dict(zip(parts, items, strict=True)), is_prose)
    elif is_prose:
        yield Piece(where, field.name, {lang: "\n\n".join(items) for lang, items in parts.items()}, is_prose)
    else:
        yield from (Piece(where, field.name, {lang: item}, is_prose) for lang, items in parts.items() for item in items)


def _parts(field: Field, value: Any) -> list[str]:
    if field.type is FieldType.LIST:
        return [str(item) for item in value]
    texts = paragraphs(str(value)) if field.type is FieldType.MARKDOWN else [str(value)]
    return [_ADDRESS.sub(" ", without_citations(text)) for text in texts]


def without_quotations(text: str) -> str:
    """Take out what stands in quotation marks: those are somebody else's words."""
    return _QUOTED.sub(" ", text)


def sentences(text: str) -> list[str]:
    """Split a text at full stops followed by a space, and at line ends. Abbreviations split it, too."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]
