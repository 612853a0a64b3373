"""The description of the API (OpenAPI 3.1), made from the record types: it can't name a field that doesn't exist."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import kb
from kb.api.comparison_schemas import comparison_schemas
from kb.api.parameters import DEFAULT_PER_PAGE, MAX_PAGE, MAX_PER_PAGE
from kb.api.schemas import Schema, all_schemas, ref, schema_name
from kb.domain.bands import CITY_SIZES, COST_BANDS
from kb.domain.evidence import GRADES
from kb.domain.fields import RecordType
from kb.domain.licence import LICENCE_NAME, LICENCE_URL
from kb.domain.locales import LOCALES
from kb.domain.record_types import LESSON_CATEGORIES, LESSON_TYPES, RECORD_TYPES, STAGES

ABOUT: Final = (
    "Published records of the Smart City Casebook. A translated field is an object with the members `ko` and `en`, each a "
    "text or null. In search, lists and suggestions texts are plain strings, and `lang` names the language given."
)


@cache
def openapi_document() -> dict[str, Any]:
    """Describe every address under `/api/v1`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Smart City Casebook",
            "version": kb.__version__,
            "description": ABOUT,
            "license": {"name": LICENCE_NAME, "url": LICENCE_URL},
        },
        "servers": [{"url": "/"}],
        "paths": _paths(),
        "components": {"schemas": all_schemas() | comparison_schemas()},
    }


def _paths() -> dict[str, Any]:
    paths: dict[str, Any] = {
        "/api/v1/search": _get(
            "search", "Search", [*_search_parameters(), _lang(), *_paging()], ref("SearchResult"), 400
        ),
        "/api/v1/suggest": _get(
            "suggest",
            "Titles and names that the text typed so far may become",
            [_query("q"), _lang()],
            ref("Suggestions"),
            400,
        ),
        "/api/v1/outcomes": _get(
            "list-outcomes",
            "Results of all cases with their sources; all of them unless a page is asked for",
            [_lang(), *_paging()],
            ref("Outcomes"),
            400,
        ),
        "/api/v1/compare": _get(
            "compare",
            "Two to five cases, or cities, side by side",
            [
                _filter("case", "Slug of a case; two to five"),
                _filter("city", "Slug of a city; instead of cases"),
                _lang(),
            ],
            ref("Comparison"),
            400,
        ),
        "/api/v1/openapi.json": _get("describe", "This description", [], {"type": "object"}),
    }
    for record_type in RECORD_TYPES.values():
        paths |= _record_paths(record_type)
    slug = {"name": "slug", "in": "path", "required": True, "schema": {"type": "string"}}
    paths["/api/v1/cases/{slug}/similar"] = _get(
        "list-similar-cases",
        "The cases most like one, with the reasons; those of other cities first",
        [slug, _lang()],
        ref("SimilarCases"),
        *(301, 400, 404, 410),
    )
    return paths


def _record_paths(record_type: RecordType) -> dict[str, Any]:
    kind, plural = record_type.kind, record_type.plural
    names = ("event", "slug") if kind == "session" else ("slug",)
    path = "/".join(f"{{{name}}}" for name in names)
    in_path = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
    return {
        f"/api/v1/{plural}": _get(f"list-{plural}", f"List the {plural}", [_lang(), *_paging()], ref("List"), 400),
        f"/api/v1/{plural}/{path}": _get(
            f"get-{kind}", f"One record of kind {kind}", [*in_path, _lang()], ref(schema_name(kind)), 301, 404, 410
        ),
    }


_RESPONSES: Final = {
    301: "The record was renamed; the address of its present slug",
    400: "A parameter has a bad value",
    404: "Not published",
    410: "Withdrawn; `details` holds what is left of it",
}


def _get(name: str, summary: str, parameters: list[Schema], answer: Schema, *others: int) -> dict[str, Any]:
    responses: dict[str, Any] = {"200": {"description": "Done", "content": {"application/json": {"schema": answer}}}}
    for status in others:
        responses[str(status)] = {"description": _RESPONSES[status]}
        if status >= 400:
            responses[str(status)]["content"] = {"application/json": {"schema": ref("Error")}}
    return {"get": {"operationId": name, "summary": summary, "parameters": parameters, "responses": responses}}


def _query(name: str, description: str = "", **schema: Any) -> Schema:
    parameter = {"name": name, "in": "query", "schema": {"type": "string", **schema}}
    return {**parameter, "description": description} if description else parameter


def _lang() -> Schema:
    return _query("lang", "Language of plain texts and messages", enum=list(LOCALES), default="en")


def _paging() -> list[Schema]:
    return [
        _query("page", type="integer", minimum=1, maximum=MAX_PAGE, default=1),
        _query("per_page", type="integer", minimum=1, maximum=MAX_PER_PAGE, default=DEFAULT_PER_PAGE),
    ]


def _filter(name: str, description: str = "", **items: Any) -> Schema:
    values = {"type": "string", **items}
    return _query(name, description, type="array", items=values) | {"style": "form", "explode": True}


def _search_parameters() -> list[Schema]:
    return [
        _query("q", 'Words, "phrases", -excluded, field:word; all records where empty'),
        _filter("type", "Kinds of record; sources only when asked for", enum=list(RECORD_TYPES)),
        _filter("theme", "Slug of a theme; includes narrower ones"),
        *(_filter(name) for name in ("city", "country", "organization", "event")),
        _filter("stage", enum=list(STAGES)),
        _filter("evidence", enum=list(GRADES)),
        _filter("language", enum=list(LOCALES)),
        _filter("has", enum=["slides"]),
        _filter("cost", "Bands of the estimated cost of cases in US dollars of the base year", enum=list(COST_BANDS)),
        _filter("city_size", "Residents of the city", enum=list(CITY_SIZES)),
        _filter("lesson", "What lessons of a case are about", enum=list(LESSON_CATEGORIES)),
        _filter("lesson_type", enum=list(LESSON_TYPES)),
        _query("year_from", type="integer", minimum=1000, maximum=2999),
        _query("year_to", type="integer", minimum=1000, maximum=2999),
        _query(
            "like",
            "Only records of cities like this one: the slug of a city, or figures such as "
            "`population:350000,income:high,coast:yes,climate:temperate` (also `density`)",
        ),
        _query(
            "sort",
            "`similar` needs `like`: records of the most similar city first",
            enum=["relevance", "newest", "confirmed", "title", "similar"],
            default="relevance",
        ),
        _query("match", enum=["all", "any"], default="all"),
        _query("expand", "Search also for synonyms and translations", enum=["1", "0"], default="1"),
        _query("meaning", "Search also by meaning", enum=["1", "0"], default="1"),
    ]
