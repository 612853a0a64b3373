"""The matrix of cities and themes laid out: tables with heads, cells that lead to the search, and totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from kb.domain.evidence import GRADES
from kb.domain.locales import Locale, LocalText
from kb.rendering.matrix import LEVELS, shade_levels
from kb.services.case_matrix import ANY, CaseMatrix, Tally
from kb.web.messages import gettext as _
from kb.web.public.lists import count_of
from kb.web.public.matrix_request import MatrixRequest
from kb.web.urls import page_path, with_query


@dataclass(frozen=True, slots=True)
class Head:
    """A city, a theme (with the place of its group) or all of them (no `href`) at the head of a row or column."""

    title: LocalText
    slug: str = ANY
    href: str = ""
    group: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says: a number, with a grade where evidence is shown; `label` says it in a sentence.

    `column` is the head of its column, for narrow screens; `level` is its shade, 0 for an empty cell.
    """

    column: str
    count: int
    grade: str = ""
    level: int = 0
    label: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells; the last one is the total."""

    head: Head
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads; `sums` is the row of totals. Of a `branch` of the vocabulary: its top concept and its cases."""

    columns: Sequence[Head]
    rows: Sequence[Row]
    sums: Row | None = None
    branch: Head | None = None
    count: int = 0


class Layout:
    """Lays out the cells of a matrix in one language; `cities` are all that are asked for, those on other pages too."""

    def __init__(self, matrix: CaseMatrix, asked: MatrixRequest, lang: Locale, cities: Sequence[str]) -> None:
        self.matrix, self.asked, self.lang, self.cities = matrix, asked, lang, cities
        self._levels: Mapping[int, int] = {}
        self._words: dict[int, str] = {}
        self._grade = _("grade")

    def tally(self, city: str, theme: str) -> Tally:
        """Count the cases of a city, or of all that are asked for, under a theme."""
        is_part = self.asked.country and not city
        return self.matrix.total(self.cities, theme) if is_part else self.matrix.cell(city, theme)

    def shade_by(self, cities: Iterable[Head], themes: Iterable[Head]) -> None:
        """Let shades range over the counts of these cells."""
        pairs = product(cities, themes)
        self._levels = shade_levels(self.matrix.cell(city.slug, theme.slug).count for city, theme in pairs)

    def cell(self, city: Head, theme: Head, column: Head) -> Cell:
        """Lay out the cell of a city and a theme."""
        tally = self.tally(city.slug, theme.slug)
        if tally.best is None:
            return Cell(column.title.value, 0)
        count, grade, level = tally.count, "", self._levels.get(tally.count, LEVELS)
        if self.asked.cells == "evidence":
            count, grade, level = tally.grades[tally.best], tally.best, LEVELS - GRADES.index(tally.best)
        shade = level if city.slug and theme.slug else 0
        label = self._label(city, theme, count, grade)
        return Cell(column.title.value, count, grade, shade, label, self._search(city.slug, theme.slug, grade))

    def _label(self, city: Head, theme: Head, count: int, grade: str) -> str:
        if count not in self._words:  # looking words up takes longer than all else in a cell
            self._words[count] = count_of("case", count)
        said = f"{self._grade} {grade}, {self._words[count]}" if grade else self._words[count]
        return f"{city.title}, {theme.title}: {said}"

    def _search(self, city: str, theme: str, grade: str) -> str:
        """Address the list of what a cell counts."""
        country = "" if city else self.asked.country
        query = {"type": "case", "country": country, "city": city, "theme": theme, "evidence": grade}
        return with_query(page_path(self.lang, "search"), query)


def city_rows(layout: Layout, shown: Sequence[Head], themes: Sequence[Head], whole: tuple[Head, Head]) -> Table:
    """Lay out cities as rows and themes as columns; `whole` heads the totals of all cities and of all themes."""
    all_cities, all_themes = whole
    layout.shade_by(shown, themes)
    columns = [*themes, all_themes]
    rows = [Row(city, [layout.cell(city, theme, theme) for theme in columns]) for city in shown]
    return Table(columns, rows, Row(all_cities, [layout.cell(all_cities, theme, theme) for theme in columns]))


def theme_rows(
    layout: Layout, shown: Sequence[Head], branches: Sequence[Sequence[Head]], all_cities: Head
) -> Sequence[Table]:
    """Lay out every branch of the vocabulary, its top concept first, with themes as rows and cities as columns."""
    layout.shade_by(shown, (theme for branch in branches for theme in branch[1:]))
    columns = [*shown, all_cities]
    return [
        Table(
            columns,
            [Row(theme, [layout.cell(city, theme, city) for city in columns]) for theme in branch],
            branch=branch[0],
            count=layout.tally(ANY, branch[0].slug).count,
        )
        for branch in branches
    ]
