"""Make `kb/rendering/data/land.txt` from the land outlines of Natural Earth.

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python tools/make_world_outline.py package/land-110m.json > kb/rendering/data/land.txt

The result is one SVG path in the units of `kb.rendering.projection`: whole numbers, relative moves, no Antarctica.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from kb.rendering.projection import CENTRAL_MERIDIAN, project

Point = tuple[float, float]
SMALLEST = 5  # map units: islands less wide and high than this are left out
FARTHEST_SOUTH = -58.0  # what lies wholly south of this is Antarctica


def decode_arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """Undo TopoJSON's delta coding and quantization: arcs in degrees."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(points)
    return arcs


def rings(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """List the outlines of all land polygons."""
    arcs = decode_arcs(topology)
    for shape in topology["objects"]["land"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                points: list[Point] = []
                for index in ring:
                    arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                    points += arc[1:] if points else arc
                yield points


def on_sheet(ring: list[Point]) -> list[tuple[int, int]]:
    """Project a ring; a point exactly on the cut goes to the side on which the ring lies."""
    west = CENTRAL_MERIDIAN - 180
    middle = sum((lon - west) % 360 for lon, _ in ring) / len(ring)
    placed = []
    for lon, lat in ring:
        offset = (lon - west) % 360
        if abs(offset - middle) > 180:
            offset = 0.001 if offset > middle else 359.999
        x, y = project(west + offset, lat)
        placed.append((round(x), round(y)))
    return placed


def path_of(points: list[tuple[int, int]]) -> str:
    """Write a ring as a closed path of relative moves."""
    (x, y), steps = points[0], []
    for (x0, y0), (x1, y1) in pairwise(points[:-1]):
        if (x0, y0) != (x1, y1):
            dx, dy = x1 - x0, y1 - y0
            steps.append(f"{dx}{dy}" if dy < 0 else f"{dx} {dy}")
    text = "l".join((f"M{x} {y}", steps[0])) if steps else f"M{x} {y}"
    for step in steps[1:]:
        text += step if step.startswith("-") else f" {step}"
    return text + "z"


def main() -> None:
    """Read the TopoJSON file named on the command line, write the path to standard output."""
    topology = json.loads(Path(sys.argv[1]).read_text())
    paths = []
    for ring in rings(topology):
        if max(lat for _, lat in ring) < FARTHEST_SOUTH:
            continue
        points = on_sheet(ring)
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if max(max(xs) - min(xs), max(ys) - min(ys)) >= SMALLEST:
            paths.append(path_of(points))
    print("\n".join(paths))


if __name__ == "__main__":
    main()
