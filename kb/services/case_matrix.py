"""How many cases there are of every city under every theme, and how good their evidence is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from sqlalchemy.orm import Session

from kb.db.queries.tagging import broader_themes
from kb.domain.broader_themes import with_broader
from kb.domain.evidence import GRADES, Grade
from kb.services.case_table import CaseFacts

ANY: Final = ""
"""In place of a theme or a city: all cases, those without any too."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Some cases, counted by their evidence grade; `best` is the best grade among them, None where there is no case."""

    grades: Mapping[Grade, int]
    count: int
    best: Grade | None


def tally_of(grades: Mapping[Grade, int]) -> Tally:
    """Sum up the cases of each grade."""
    return Tally(grades, sum(grades.values()), next((grade for grade in GRADES if grades.get(grade)), None))


NO_CASES: Final = tally_of({})


@dataclass(frozen=True, slots=True)
class CaseMatrix:
    """The cases of every (city, theme) that has any, those of narrower themes included; either may be `ANY`.

    A case with several themes is counted under each of them, once.
    """

    cells: Mapping[tuple[str, str], Tally]

    def cell(self, city: str, theme: str) -> Tally:
        """Count the cases of a city under a theme."""
        return self.cells.get((city, theme), NO_CASES)

    def total(self, cities: Iterable[str], theme: str) -> Tally:
        """Count the cases of several cities under a theme."""
        found: Counter[Grade] = Counter()
        for city in cities:
            found.update(self.cell(city, theme).grades)
        return tally_of(found)


def read_broader_themes(session: Session) -> Mapping[str, str | None]:
    """Name the published theme directly above each published theme."""
    return broader_themes(session)


def count_cases(table: Sequence[CaseFacts], broader: Mapping[str, str | None]) -> CaseMatrix:
    """Count cases; `broader` names the theme directly above each theme."""
    found: dict[tuple[str, str], Counter[Grade]] = defaultdict(Counter)
    for case in table:
        under = {ANY, *(wider for own in case.themes for wider in with_broader(own, broader))}
        for city, theme in product({ANY, case.city or ANY}, under):
            found[city, theme][case.evidence] += 1
    return CaseMatrix({key: tally_of(grades) for key, grades in found.items()})
