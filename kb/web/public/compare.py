"""Comparing records: `/{lang}/compare?case=a&case=b`, or `?city=`; with fewer than two, the page to choose them on."""

from __future__ import annotations

from typing import Final

from flask import redirect, request
from werkzeug.wrappers import Response as BaseResponse

from kb.domain.compared_fields import GROUPS
from kb.domain.comparison import FEWEST
from kb.domain.locales import Locale
from kb.services.comparing import Choice, choose_records
from kb.web.database import db
from kb.web.frame import render
from kb.web.public.blueprint import public
from kb.web.public.compare_address import CHOOSE, Selection, read_selection
from kb.web.public.compare_notices import notices_of
from kb.web.public.compare_page import build_compare_page
from kb.web.public.compare_start import build_picker
from kb.web.urls import with_query

_CHOOSING: Final = (CHOOSE, "page")


@public.get("/compare")
def compare(lang: Locale) -> str | BaseResponse:
    """Compare what the address names, or help to choose."""
    asked, is_mixed = read_selection()
    choice = choose_records(db(), asked.kind, asked.slugs)
    if choice.moved:
        return redirect(_present_address(choice), 301)
    notices = notices_of(choice.problems, lang, is_mixed=is_mixed)
    selection = Selection(asked.kind, choice.slugs, asked.differences, asked.folded & GROUPS.keys())
    if len(choice.slugs) < FEWEST or any(name in request.args for name in _CHOOSING):
        return render("public/compare-start.html", build_picker(choice, selection, lang, notices))
    if "q" in request.args:  # what was searched for while choosing is no part of the comparison
        return redirect(selection.address(lang))
    return render("public/compare.html", build_compare_page(db(), choice, selection, lang, notices))


def _present_address(choice: Choice) -> str:
    """Address what was asked for with the present slugs of renamed records."""
    pairs = request.args.items(multi=True)
    return with_query(
        request.path,
        [(name, choice.moved.get(value, value) if name == choice.kind else value) for name, value in pairs],
    )
