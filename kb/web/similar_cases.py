"""Cases like one, for page and API: the themes kept from request to request, the index as it is now."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import structlog

from kb.domain.locales import Locale
from kb.search.port import ComparesRecords, IndexUnavailable, Likeness
from kb.services.case_themes import CaseThemes, read_case_themes
from kb.services.indexing import backlog
from kb.services.similar_cases import SimilarCase, find_similar
from kb.web.caching import leave_unstored
from kb.web.database import db, site
from kb.web.kept import kept, names

log = structlog.get_logger()


def case_themes() -> CaseThemes:
    """Give the themes and cities of all published cases."""
    return kept("case_themes", lambda: read_case_themes(db(), names()))


def similar_cases(slug: str, lang: Locale, limit: int, without: Collection[str] = ()) -> Sequence[SimilarCase]:
    """List the cases most like one.

    An answer is stored for its content generation only once the index and the vectors of meaning have caught up with it:
    until then it is worked out anew for each reader.
    """
    is_caught_up = backlog(db()).entries == 0  # asked first: what is off the list is in the index that is opened next
    likeness = _likeness(slug)
    if not is_caught_up or likeness is None or not likeness.is_final:
        leave_unstored()
    return find_similar(case_themes(), likeness, slug, lang, without, limit)


def _likeness(slug: str) -> Likeness | None:
    """Ask the engine; None where the index can't be read or doesn't have the case yet."""
    engine = site().search
    if not isinstance(engine, ComparesRecords):
        return None
    try:
        return engine.likeness("case", slug)
    except IndexUnavailable as error:
        log.warning("search index unavailable", reason=str(error))
    return None
