"""What the pages of all lists have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from kb.domain.locales import Locale
from kb.web import labels
from kb.web.frame import Crumb, Page
from kb.web.messages import gettext as _
from kb.web.messages import ngettext
from kb.web.pagination import Pagination
from kb.web.urls import home_path, list_path, machine_path


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(Page):
    """A list of records. `heading` is its name, `count_text` says how many there are."""

    heading: str
    count_text: str
    pages: Pagination | None = None


class ListFrame(TypedDict):
    """The common arguments of a `ListPage`."""

    title: str
    heading: str
    count_text: str
    section: str
    crumbs: Sequence[Crumb]
    machine: Sequence[tuple[str, str]]
    canonical: str


def count_of(kind: str, count: int) -> str:
    """Say how many records of a kind there are."""
    if kind == "case":
        return ngettext("%(num)s case study", "%(num)s case studies", count)
    if kind == "city":
        return ngettext("%(num)s city", "%(num)s cities", count)
    if kind == "organization":
        return ngettext("%(num)s organisation", "%(num)s organisations", count)
    if kind == "theme":
        return ngettext("%(num)s theme", "%(num)s themes", count)
    if kind == "source":
        return ngettext("%(num)s source", "%(num)s sources", count)
    return ngettext("%(num)s event", "%(num)s events", count)


def list_frame(lang: Locale, kind: str, count: int, current: int = 1) -> ListFrame:
    """Describe the surroundings of a list of a kind."""
    path, name = list_path(lang, kind), labels.label(labels.KINDS, kind)
    return {
        "title": name if current == 1 else _("%(name)s, page %(number)s", name=name, number=current),
        "heading": name,
        "count_text": count_of(kind, count),
        "section": kind,
        "crumbs": (Crumb(home_path(lang), _("Home")),),
        "machine": (
            ("application/json", machine_path(path, "json")),
            ("text/csv", machine_path(path, "csv")),
            ("application/atom+xml", machine_path(path, "atom")),
        ),
        "canonical": path if current == 1 else f"{path}?page={current}",
    }
