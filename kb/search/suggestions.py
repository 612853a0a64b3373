"""Suggestions while typing: titles and names that begin, or hold a word that begins, with what is typed."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final, NamedTuple

from kb.domain.locales import Locale
from kb.search.analysis.ko import letters
from kb.search.analysis.terms import atoms_of
from kb.search.catalog import ON_REQUEST, Catalog

_KINDS: Final = ("theme", "city", "case", "event", "organization", "session", "presentation")


class _Beginning(NamedTuple):
    """A name from one of its words on, spelled in letters."""

    spelled: str
    text: str
    is_inner: bool
    is_title: bool
    lang: Locale
    number: int


class Suggester:
    """Names of one commit, sorted by their beginnings. Immutable."""

    def __init__(self, catalog: Catalog) -> None:
        self._heads = catalog.heads
        self._beginnings = sorted(
            beginning
            for number, head in catalog.heads.items()
            if head.kind != ON_REQUEST
            for section, lang, name in head.names
            for beginning in _beginnings(name, lang, number, is_title=section == "title")
        )

    def suggest(self, text: str, lang: Locale, limit: int) -> list[tuple[str, str]]:
        """List (kind, slug): whole beginnings first, then inner words; titles before other names, names in `lang` before the other language's.

        A half-typed syllable counts as far as it goes (스맡 finds 스마트), after names that begin with it as it stands.
        """
        typed = "".join(atom.text for atom in atoms_of(text))
        spelled = letters(typed)
        if not spelled:
            return []
        best: dict[int, tuple[bool, bool, bool, bool, int, int, str]] = {}
        for beginning in self._from(spelled):
            head = self._heads[beginning.number]
            rank = (
                not beginning.text.startswith(typed),
                beginning.is_inner,
                not beginning.is_title,
                beginning.lang != lang,
                _KINDS.index(head.kind) if head.kind in _KINDS else len(_KINDS),
                len(beginning.text),
                head.slug,
            )
            best[beginning.number] = min(best.get(beginning.number, rank), rank)
        ordered = sorted(best, key=lambda number: best[number])
        return [(self._heads[number].kind, self._heads[number].slug) for number in ordered[:limit]]

    def _from(self, spelled: str) -> list[_Beginning]:
        start = bisect_left(self._beginnings, (spelled,))
        end = start
        while end < len(self._beginnings) and self._beginnings[end].spelled.startswith(spelled):
            end += 1
        return self._beginnings[start:end]


def _beginnings(name: str, lang: Locale, number: int, *, is_title: bool) -> list[_Beginning]:
    atoms = atoms_of(name)
    found = []
    for index in range(len(atoms)):
        text = "".join(atom.text for atom in atoms[index:])
        found.append(_Beginning(letters(text), text, index > 0, is_title, lang, number))
    return found
