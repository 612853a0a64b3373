"""Addresses outside the languages: the root, the site map, robots."""

from kb.web.system import root
from kb.web.system.blueprint import system

VIEWS = (root,)
"""The modules whose views the blueprint has."""

__all__ = ["VIEWS", "system"]
