"""Slugs: the stable Latin names in addresses, the same in both languages."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_LENGTH: Final = 100
_PART = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_SLUG: Final = re.compile(_PART)
_SESSION_SLUG: Final = re.compile(rf"{_PART}/{_PART}")


def is_slug(text: str, kind: str = "") -> bool:
    """Say whether `text` may name a record of `kind`; a session's slug is `event/session`."""
    pattern = _SESSION_SLUG if kind == "session" else _SLUG
    return len(text) <= MAX_LENGTH and pattern.fullmatch(text) is not None


def slugify(text: str) -> str:
    """Propose a slug for a Latin text: lower case, accents dropped, hyphens between words; may be empty."""
    latin = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", latin)[:MAX_LENGTH].strip("-")
