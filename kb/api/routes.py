"""Which address leads to which view, for the API and for the twins of pages."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from kb.api import (
    compare_exports,
    compare_views,
    explore_views,
    outcome_views,
    similar,
    timeline_table,
    twin_views,
    views,
)
from kb.api.errors import answer_errors_of, open_to_all
from kb.api.parameters import take_lang_from_path
from kb.domain.record_types import RECORD_TYPES
from kb.web.caching import keep_pages_of
from kb.web.urls import LANG_RULE

LISTED: Final = ("case", "city", "event", "organization", "theme", "source")
"""Kinds with a list page of their own."""


def build_api() -> Blueprint:
    """Build the API: everything that `openapi.json` describes."""
    api = Blueprint("api", __name__, url_prefix="/api/v1")
    api.add_url_rule("/search", "search", views.show_search)
    api.add_url_rule("/suggest", "suggest", views.show_suggestions)
    api.add_url_rule("/outcomes", "outcomes", outcome_views.show_outcomes)
    api.add_url_rule("/compare", "compare", compare_views.show_comparison)
    api.add_url_rule("/openapi.json", "openapi", views.show_openapi)
    api.add_url_rule("/cases/<slug>/similar", "similar", similar.show_similar)
    for kind, record_type in RECORD_TYPES.items():
        plural = record_type.plural
        slug = "<event>/<slug>" if kind == "session" else "<slug>"
        api.add_url_rule(f"/{plural}", f"{kind}_list", views.show_list, defaults={"kind": kind})
        api.add_url_rule(f"/{plural}/{slug}", kind, views.show_record, defaults={"kind": kind})
    answer_errors_of(api)
    keep_pages_of(api)
    api.after_request(open_to_all)
    return api


def build_twins() -> Blueprint:
    """Build the twins of public pages. They speak the language of the page."""
    twins = Blueprint("twins", __name__, url_prefix=f"/<{LANG_RULE}:lang>")
    twins.url_value_preprocessor(take_lang_from_path)
    twins.add_url_rule("/search.json", "search_json", views.show_search)
    twins.add_url_rule("/search.csv", "search_csv", twin_views.search_csv)
    twins.add_url_rule("/search.atom", "search_atom", twin_views.search_atom)
    twins.add_url_rule("/compare.json", "compare_json", compare_views.show_comparison)
    twins.add_url_rule("/compare.csv", "compare_csv", compare_exports.compare_csv)
    twins.add_url_rule("/compare.xlsx", "compare_xlsx", compare_exports.compare_xlsx)
    twins.add_url_rule("/compare.docx", "compare_docx", compare_exports.compare_docx)
    twins.add_url_rule("/outcomes.json", "outcomes_json", outcome_views.show_outcomes)
    twins.add_url_rule("/outcomes.csv", "outcomes_csv", outcome_views.show_outcomes_csv)
    twins.add_url_rule("/outcomes.xlsx", "outcomes_xlsx", outcome_views.show_outcomes_xlsx)
    twins.add_url_rule("/explore/timeline.csv", "timeline_csv", timeline_table.timeline_csv)
    twins.add_url_rule("/explore/matrix.csv", "matrix_csv", explore_views.show_matrix_csv)
    twins.add_url_rule("/explore/failures.json", "failures_json", explore_views.show_failures)
    twins.add_url_rule("/explore/failures.csv", "failures_csv", explore_views.show_failures_csv)
    for kind in LISTED:
        plural, named = RECORD_TYPES[kind].plural, {"kind": kind}
        twins.add_url_rule(f"/{plural}.json", f"{kind}_list_json", views.show_list, defaults=named)
        twins.add_url_rule(f"/{plural}.csv", f"{kind}_list_csv", twin_views.list_csv, defaults=named)
        twins.add_url_rule(f"/{plural}.atom", f"{kind}_list_atom", twin_views.list_atom, defaults=named)
    for kind, record_type in RECORD_TYPES.items():
        path = "/events/<event>/<slug>.json" if kind == "session" else f"/{record_type.plural}/<slug>.json"
        twins.add_url_rule(path, f"{kind}_json", views.show_record, defaults={"kind": kind})
    answer_errors_of(twins)
    keep_pages_of(twins)
    twins.after_request(twin_views.name_download)
    return twins
