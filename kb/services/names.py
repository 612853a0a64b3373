"""What the records that others are filed under are called: themes, cities, organizations and events.

There are few of them beside the records filed under them, and every list and every set of facets names many; so they
are read together, once a content generation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from kb.db.queries.briefs import titled
from kb.domain.locales import LOCALES, Locale, LocalText, as_locale, choose

NAMED: Final = ("theme", "city", "organization", "event")


@dataclass(frozen=True, slots=True)
class Names:
    """The published records of the kinds in `NAMED`: their slugs, and their names for readers of either language."""

    slugs: Mapping[str, frozenset[str]]
    by_lang: Mapping[Locale, Mapping[tuple[str, str], LocalText]]
    by_id: Mapping[int, str]

    def name(self, kind: str, slug: str, lang: Locale) -> LocalText:
        """Name a record; one that isn't published (any more) names itself."""
        return self.by_lang[lang].get((kind, slug)) or LocalText(slug, lang)

    def find(self, kind: str, slug: str | None, lang: Locale) -> LocalText | None:
        """Name a record; None where it isn't published."""
        return self.by_lang[lang].get((kind, slug)) if slug else None


def read_names(session: Session) -> Names:
    """Read them all, in one statement."""
    titles: dict[tuple[str, str], dict[Locale, str | None]] = {}
    slugs: dict[str, set[str]] = {kind: set() for kind in NAMED}
    by_id: dict[int, str] = {}
    for record_id, kind, slug, locale, title in titled(session, NAMED):
        titles.setdefault((kind, slug), {})[as_locale(locale)] = title
        slugs[kind].add(slug)
        by_id[record_id] = slug
    return Names(
        {kind: frozenset(found) for kind, found in slugs.items()},
        {lang: {key: choose(texts, lang) for key, texts in titles.items()} for lang in LOCALES},
        by_id,
    )
