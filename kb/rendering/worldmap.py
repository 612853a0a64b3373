"""The world map and the locator map, drawn as SVG.

Land is Natural Earth's (public domain); `tools/make_world_outline.py` made the path.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from kb.rendering.labelling import Box, Label, place_labels
from kb.rendering.projection import project

SHEET = Box(-990, -492, 990, 392)
"""The part of the world that is shown: all but the Antarctic."""
_LAYERS = (("wide", 46, 13), ("narrow", 84, 22))  # class, size of letters, radius of dots, in map units
_LOCATOR_WIDTH, _LOCATOR_HEIGHT = 420, 290


@dataclass(frozen=True, slots=True)
class Place:
    """A city to show. `lang` is the language of `name` where it isn't the page's, else empty."""

    name: str
    href: str
    lon: float
    lat: float
    lang: str = ""


@cache
def land() -> Markup:
    """Draw the outline of the land."""
    path = (files("kb.rendering") / "data" / "land.txt").read_text("ascii")
    return Markup('<path class="land" d="{}"/>').format(path.replace("\n", ""))


@cache
def graticule() -> Markup:
    """Draw lines of latitude and longitude, thirty degrees apart."""
    lines = [[project(lon, lat) for lat in range(-56, 85, 10)] for lon in range(-160, 190, 30)]
    lines += [[project(lon, lat) for lon in (-168.99, 190.99)] for lat in (-30, 0, 30, 60)]
    path = "".join("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in line) for line in lines)
    return Markup('<path class="graticule" d="{}"/>').format(path)


def _lang(lang: str) -> Markup:
    return Markup(' lang="{}"').format(lang) if lang else Markup("")


def _link(place: Place, label: Label | None, dot: tuple[float, float], radius: float) -> Markup:
    parts = [Markup('<circle cx="{:.0f}" cy="{:.0f}" r="{}"/>').format(*dot, radius)]
    if label is None:
        parts.insert(0, Markup("<title>{}</title>").format(place.name))
    else:
        if label.leader:
            parts.insert(
                0, Markup('<path class="leader" d="M{:.0f} {:.0f}L{:.0f} {:.0f}"/>').format(*dot, *label.leader)
            )
        text = Markup('<text x="{:.0f}" y="{:.0f}" text-anchor="{}">{}</text>')
        parts.append(text.format(label.x, label.baseline, label.anchor, place.name))
    return Markup('<a href="{}"{}>{}</a>').format(place.href, _lang(place.lang), Markup("").join(parts))


def _layer(places: Sequence[Place], name: str, size: int, radius: int) -> Markup:
    dots = [project(place.lon, place.lat) for place in places]
    labels = place_labels([place.name for place in places], dots, size, radius, SHEET)
    links = (_link(place, label, dot, radius) for place, label, dot in zip(places, labels, dots, strict=True))
    return Markup('<g class="{}" font-size="{}">{}</g>').format(name, size, Markup("").join(links))


def draw_world(places: Sequence[Place], title: str) -> Markup:
    """Draw the world with a linked, labelled dot a city; one layer of labels for wide screens, one for narrow."""
    view = f"{SHEET.left} {SHEET.top} {SHEET.right - SHEET.left} {SHEET.bottom - SHEET.top}"
    layers = Markup("").join(_layer(places, *layer) for layer in _LAYERS)
    return Markup('<svg class="map" viewBox="{}" role="group" aria-label="{}">{}{}{}</svg>').format(
        view, title, graticule(), land(), layers
    )


def draw_locator(name: str, lon: float, lat: float, title: str) -> Markup:
    """Draw the part of the world around one city, with a pin on it."""
    x, y = project(lon, lat)
    half = _LOCATOR_WIDTH / 2
    left = min(max(x - half, -1000), 1000 - _LOCATOR_WIDTH)
    top = min(max(y - _LOCATOR_HEIGHT / 2, SHEET.top), SHEET.bottom - _LOCATOR_HEIGHT)
    sheet = Box(left, top, left + _LOCATOR_WIDTH, top + _LOCATOR_HEIGHT)
    (label,) = place_labels([name], [(x, y)], 20, 18, sheet)
    text = (
        Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}" font-size="20">{}</text>').format(
            label.x, label.baseline, label.anchor, name
        )
        if label
        else Markup("")
    )
    return Markup(
        '<svg class="map locator" viewBox="{:.0f} {:.0f} {} {}" role="img" aria-label="{}">{}{}'
        '<circle class="halo" cx="{:.1f}" cy="{:.1f}" r="16"/><circle cx="{:.1f}" cy="{:.1f}" r="6"/>{}</svg>'
    ).format(left, top, _LOCATOR_WIDTH, _LOCATOR_HEIGHT, title, graticule(), land(), x, y, x, y, text)
