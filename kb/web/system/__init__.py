"""Addresses outside the languages: the root, the site map, robots."""

from kb.web.system import root, site_map
from kb.web.system.blueprint import system

VIEWS = (root, site_map)
"""The modules whose views the blueprint has."""

__all__ = ["VIEWS", "system"]
