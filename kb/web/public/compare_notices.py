"""What has to be said about records that were to be compared and could not be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.domain.comparison import MOST
from kb.errors import Problem
from kb.services.comparing import NOT_FOUND, REPEATED, TOO_MANY, WITHDRAWN
from kb.web.messages import gettext as _


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence, and the names that it is about as they stand in the address. `is_gone`: they aren't published."""

    text: str
    kind: str = ""
    slugs: Sequence[str] = ()
    is_gone: bool = False


def notices_of(problems: Sequence[Problem], *, is_mixed: bool = False) -> Sequence[Notice]:
    """Say what was left out and why, one sentence a reason."""
    found = []
    if is_mixed:
        found.append(Notice(_("Case studies and cities can't be compared with one another; the cities were left out.")))
    for code in (NOT_FOUND, WITHDRAWN, TOO_MANY, REPEATED):
        given = [problem for problem in problems if problem.code == code]
        if given:
            slugs = tuple(dict.fromkeys(problem.detail for problem in given))
            found.append(Notice(_text(code, given[0].where), given[0].where, slugs, code in (NOT_FOUND, WITHDRAWN)))
    return found


def _text(code: str, kind: str) -> str:
    if code == WITHDRAWN:
        return _("Withdrawn, so left out:")
    if code == TOO_MANY:
        return _("At most %(most)s can be compared; left out:", most=MOST)
    if code == REPEATED:
        return _("Named twice, compared once:")
    return _("No city of this name is published:") if kind == "city" else _("No case study of this name is published:")
