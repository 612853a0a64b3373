"""Opening the site for a command."""

from __future__ import annotations

from kb.config import load_config
from kb.errors import KBError
from kb.services.readiness import readiness
from kb.services.site import Site, open_site


def opened() -> Site:
    """Open the site that the settings name."""
    return open_site(load_config())


def ready_database() -> Site:
    """Open the site and insist that its database is migrated."""
    site = opened()
    if {"database", "migrations"} & set(readiness(site)):
        raise KBError("the database is not prepared; run `kb init` first")
    return site
