"""The names of a record as tables have them: one column a language."""

from __future__ import annotations

from kb.domain.locales import LOCALES
from kb.services.names import Names


def local_names(names: Names, kind: str, slug: str | None) -> list[str | None]:
    """Name a record in both languages; None in one that it has no name in."""
    found = [names.find(kind, slug, locale) for locale in LOCALES]
    return [name.value if name and not name.is_fallback else None for name in found]
