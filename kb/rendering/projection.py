"""The Equal Earth projection (Šavrič, Patterson and Jenny 2018, doi:10.1080/13658816.2018.1504949): areas stay true.

The central meridian is 11° E, so that the sheet is cut in the Bering Strait and no country is torn apart.
"""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import Final

CENTRAL_MERIDIAN: Final = 11.0
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = sqrt(3) / 2
_HALF_WIDTH: Final = 2.7066299836959748  # x of the equator's end on a globe of radius 1
SCALE: Final = 1000 / _HALF_WIDTH
"""Map units a globe radius: the world is 2000 units wide, its centre at (0, 0), y downwards."""


def project(lon: float, lat: float) -> tuple[float, float]:
    """Place a point given in degrees on the sheet, in map units."""
    turned = (lon - CENTRAL_MERIDIAN + 180) % 360 - 180
    theta = asin(_M * sin(radians(lat)))
    t2 = theta * theta
    t6 = t2**3
    x = radians(turned) * cos(theta) / (_M * (_A1 + 3 * _A2 * t2 + t6 * (7 * _A3 + 9 * _A4 * t2)))
    y = theta * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2))
    return x * SCALE, -y * SCALE
