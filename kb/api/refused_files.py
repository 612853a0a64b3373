"""Files that can't be made as asked: a page says why to people who followed a link, machines get the API's error."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Final

from flask import Response, after_this_request, make_response, render_template, request

from kb.domain.comparison import MOST
from kb.errors import Invalid, Problem
from kb.services.comparing import NOT_FOUND, REPEATED, TOO_MANY, WITHDRAWN
from kb.web.errors import ErrorPage
from kb.web.frame import make_frame
from kb.web.messages import gettext as _
from kb.web.public.compare_address import read_selection

MIXED_KINDS: Final = "mixed_kinds"
_TYPES: Final = ("application/json", "text/html")
"""What an error can be told in; the first goes to those who take anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedFilePage(ErrorPage):
    """Why a comparison could not be made, sentence by sentence; `back` is the page on which to mend what was chosen."""

    reasons: Sequence[str]
    back: str


def telling_people(view: Callable[[], Response]) -> Callable[[], Response]:
    """Have a view answer with a page where what it was asked for is invalid and the request is for pages too."""

    @wraps(view)
    def answer() -> Response:
        try:
            return view()
        except Invalid as error:
            after_this_request(_note_choice)
            if request.accept_mimetypes.best_match(_TYPES, _TYPES[0]) != "text/html":
                raise
            return _page(error)

    return answer


def _note_choice(response: Response) -> Response:
    response.vary.add("Accept")
    return response


def _page(error: Invalid) -> Response:
    frame = make_frame("compare")
    selection, _is_mixed = read_selection()
    page = RefusedFilePage(
        title=_("This comparison can't be made into a file"),
        section="compare",
        status=400,
        noindex=True,
        is_addressed=False,
        reasons=list(_reasons(error.problems)),
        back=selection.address(frame.lang),
    )
    return make_response(render_template("errors/compare-file.html", page=page, frame=frame), page.status)


def _reasons(problems: Sequence[Problem]) -> Iterator[str]:
    """Say what is wrong, a sentence a reason, with the names that it is about as they stand in the address."""
    named: dict[tuple[str, str], list[str]] = defaultdict(list)
    for problem in problems:
        named[problem.where, problem.code].append(problem.detail)
    for (kind, code), slugs in named.items():
        yield _reason(kind, code, ", ".join(dict.fromkeys(slugs)))


def _reason(kind: str, code: str, slugs: str) -> str:
    if code == NOT_FOUND and kind == "city":
        return f"{_('No city of this name is published:')} {slugs}"
    if code == NOT_FOUND:
        return f"{_('No case study of this name is published:')} {slugs}"
    if code == WITHDRAWN:
        return _("Withdrawn: %(names)s", names=slugs)
    if code == TOO_MANY:
        return _("At most %(most)s can be compared; too many: %(names)s", most=MOST, names=slugs)
    if code == REPEATED:
        return _("Named twice: %(names)s", names=slugs)
    if code == MIXED_KINDS:
        return _("Case studies and cities can't be compared with one another.")
    return _("A comparison needs at least two case studies, or at least two cities.")
