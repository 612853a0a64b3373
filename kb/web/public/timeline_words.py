"""What the timeline shows, in words written from the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from kb.domain.locales import Locale
from kb.services.case_choice import is_open
from kb.services.case_table import CaseFacts
from kb.web.messages import gettext as _
from kb.web.messages import ngettext
from kb.web.public.explore_words import joined

MOST_YEARS: Final = 3
"""As many years are named where they share the first place; more say nothing."""


def summarize(cases: Sequence[CaseFacts], lang: Locale) -> Sequence[str]:
    """Say between which years the cases lie, when most began, and of how many the end is known."""
    if not cases:
        return (_("No case study has all of these properties."),)
    dated = [case for case in cases if case.first_year is not None]
    said = [*_span(dated), *_beginnings(dated, lang), *_ends(dated)]
    if absent := len(cases) - len(dated):
        said.append(
            ngettext(
                "%(num)s has no period on record and is listed at the end.",
                "%(num)s have no period on record and are listed at the end.",
                absent,
            )
        )
    return tuple(said)


def _span(dated: Sequence[CaseFacts]) -> Sequence[str]:
    if not dated:
        return ()
    counted = ngettext("%(num)s case study", "%(num)s case studies", len(dated))
    first = min(case.first_year or 9999 for case in dated)
    last = max(case.last_year or 0 for case in dated)
    return (_("%(cases)s between %(first)s and %(last)s.", cases=counted, first=first, last=last),)


def _beginnings(dated: Sequence[CaseFacts], lang: Locale) -> Sequence[str]:
    counts = Counter(case.first_year for case in dated if case.first_year is not None)
    most = max(counts.values(), default=0)
    years = sorted(year for year, count in counts.items() if count == most)
    if most < 2 or len(years) > MOST_YEARS:
        return ()
    named = str(joined([str(year) for year in years], lang))
    if len(years) == 1:
        return (_("Most began in %(year)s (%(count)s).", year=named, count=most),)
    return (_("Most began in %(years)s (%(count)s each).", years=named, count=most),)


def _ends(dated: Sequence[CaseFacts]) -> Sequence[str]:
    """Count how the periods end: each case in exactly one of three ways, so that these add up to those with a period."""
    if not dated:
        return ()
    open_ended = sum(is_open(case) for case in dated)
    unknown = sum(case.goes_on for case in dated) - open_ended
    closed = len(dated) - open_ended - unknown
    return (
        _(
            "The end is known for %(closed)s, no end is reported for %(open)s, and for %(unknown)s the end is not known.",
            closed=closed,
            open=open_ended,
            unknown=unknown,
        ),
    )
