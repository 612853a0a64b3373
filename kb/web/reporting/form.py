"""The form as a page: its fields, what is wrong with what was typed, and the answer that thanks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kb.domain.error_reports import LIMITS
from kb.domain.locales import Locale
from kb.domain.records import PublicRecord
from kb.errors import Problem
from kb.rendering.numbers import format_number
from kb.web.frame import Crumb, Page, crumbs_to
from kb.web.messages import gettext as _
from kb.web.messages import lazy_gettext as _l
from kb.web.messages import ngettext
from kb.web.public.links import Link, record_link
from kb.web.reporting.token import make_token
from kb.web.urls import report_path, report_sent_path

LABELS: Final = {
    "what": _l("What is wrong?"),
    "where": _l("Where is it?"),
    "source": _l("Address of a source (optional)"),
    "contact": _l("How can we reach you? (optional)"),
}
TRAP: Final = "homepage"
"""A field that people don't see and programs fill in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage(Page):
    """The form. `problems` are (id of a field or empty, its name or empty, what is wrong), in the order of the form.

    `waiting` says for how long this network must wait before it can send; empty if it need not.
    """

    about: Link
    revision: int
    action: str
    token: str
    trap: str = TRAP
    names: Mapping[str, object] = field(default_factory=lambda: LABELS)
    given: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[tuple[str, str, str]] = ()
    waiting: str = ""

    def problem(self, name: str) -> str:
        """Say what is wrong with a field; empty if nothing is."""
        return next((words for where, _name, words in self.problems if where == name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPage(Page):
    """What follows a report that was sent."""

    about: Link


def _words(problem: Problem, lang: Locale) -> str:
    if problem.code == "too_long":
        most, count = (format_number(number, lang) for number in (LIMITS[problem.where], int(problem.detail)))
        return _("At most %(most)s characters are possible; this text has %(count)s.", most=most, count=count)
    sentences = {
        ("what", "missing"): _("Please write what is wrong."),
        ("where", "missing"): _("Please write where on the page it is."),
        ("source", "not_an_address"): _(
            "This is not a web address. It begins with https://; name other sources in the first field."
        ),
        ("form", "expired"): _(
            "This form was open for too long or is not from this site. Nothing is lost: please send it again."
        ),
        ("form", "trapped"): _(
            "A field that people do not see was filled in, perhaps by your browser. It is empty again: please send the form again."
        ),
    }
    return sentences[problem.where, problem.code]


def _shown(problems: Sequence[Problem], lang: Locale) -> Iterator[tuple[str, str, str]]:
    for problem in problems:
        on_field = problem.where in LIMITS
        yield (
            problem.where if on_field else "",
            str(LABELS[problem.where]) if on_field else "",
            _words(problem, lang),
        )


def _crumbs(record: PublicRecord, lang: Locale) -> tuple[Crumb, ...]:
    section = "event" if record.kind in ("session", "presentation") else record.kind
    if record.kind == "source":  # its title is in any language, which a crumb can't say
        return crumbs_to(lang, section)
    link = record_link(record, lang)
    return crumbs_to(lang, section, Crumb(link.href, link.title))


def _waiting(seconds: int) -> str:
    minutes = math.ceil(seconds / 60)
    words = ngettext("Please send it again in %(num)s minute.", "Please send it again in %(num)s minutes.", minutes)
    return words if seconds else ""


def _title(title: str, problems: Sequence[Problem], wait: int) -> str:
    return _("Error: %(title)s", title=title) if problems or wait else title


def build_form(
    record: PublicRecord,
    lang: Locale,
    action: str,
    given: Mapping[str, str] | None = None,
    problems: Sequence[Problem] = (),
    wait_seconds: int = 0,
) -> ReportPage:
    """Build a form about a record, with what was typed already and what is wrong with it."""
    return ReportPage(
        title=_title(_("Report an error"), problems, wait_seconds),
        noindex=True,
        canonical=report_path(lang, record.kind, record.slug),
        crumbs=_crumbs(record, lang),
        about=record_link(record, lang),
        revision=record.revision,
        action=action,
        token=make_token(f"{record.kind}:{record.slug}", record.revision),
        given={name: (given or {}).get(name, "") for name in LIMITS},
        problems=tuple(_shown(problems, lang)),
        waiting=_waiting(wait_seconds),
    )


def build_sent(record: PublicRecord, lang: Locale) -> SentPage:
    """Build the page that thanks."""
    return SentPage(
        title=_("Your report was received"),
        noindex=True,
        canonical=report_sent_path(lang, record.kind, record.slug),
        crumbs=_crumbs(record, lang),
        about=record_link(record, lang),
    )
