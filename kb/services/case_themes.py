"""Which themes cases share, and how much sharing them says: a theme of few cases says more than one of many.

Broader themes count along with those that a case names, so that cases about buses and about bicycles share mobility.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from sqlalchemy.orm import Session

from kb.db.queries.case_table import case_facts, case_theme_ids
from kb.db.queries.tagging import broader_themes
from kb.domain.broader_themes import with_broader
from kb.services.names import Names

Shares = npt.NDArray[np.float64]

_NOTHING: Final[frozenset[int]] = frozenset()


class CaseThemes:
    """The themes of all published cases, and their cities; made once a content generation."""

    def __init__(
        self, cases: Sequence[tuple[str, str | None, Sequence[str]]], broader: Mapping[str, str | None]
    ) -> None:
        """Take each case's slug, city and own themes, and the theme above each theme."""
        self.slugs = [slug for slug, _city, _themes in cases]
        self.places = {slug: place for place, slug in enumerate(self.slugs)}
        self._cities = [city for _slug, city, _themes in cases]
        self._broader = broader
        self._names = sorted({*broader, *(theme for _slug, _city, themes in cases for theme in themes)})
        numbers = {name: number for number, name in enumerate(self._names)}
        self._of_case = [
            frozenset(numbers[above] for theme in themes for above in with_broader(theme, broader))
            for _slug, _city, themes in cases
        ]
        having: list[list[int]] = [[] for _name in self._names]
        for place, of_case in enumerate(self._of_case):
            for theme in of_case:
                having[theme].append(place)
        self._having = [np.array(places, dtype=np.int64) for places in having]
        self._rarity = [float(np.log((len(cases) + 1) / max(len(places), 1))) for places in having]
        self._totals = self._summed(range(len(self._names)))

    def _summed(self, themes: Iterable[int]) -> Shares:
        """Add up, by case, the rarity of those of some themes that it has."""
        found = np.zeros(len(self.slugs))
        for theme in themes:
            found[self._having[theme]] += self._rarity[theme]
        return found

    def city(self, slug: str) -> str | None:
        """Name the city of a case."""
        place = self.places.get(slug)
        return None if place is None else self._cities[place]

    def shares(self, slug: str) -> Shares | None:
        """Give, for every case, the shared part of the rarity of both cases' themes (weighted Jaccard index), 0 to 1.

        None where the case has no themes.
        """
        place = self.places.get(slug)
        if place is None or not self._of_case[place]:
            return None
        shared = self._summed(self._of_case[place])
        whole = self._totals + self._totals[place] - shared
        found: Shares = np.divide(shared, whole, out=np.zeros_like(shared), where=whole > 0)
        found[place] = 0
        return found

    def nearest(self, shares: Shares, count: int) -> Sequence[str]:
        """List the slugs of the cases that share the most, at most `count`, in no particular order."""
        places = np.arange(len(shares))
        if count < len(shares):
            places = np.argpartition(shares, len(shares) - count)[len(shares) - count :]
        return [self.slugs[place] for place in places if shares[place] > 0]

    def shared(self, slug: str, other: str) -> Sequence[str]:
        """List the themes that two cases share, the rarest first, without those broader than another of them."""
        mine, theirs = (self._of_case[self.places[name]] if name in self.places else _NOTHING for name in (slug, other))
        common = {self._names[number]: self._rarity[number] for number in mine & theirs}
        covered = {above for theme in common for above in with_broader(theme, self._broader)[1:]}
        return sorted(common.keys() - covered, key=lambda theme: (-common[theme], theme))


def read_case_themes(session: Session, names: Names) -> CaseThemes:
    """Read the themes and cities of all published cases, in three statements."""
    themes: dict[int, list[str]] = {}
    for record_id, theme_id in case_theme_ids(session):
        if theme := names.by_id.get(theme_id):
            themes.setdefault(record_id, []).append(theme)
    cases = [
        (row[1], names.by_id.get(row[2]) if row[2] else None, themes.get(row[0], ())) for row in case_facts(session)
    ]
    return CaseThemes(cases, broader_themes(session))
