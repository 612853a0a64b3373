"""The map of how much there is of each city: a circle a city, its area by the count, and insets where circles crowd.

Every city is a link once: on the world, or in the inset that shows it enlarged. Three layers, of which the style sheet
shows one, hold the world for wide, middling and narrow screens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import pi, sqrt
from typing import Final

from markupsafe import Markup, escape

from kb.rendering.labelling import Box, Point, text_width
from kb.rendering.map_insets import find_insets
from kb.rendering.map_labels import Beside, place_names
from kb.rendering.projection import project
from kb.rendering.worldmap import SHEET, graticule, land

LAND_ID: Final = "land"
MOST_COVERED: Final = 0.07
"""Share of the sheet that circles may cover."""


@dataclass(frozen=True)
class CityCount:
    """A city to show, with how much there is of it; `words` is what its link is called.

    `lang` is the language of `name` where it isn't the page's, else empty.
    """

    name: str
    count: int
    href: str
    words: str
    lon: float
    lat: float
    lang: str = ""

    @cached_property
    def opening(self) -> str:
        """Write the start of its link."""
        return f'<a href="{escape(self.href)}" aria-label="{escape(self.words)}">'


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes in map units: of letters, and of the circles for one and for the most."""

    letters: float
    smallest: float
    largest: float

    def radius(self, count: int, most: int) -> float:
        """Size a circle so that its area goes by the count; a very small one is drawn as large as can still be seen."""
        return max(self.largest * sqrt(count / most), self.smallest)

    def fitted(self, counts: Sequence[int], most: int, sheet: Box) -> Scale:
        """Shrink the circles where there are so many that they would cover more than a fair share of the sheet."""
        area = (sheet.right - sheet.left) * (sheet.bottom - sheet.top)
        covered = sum(pi * self.radius(count, most) ** 2 for count in counts)
        factor = min(1.0, sqrt(MOST_COVERED * area / covered)) if covered else 1.0
        return Scale(self.letters, self.smallest * factor, self.largest * factor)


@dataclass(frozen=True, slots=True)
class Inset:
    """An enlarged part: the letter on its frame, its id, its picture, and the names in it."""

    letter: str
    id: str
    picture: Markup
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class CityMap:
    """The world and its insets."""

    world: Markup
    insets: Sequence[Inset]


LAYERS: Final = {"wide": Scale(28, 13, 46), "middling": Scale(42, 20, 62), "narrow": Scale(84, 42, 105)}
_CROWDING: Final = LAYERS["middling"]
"""The sizes by which circles are said to crowd."""


def _inset_scale(frame: Box) -> Scale:
    width = frame.right - frame.left
    return Scale(width * 0.045, width * 0.02, width * 0.075)


@dataclass(frozen=True, slots=True)
class _Circle:
    city: CityCount
    dot: Point
    radius: float
    letters: float

    @property
    def holds_count(self) -> bool:
        """Say whether the count fits into the circle."""
        return text_width(str(self.city.count), self.letters * 0.9) <= self.radius * 1.7

    @property
    def label(self) -> str:
        return self.city.name if self.holds_count else f"{self.city.name} {self.city.count}"


def _link(circle: _Circle, beside: Beside | None) -> str:
    city, (x, y) = circle.city, circle.dot
    inside = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{circle.radius:.1f}"/>'
    if circle.holds_count:
        below, size = y + circle.letters * 0.32, circle.letters * 0.9
        inside += f'<text class="n" x="{x:.1f}" y="{below:.1f}" font-size="{size:.1f}">{city.count}</text>'
    if beside:
        spoken = f' lang="{city.lang}"' if city.lang else ""
        at = f'x="{beside.x:.1f}" y="{beside.baseline:.1f}" text-anchor="{beside.anchor}"'
        count = "" if circle.holds_count else f' <tspan class="c">{city.count}</tspan>'
        inside += f"<text {at}><tspan{spoken}>{escape(city.name)}</tspan>{count}</text>"
    else:
        inside = f"<title>{escape(city.words)}</title>{inside}"
    return f"{city.opening}{inside}</a>"


def _circles(cities: Sequence[CityCount], scale: Scale, most: int) -> list[_Circle]:
    return [
        _Circle(city, project(city.lon, city.lat), scale.radius(city.count, most), scale.letters) for city in cities
    ]


def _links(circles: Sequence[_Circle], size: float, sheet: Box, taken: Sequence[Box]) -> Markup:
    dots, radii = [circle.dot for circle in circles], [circle.radius for circle in circles]
    placed = place_names([circle.label for circle in circles], dots, radii, size, sheet, taken)
    links = (_link(circle, beside) for circle, beside in zip(circles, placed, strict=True))
    return Markup("".join(links))  # noqa: S704 - escaped where it is written


def _frame_link(inset: tuple[Box, str, str], size: float, words: str) -> Markup:
    """Draw the frame of an inset on the world, with its letter, as a link to it."""
    frame, letter, place = inset
    return Markup(
        '<a class="frame" href="#{}" aria-label="{}"><rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>'
        '<text x="{:.1f}" y="{:.1f}">{}</text></a>'
    ).format(
        place,
        words,
        frame.left,
        frame.top,
        frame.right - frame.left,
        frame.bottom - frame.top,
        frame.left,
        frame.top - size * 0.25,
        letter,
    )


def _layer(
    name: str,
    alone: Sequence[CityCount],
    framed: Sequence[CityCount],
    insets: Sequence[tuple[Box, str, str, str]],
    most: int,
) -> Markup:
    scale = LAYERS[name].fitted([city.count for city in (*alone, *framed)], most, SHEET)
    taken = [frame for frame, *_rest in insets]
    taken += [Box(box.left, box.top - scale.letters, box.left + scale.letters, box.top) for box in taken]
    dots = "".join(
        f'<circle cx="{circle.dot[0]:.1f}" cy="{circle.dot[1]:.1f}" r="{min(circle.radius, scale.smallest):.1f}"/>'
        for circle in _circles(framed, scale, most)
    )
    frames = (_frame_link((frame, letter, place), scale.letters, words) for frame, letter, place, words in insets)
    return Markup('<g class="{}" font-size="{:.1f}" stroke-width="{:.1f}">{}{}<g class="framed">{}</g></g>').format(
        name,
        scale.letters,
        scale.letters * 0.2,
        _links(_circles(alone, scale, most), scale.letters, SHEET, taken),
        Markup("").join(frames),
        Markup(dots),  # noqa: S704 - figures only
    )


def _inset_picture(frame: Box, cities: Sequence[CityCount], most: int, title: str) -> Markup:
    scale = _inset_scale(frame).fitted([city.count for city in cities], most, frame)
    width = frame.right - frame.left
    corner = Box(frame.left, frame.top, frame.left + width * 0.08, frame.top + width * 0.08)
    view = f"{frame.left:.1f} {frame.top:.1f} {frame.right - frame.left:.1f} {frame.bottom - frame.top:.1f}"
    return Markup(
        '<svg class="citymap" viewBox="{}" role="group" aria-label="{}"><use href="#{}"/>'
        '<g font-size="{:.1f}" stroke-width="{:.1f}">{}</g></svg>'
    ).format(
        view,
        title,
        LAND_ID,
        scale.letters,
        scale.letters * 0.2,
        _links(_circles(cities, scale, most), scale.letters, frame, [corner]),
    )


def draw_city_map(cities: Sequence[CityCount], title: str, inset_title: str, described_by: str) -> CityMap:
    """Draw cities with a count of one or more. `inset_title` has places for `{letter}` and `{cities}`.

    `described_by` is the id of the text on the page that says what the map shows.
    """
    ranked = sorted(cities, key=lambda city: (-city.count, city.href))
    most = max((city.count for city in ranked), default=1)
    circles = _circles(ranked, _CROWDING.fitted([city.count for city in ranked], most, SHEET), most)
    found = find_insets([circle.dot for circle in circles], [circle.radius for circle in circles])
    parts = []
    for number, (frame, members) in enumerate(found):
        letter, within = chr(ord("A") + number), [ranked[member] for member in members]
        words = inset_title.format(letter=letter, cities=len(within))
        parts.append((frame, letter, f"inset-{letter.lower()}", words, within))
    framed = {id(city) for *_rest, within in parts for city in within}
    alone = [city for city in ranked if id(city) not in framed]
    enlarged = [city for city in ranked if id(city) in framed]
    heads = [(frame, letter, place, words) for frame, letter, place, words, _within in parts]
    layers = Markup("").join(_layer(name, alone, enlarged, heads, most) for name in LAYERS)
    view = f"{SHEET.left} {SHEET.top} {SHEET.right - SHEET.left} {SHEET.bottom - SHEET.top}"
    world = Markup(
        '<svg class="citymap world" viewBox="{}" role="group" aria-label="{}" aria-describedby="{}">'
        '{}<g id="{}">{}</g>{}</svg>'
    ).format(view, title, described_by, graticule(), LAND_ID, land(), layers)
    insets = [
        Inset(letter, place, _inset_picture(frame, within, most, words), [city.name for city in within])
        for frame, letter, place, words, within in parts
    ]
    return CityMap(world, insets)
