"""The addresses of the table of all results."""

from __future__ import annotations

from flask import Response
from flask_babel import force_locale

from kb.api.answers import json_answer
from kb.api.outcomes import outcomes_csv, outcomes_document, outcomes_workbook
from kb.api.parameters import answer_lang, asks_for_a_page, read_paging
from kb.api.twin_views import CSV, XLSX
from kb.services.outcomes import read_outcomes
from kb.web.database import db


def show_outcomes() -> Response:
    """Answer with all results, or the page of them that the address names."""
    answer_lang()
    return json_answer(outcomes_document(read_outcomes(db()), read_paging() if asks_for_a_page() else None))


def show_outcomes_csv() -> Response:
    """Answer with all results as a table."""
    return Response(outcomes_csv(read_outcomes(db()), answer_lang()), content_type=CSV)


def show_outcomes_xlsx() -> Response:
    """Answer with all results, their sources and what this is as a workbook."""
    lang = answer_lang()
    with force_locale(lang):
        return Response(outcomes_workbook(read_outcomes(db()), lang), content_type=XLSX)
