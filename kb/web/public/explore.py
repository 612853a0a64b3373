"""The ways to look at the whole collection, and what their pages have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypedDict

from flask import redirect
from werkzeug import Response

from kb.domain.locales import Locale
from kb.web.frame import Crumb, NavItem, Page
from kb.web.messages import gettext as _
from kb.web.messages import lazy_gettext as _l
from kb.web.public.blueprint import public
from kb.web.urls import home_path, page_path

VIEWS: Final[Mapping[str, object]] = {
    "matrix": _l("Cities and themes"),
    "map": _l("Map"),
    "timeline": _l("Timeline"),
    "failures": _l("Obstacles and failures"),
    "similar": _l("Cities like mine"),
}
"""The views by the last part of their address, with their short names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplorePage(Page):
    """A view of the whole collection. `views` are all of them, `summary` says in words what this one shows."""

    heading: str
    views: Sequence[NavItem]
    summary: Sequence[str] = ()


class ExploreFrame(TypedDict):
    """The common arguments of an `ExplorePage`."""

    section: str
    crumbs: Sequence[Crumb]
    views: Sequence[NavItem]


def explore_path(lang: Locale, view: str) -> str:
    """Address a view."""
    return page_path(lang, f"explore/{view}")


def explore_frame(lang: Locale, view: str) -> ExploreFrame:
    """Describe the surroundings of a view."""
    return {
        "section": "explore",
        "crumbs": (Crumb(home_path(lang), _("Home")), Crumb(explore_path(lang, "matrix"), _("Explore"))),
        "views": tuple(NavItem(explore_path(lang, name), str(title), name == view) for name, title in VIEWS.items()),
    }


@public.get("/explore", strict_slashes=False)
def explore(lang: Locale) -> Response:
    """Lead to the first view."""
    return redirect(explore_path(lang, next(iter(VIEWS))), 308)
