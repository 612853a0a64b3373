"""The addresses at which a comparison is taken along: table, workbook and brief, for the query of its page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final
from urllib.parse import quote

from flask import Response
from flask_babel import force_locale

from kb.api.compare_views import asked_comparison
from kb.api.comparison_brief import comparison_brief
from kb.api.comparison_table import comparison_csv
from kb.api.comparison_words import Written, write_comparison
from kb.api.comparison_workbook import comparison_workbook
from kb.api.parameters import answer_lang
from kb.api.refused_files import telling_people
from kb.api.twin_views import CSV, XLSX
from kb.clock import now
from kb.domain.comparison import Comparison
from kb.domain.licence import LICENCE_URL
from kb.web.database import site
from kb.web.frame import base_url
from kb.web.messages import gettext as _
from kb.web.public.compare_address import Selection, read_selection

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LONGEST_NAME: Final = 80  # characters of a file name without its suffix


@telling_people
def compare_csv() -> Response:
    """Answer with the comparison as a table."""
    lang = answer_lang()
    with force_locale(lang):
        comparison = asked_comparison()
        body = comparison_csv(comparison, lang, differences=_differences())
        return _download(body, CSV, "csv", comparison)


@telling_people
def compare_xlsx() -> Response:
    """Answer with the comparison as a workbook."""
    return _written(comparison_workbook, XLSX, "xlsx")


@telling_people
def compare_docx() -> Response:
    """Answer with the comparison as a bilingual brief."""
    return _written(comparison_brief, DOCX, "docx")


def _written(write: Callable[[Written, str, date], bytes], media_type: str, suffix: str) -> Response:
    lang = answer_lang()
    with force_locale(lang):
        comparison = asked_comparison()
        slugs = tuple(column.slug for column in comparison.columns)
        address = base_url() + Selection(comparison.kind, slugs, _differences()).address(lang)
        today = now().astimezone(site().config.time_zone).date()
        body = write(write_comparison(comparison, lang, differences=_differences()), address, today)
        return _download(body, media_type, suffix, comparison)


def _differences() -> bool:
    """Say whether rows that are the same are to be left out."""
    return read_selection()[0].differences


def _download(body: bytes, media_type: str, suffix: str, comparison: Comparison) -> Response:
    """Answer with a file, named in the reader's language (RFC 6266, with the name in RFC 8187's form beside it)."""
    response = Response(body, content_type=media_type)
    slugs = [column.slug for column in comparison.columns]
    name = "-".join(slugs)
    if len(name) > LONGEST_NAME:
        name = f"{slugs[0][:LONGEST_NAME]}-and-{len(slugs) - 1}-more"
    kind = _("Comparison")
    named = quote(f"{kind}-{name}.{suffix}", safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"comparison-{name}.{suffix}\"; filename*=UTF-8''{named}"
    )
    response.headers["Link"] = f'<{LICENCE_URL}>; rel="license"'
    return response
