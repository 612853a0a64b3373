"""What has to be said about a search that could not be done quite as asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kb.errors import Problem
from kb.services.searching import SWAPPED_YEARS
from kb.web import labels
from kb.web.messages import gettext as _

SAID_ELSEWHERE: Final = ("page",)


@dataclass(frozen=True, slots=True)
class Notices:
    """`left_out` names parameters with the values that they can't have; `years` is the range as asked, wrong way round.

    `pages` is the number of the last page where a later one was asked for; `wordless`: there were signs only.
    """

    left_out: Sequence[tuple[str, str]] = ()
    years: str = ""
    pages: int = 0
    is_wordless: bool = False
    is_degraded: bool = False
    is_shortened: bool = False


def left_out(problems: Sequence[Problem]) -> Sequence[tuple[str, str]]:
    """Name the parameters that were left out, with their values."""
    names = {
        **labels.FACET,
        "year_from": _("From year"),
        "year_to": _("To year"),
        "sort": _("Order"),
        "match": _("Words that must match"),
        "expand": _("Related terms"),
        "meaning": _("Search by meaning"),
    }
    return [
        (str(names.get(problem.where, problem.where)), problem.detail)
        for problem in problems
        if problem.code != SWAPPED_YEARS and problem.where not in SAID_ELSEWHERE
    ]


def swapped_years(problems: Sequence[Problem]) -> str:
    """Give the range of years that was asked for the wrong way round, if one was."""
    return next((problem.detail for problem in problems if problem.code == SWAPPED_YEARS), "")
