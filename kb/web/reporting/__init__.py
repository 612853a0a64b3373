"""The form on which readers report errors: the one thing on the public pages that takes a POST."""

from kb.web.reporting import views
from kb.web.reporting.blueprint import reporting

VIEWS = (views,)
"""The modules whose views the blueprint has."""

__all__ = ["VIEWS", "reporting"]
