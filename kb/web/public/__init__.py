"""The public pages."""

from kb.web.public import (
    bilingual,
    cases,
    cite_files,
    cities,
    compare,
    events,
    explore_failures,
    explore_map,
    explore_matrix,
    explore_similar,
    explore_timeline,
    fixed_pages,
    home,
    materials,
    organizations,
    search,
    search_help,
    sources,
    themes,
)
from kb.web.public.blueprint import public

VIEWS = (
    home,
    search,
    search_help,
    cases,
    bilingual,
    cities,
    compare,
    events,
    explore_failures,
    explore_map,
    explore_timeline,
    explore_matrix,
    explore_similar,
    materials,
    organizations,
    themes,
    sources,
    cite_files,
    fixed_pages,
)
"""The modules whose views the blueprint has."""

__all__ = ["VIEWS", "public"]
