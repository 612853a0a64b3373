"""A published record as the rest of the program reads it: a value, never a database object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kb.domain.fields import RecordType
from kb.domain.locales import Locale, LocalText, choose
from kb.domain.record_types import RECORD_TYPES

Snapshot = Mapping[str, Any]
"""All fields of one revision under their import names; absent or empty means "not given"."""


def texts(values: Snapshot, name: str) -> dict[Locale, str | None]:
    """Take a translated field from a snapshot or row as `{"ko": …, "en": …}`; a neutral text counts for both."""
    if name in values:
        return {"ko": values[name], "en": values[name]}
    return {"ko": values.get(f"{name}__ko"), "en": values.get(f"{name}__en")}


def local(values: Snapshot, name: str, locale: Locale) -> LocalText:
    """Take a translated field of a snapshot or row for a reader of `locale`."""
    return choose(texts(values, name), locale)


@dataclass(frozen=True, slots=True)
class PublicCard:
    """What a link to a published record needs: where it is and what it is called, in both languages."""

    kind: str
    slug: str
    title: Mapping[Locale, str | None]
    summary: Mapping[Locale, str | None]
    updated_at: datetime
    title_lang: str | None = None  # language of a title that is the same in both (sources)


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """The live content of one published record."""

    kind: str
    slug: str
    revision: int
    published_at: datetime
    updated_at: datetime
    values: Snapshot

    @property
    def type(self) -> RecordType:
        """Describe the record's kind."""
        return RECORD_TYPES[self.kind]

    def text(self, name: str, locale: Locale) -> LocalText:
        """Take a translated field for a reader of `locale`, falling back to the other language."""
        return local(self.values, name, locale)

    def title(self, locale: Locale) -> LocalText:
        """Name the record for a reader of `locale`."""
        return self.text(self.type.title, locale)

    def summary(self, locale: Locale) -> LocalText:
        """Sum the record up (Markdown with citations) for a reader of `locale`."""
        return self.text(self.type.summary, locale)

    def rows(self, name: str) -> Sequence[Snapshot]:
        """List the structured rows of a field, in the order given by their author."""
        return tuple(self.values.get(name) or ())

    def list(self, name: str) -> Sequence[str]:
        """List a plain or reference list."""
        return tuple(self.values.get(name) or ())


@dataclass(frozen=True, slots=True)
class Labels:
    """Cards of every record that a page refers to, by (kind, slug). Unpublished ones are simply absent."""

    cards: Mapping[tuple[str, str], PublicCard] = field(default_factory=dict)

    def get(self, kind: str, slug: str | None) -> PublicCard | None:
        """Find a card; `None` when there is no such published record."""
        return self.cards.get((kind, slug)) if slug else None
