"""What the list of obstacles and failures shows, in words, written from the numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from kb.services.lessons import LessonIndex
from kb.web.messages import gettext as _
from kb.web.messages import ngettext
from kb.web.public.explore_words import filled, with_counts
from kb.web.public.lesson_request import LessonRequest, value_name
from kb.web.public.lists import count_of

MOST_NAMED: Final = 3  # kinds of obstacles


def sum_up_lessons(index: LessonIndex, asked: LessonRequest) -> Sequence[Markup]:
    """Say how many there are, in how many cases and cities, and of which kinds most."""
    found = index.matching(asked.filters)
    if not found:
        return [filled(_("No obstacle or failure is recorded with these filters."))]
    total, failed = len(found), index.tally("kind", found).get("failure", 0)
    said = [
        filled(
            _("%(lessons)s from %(cases)s in %(cities)s."),
            lessons=ngettext("%(num)s obstacle or failure", "%(num)s obstacles and failures", total),
            cases=count_of("case", len({index.lessons[place].case_id for place in found})),
            cities=count_of("city", len(index.tally("city", found))),
        ),
    ]
    if 0 < failed < total:
        told = _("%(barriers)s stood in the way, %(failures)s failed.")
        said.append(filled(told, barriers=total - failed, failures=failed))
    ranked = Counter(index.tally("category", found)).most_common(MOST_NAMED)
    if len(ranked) > 1:
        named = [(value_name("category", category, asked.lang), count) for category, count in ranked]
        said.append(filled(_("Most often it was about %(kinds)s."), kinds=with_counts(named, asked.lang)))
    return said
