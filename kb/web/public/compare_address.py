"""What the address of a comparison says: which records, in which order, and how they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from flask import request

from kb.domain.comparison import ComparedKind
from kb.domain.locales import Locale
from kb.web.urls import page_path, with_query

PATH: Final = "compare"
DIFFERENCES: Final = "differences"
FOLD: Final = "fold"
CHOOSE: Final = "choose"
"""Asks for the page on which records are chosen, whatever is chosen already."""
KIND: Final = "kind"
"""What is to be chosen, where nothing is chosen yet."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The records compared, by slug and in order; whether rows that are all the same are left out; groups folded."""

    kind: ComparedKind
    slugs: tuple[str, ...]
    differences: bool = False
    folded: frozenset[str] = frozenset()

    def address(self, lang: Locale, row: str = "") -> str:
        """Address the comparison, at one of its rows if it is named."""
        path = with_query(page_path(lang, PATH), self._query())
        return f"{path}#{row}" if row else path

    def choosing_address(self, lang: Locale) -> str:
        """Address the page on which to choose others, these being chosen."""
        return with_query(page_path(lang, PATH), [*self._query(), (CHOOSE, 1)])

    def bare(self) -> Selection:
        """Forget how it is shown."""
        return Selection(self.kind, self.slugs)

    def without(self, slug: str) -> Selection:
        """Leave a record out."""
        return replace(self, slugs=tuple(item for item in self.slugs if item != slug))

    def moved(self, slug: str, step: int) -> Selection | None:
        """Move a record by one place, to the left for a step of -1; None where it can't go further."""
        place = self.slugs.index(slug)
        target = place + step
        if not 0 <= target < len(self.slugs):
            return None
        others = [item for item in self.slugs if item != slug]
        others.insert(target, slug)
        return replace(self, slugs=tuple(others))

    def folding(self, group: str) -> Selection:
        """Fold a group of rows, or unfold it."""
        return replace(self, folded=self.folded ^ {group})

    def unfolded(self) -> Selection:
        """Unfold all groups."""
        return replace(self, folded=frozenset())

    def with_differences(self, wanted: bool) -> Selection:
        """Leave out rows that are the same, or show all."""
        return replace(self, differences=wanted)

    def _query(self) -> Iterator[tuple[str, object]]:
        yield from ((self.kind, slug) for slug in self.slugs)
        if self.differences:
            yield DIFFERENCES, 1
        yield from ((FOLD, group) for group in sorted(self.folded))


def read_selection() -> tuple[Selection, bool]:
    """Read the present request's selection, unchecked, and whether cities were named beside cases: those are left out."""
    cases, cities = (_slugs(kind) for kind in ("case", "city"))
    wants_cities = not cases and (bool(cities) or request.args.get(KIND) == "city")
    selection = Selection(
        kind="city" if wants_cities else "case",
        slugs=cities if wants_cities else cases,
        differences=request.args.get(DIFFERENCES, "") not in ("", "0"),
        folded=frozenset(request.args.getlist(FOLD)),
    )
    return selection, bool(cases and cities)


def _slugs(kind: str) -> tuple[str, ...]:
    given = (value.replace("\0", "").strip() for value in request.args.getlist(kind))
    return tuple(value for value in given if value)
