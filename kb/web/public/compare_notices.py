"""What has to be said about records that were to be compared and could not be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kb.domain.comparison import MOST
from kb.domain.locales import Locale, LocalText, choose
from kb.errors import Problem
from kb.services.comparing import NOT_FOUND, REPEATED, TOO_MANY, WITHDRAWN
from kb.web.kept import names
from kb.web.messages import gettext as _
from kb.web.public.case_facts import case_facts


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence, and the records that it is about: each as the address names it and by its title, where it has one.

    `is_gone`: they aren't published, so have none.
    """

    text: str
    kind: str = ""
    named: Sequence[tuple[str, LocalText | None]] = ()
    is_gone: bool = False


def notices_of(problems: Sequence[Problem], lang: Locale, *, is_mixed: bool = False) -> Sequence[Notice]:
    """Say what was left out and why, one sentence a reason."""
    found = []
    if is_mixed:
        found.append(Notice(_("Case studies and cities can't be compared with one another; the cities were left out.")))
    for code in (NOT_FOUND, WITHDRAWN, TOO_MANY, REPEATED):
        given = [problem for problem in problems if problem.code == code]
        if given:
            slugs = tuple(dict.fromkeys(problem.detail for problem in given))
            kind, is_gone = given[0].where, code in (NOT_FOUND, WITHDRAWN)
            titles = {} if is_gone else _titles(kind, slugs, lang)
            found.append(Notice(_text(code, kind), kind, [(slug, titles.get(slug)) for slug in slugs], is_gone))
    return found


def _titles(kind: str, slugs: Collection[str], lang: Locale) -> Mapping[str, LocalText | None]:
    if kind == "city":
        return {slug: names().find("city", slug, lang) for slug in slugs}
    return {case.slug: choose(case.title, lang) for case in case_facts() if case.slug in slugs}


def _text(code: str, kind: str) -> str:
    if code == WITHDRAWN:
        return _("Withdrawn, so left out:")
    if code == TOO_MANY:
        return _("At most %(most)s can be compared; left out:", most=MOST)
    if code == REPEATED:
        return _("Named twice, compared once:")
    return _("No city of this name is published:") if kind == "city" else _("No case study of this name is published:")
