"""The addresses of comparisons for machines."""

from __future__ import annotations

from flask import Response
from flask_babel import force_locale

from kb.api.answers import json_answer
from kb.api.comparisons import comparison_document
from kb.api.parameters import answer_lang, query_lists
from kb.api.refused_files import MIXED_KINDS
from kb.domain.comparison import ComparedKind, Comparison
from kb.errors import Invalid, Problem
from kb.services.comparing import compare_records
from kb.web.database import db
from kb.web.public.compare_page import surroundings


def show_comparison() -> Response:
    """Answer with the comparison of the cases or cities that the address names."""
    lang = answer_lang()
    with force_locale(lang):
        return json_answer(comparison_document(asked_comparison(), lang))


def asked_comparison() -> Comparison:
    """Compare what the address names. Raises `Invalid` naming everything that can't be compared."""
    given = query_lists()
    if given.get("case") and given.get("city"):
        raise Invalid([Problem("city", MIXED_KINDS)])
    kind: ComparedKind = "city" if given.get("city") else "case"
    return compare_records(db(), kind, given.get(kind, ()), surroundings)
