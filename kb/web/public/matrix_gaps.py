"""What the matrix lacks: themes, cities and cells without any case study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kb.services.case_matrix import ANY
from kb.web.public.links import ThemeLink, Vocabulary
from kb.web.public.matrix_table import Head, Layout

MOST_CITIES: Final = 30  # that are named as having no case study
MOST_DESCRIBED: Final = 12  # cities whose empty cells are put into words


@dataclass(frozen=True, slots=True)
class Gaps:
    """Themes and cities without any case study (`more_cities` aren't named), and the empty groups of each city."""

    themes: Sequence[ThemeLink]
    cities: Sequence[Head]
    more_cities: int
    by_city: Sequence[tuple[Head, Sequence[Head]]]

    def __bool__(self) -> bool:
        return bool(self.themes or self.cities or self.by_city)


def find_gaps(layout: Layout, cities: Sequence[Head], branches: Sequence[Sequence[Head]], words: Vocabulary) -> Gaps:
    """Find them among the cities that are asked for."""
    bare = [city for city in cities if not layout.tally(city.slug, ANY).count]
    themes = (theme.slug for branch in branches for theme in branch if not layout.tally(ANY, theme.slug).count)
    few = [city for city in cities if city not in bare] if len(cities) <= MOST_DESCRIBED else []
    missing = [(city, _empty_groups(layout, city, branches)) for city in few]
    return Gaps(
        words.links(themes),
        bare[:MOST_CITIES],
        max(0, len(bare) - MOST_CITIES),
        [(city, groups) for city, groups in missing if groups],
    )


def _empty_groups(layout: Layout, city: Head, branches: Sequence[Sequence[Head]]) -> Sequence[Head]:
    return [branch[0] for branch in branches if not layout.tally(city.slug, branch[0].slug).count]
