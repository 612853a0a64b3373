"""Whether the site is complete: schema, seed and index."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from kb.db.migrating import is_current
from kb.db.models.record import SiteState
from kb.search.port import IndexUnavailable
from kb.services.site import Site, resource


def readiness(site: Site) -> list[str]:
    """Name what is missing: `database`, `migrations`, `seed`, `index`; an empty list means ready."""
    try:
        if not is_current(site.engine, resource("migrations")):
            return ["migrations"]
        with site.reads() as session:
            seeded = session.scalar(select(SiteState.seed_hash)) is not None
    except SQLAlchemyError:
        return ["database"]
    return ([] if seeded else ["seed"]) + ([] if index_is_usable(site) else ["index"])


def index_is_usable(site: Site) -> bool:
    """Say whether the engine can answer from the present generation."""
    try:
        site.search.document_count()
    except IndexUnavailable:
        return False
    return True
