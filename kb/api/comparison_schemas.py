"""The description of a comparison."""

from __future__ import annotations

from typing import Final

from kb.api.schemas import GRADE, LICENCE, TEXT, WHOLE, Schema, both, listed, obj, or_null, ref
from kb.domain.comparison import COMPARED_KINDS
from kb.domain.evidence import GRADES
from kb.domain.locales import LOCALES

_NUMBER: Final[Schema] = {"type": "number"}


def comparison_schemas() -> dict[str, Schema]:
    """Describe the members, for the description of the API."""
    city = obj({"slug": TEXT, "title": both(TEXT), "url": ref("Pages")})
    kind: Schema = {"type": "string", "enum": list(COMPARED_KINDS)}
    item = obj(
        {
            "type": kind,
            "slug": TEXT,
            "title": both(TEXT),
            "url": ref("Pages"),
            "city": or_null(city),
            "country": or_null(TEXT),
            "stage": or_null(TEXT),
        }
    )
    row = obj(
        {
            "key": {**TEXT, "description": "Anchor of the row on the page; unique"},
            "field": TEXT,
            "group": TEXT,
            "kind": {**TEXT, "description": "How entries of the row are to be read: which of their members count"},
            "label": TEXT,
            "part": or_null({**TEXT, "description": "What tells the row from others of its field"}),
            "same": {"type": "boolean", "description": "Whether all cells say the same"},
            "cells": listed(obj({"reported": {"type": "boolean"}, "entries": listed(ref("ComparedEntry"))})),
        },
        "A row; `cells` are in the order of `items`",
    )
    whole = obj(
        {
            "kind": kind,
            "lang": {"type": "string", "enum": list(LOCALES), "description": "Language of the labels"},
            "items": listed(item),
            "rows": listed(row),
            "sources": listed(ref("SourceCard")),
            "license": LICENCE,
        }
    )
    return {"Comparison": whole, "ComparedEntry": _entry_schema()}


def _entry_schema() -> Schema:
    reference = obj({"type": TEXT, "slug": TEXT, "url": ref("Pages")})
    return obj(
        {
            "text": both(TEXT),
            "label": both(TEXT),
            "number": or_null(_NUMBER),
            "number_max": or_null(_NUMBER),
            "unit": both(TEXT),
            "currency": or_null(TEXT),
            "estimate": or_null(ref("Estimate")),
            "no_estimate": or_null(TEXT),
            "baseline": or_null(_NUMBER),
            "baseline_date": or_null(TEXT),
            "date": or_null({"type": "string", "description": "Date or period, EDTF (ISO 8601-2)"}),
            "code": or_null(TEXT),
            "codes": listed(TEXT),
            "outcome_type": or_null(TEXT),
            "evidence": or_null(GRADE),
            "evidence_counts": or_null(obj(dict.fromkeys(GRADES, WHOLE))),
            "said_by": both(TEXT),
            "note": both(TEXT),
            "disputed": {"type": "boolean", "description": "Whether sources report differing values"},
            "record": or_null(reference),
            "sources": listed({"type": "string", "description": "Slug of a source"}),
        },
        "One thing that a cell says; text may be Markdown with citations [@source-slug]",
    )
