"""The public pages."""

from kb.web.public import (
    bilingual,
    cases,
    cite_files,
    cities,
    events,
    fixed_pages,
    home,
    organizations,
    search,
    sources,
    themes,
)
from kb.web.public.blueprint import public

VIEWS = (home, search, cases, bilingual, cities, events, organizations, themes, sources, cite_files, fixed_pages)
"""The modules whose views the blueprint has."""

__all__ = ["VIEWS", "public"]
