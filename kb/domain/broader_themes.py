"""The way up from a theme to its top concept."""

from __future__ import annotations

from collections.abc import Mapping


def with_broader(theme: str, broader: Mapping[str, str | None]) -> list[str]:
    """List a theme and all broader ones, upwards. A cycle ends where it closes."""
    chain = [theme]
    while (above := broader.get(chain[-1])) and above not in chain:
        chain.append(above)
    return chain
