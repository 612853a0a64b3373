"""Words for readers that are written down below the layer that can translate them."""

from __future__ import annotations

from typing import Final

N_: Final = str
"""Marks a literal as a message, so that the catalogs collect it; whoever shows it translates it."""
