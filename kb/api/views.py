"""The addresses under `/api/v1`."""

from __future__ import annotations

from flask import Response
from werkzeug.wrappers import Response as BaseResponse

from kb.api.answers import json_answer, search_answer, to_json
from kb.api.lists import list_document
from kb.api.openapi import openapi_document
from kb.api.parameters import answer_lang, query_lists, read_paging
from kb.api.records import record_document
from kb.api.searches import read_request, search_document, suggest_document
from kb.domain.slugs import is_slug
from kb.errors import NotFound
from kb.services import reading
from kb.web.database import db, site
from kb.web.insight import note_search


def show_list(kind: str) -> Response:
    """Answer with one page of the records of a kind."""
    return json_answer(list_document(db(), kind, answer_lang(), read_paging()))


def show_record(kind: str, slug: str, event: str = "") -> Response:
    """Answer with a record. `event` is the first part of a session's slug."""
    answer_lang()
    name = f"{event}/{slug}" if event else slug
    if not is_slug(name, kind):
        raise NotFound(f"{kind} {name!r}")  # never a database's business: PostgreSQL refuses some characters
    return json_answer(record_document(db(), reading.get_record(db(), kind, name)))


def show_search() -> BaseResponse:
    """Answer a search."""
    asked = read_request(answer_lang())
    document = search_document(site().search, db(), asked)
    note_search(asked, document["total"], document["query"]["mode"], degraded=document["degraded"])
    timeless = to_json(document | {"took_ms": None})
    # Inside a JSON text no quotation mark stands bare, so this is the member and nothing that somebody typed.
    timed = timeless.replace('"took_ms":null', f'"took_ms":{document["took_ms"]}', 1)
    return search_answer(Response(timed, content_type="application/json"), timeless.encode())


def show_suggestions() -> BaseResponse:
    """Answer with titles that begin as the text typed so far."""
    text = query_lists().get("q", [""])[0].strip()
    document = suggest_document(site().search, db(), text, answer_lang())
    return search_answer(json_answer(document), to_json(document).encode())


def show_openapi() -> Response:
    """Answer with the description of all this."""
    return json_answer(openapi_document())
