"""What is known of the cities, kept from request to request for as long as the content stays the same."""

from __future__ import annotations

from collections.abc import Mapping

from kb.services.similar_cities import KnownCity, read_known_cities
from kb.web.database import db
from kb.web.kept import kept, names


def known_cities() -> Mapping[str, KnownCity]:
    """Give all published cities, by slug."""
    return kept("known_cities", lambda: read_known_cities(db(), names().slugs["city"]))
