"""Schemas (JSON Schema 2020-12, as OpenAPI 3.1 has it) of what the API answers with."""

from __future__ import annotations

from typing import Any, Final, get_args

from kb.api.records import PLAIN_LISTS, SOURCE_CARD, address_key
from kb.domain.evidence import GRADES
from kb.domain.fields import Field, FieldType, RecordType
from kb.domain.licence import LICENCE_URL
from kb.domain.locales import LOCALES
from kb.domain.materials import ATTACHABLE, LICENCES, UNITS
from kb.domain.money import NO_ESTIMATE_REASONS
from kb.domain.record_types import RECORD_TYPES
from kb.search.port import FACETS, Reason

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
WHOLE: Final[Schema] = {"type": "integer"}
MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
KIND: Final[Schema] = {"type": "string", "enum": list(RECORD_TYPES)}
GRADE: Final[Schema] = {
    "type": "string",
    "enum": list(GRADES),
    "description": "Evidence grade, A (independent) to N (none)",
}
LICENCE: Final[Schema] = {"type": "string", "format": "uri", "const": LICENCE_URL}
LANG: Final[Schema] = {"type": "string", "description": "Language of the text given (BCP 47)"}

_SCALARS: Final[dict[FieldType, Schema]] = {
    FieldType.NUMBER: {"type": "number"},
    FieldType.INTEGER: {"type": "integer"},
    FieldType.BOOLEAN: {"type": "boolean"},
    FieldType.EDTF: {"type": "string", "description": "Date or period, EDTF (ISO 8601-2)"},
    FieldType.DATE: {"type": "string", "format": "date"},
    FieldType.URL: {"type": "string", "format": "uri"},
    FieldType.MARKDOWN: {"type": "string", "description": "Markdown with citations [@source-slug]"},
    FieldType.COUNTRY: {"type": "string", "description": "ISO 3166-1 alpha-2"},
}


_NO_ESTIMATE: Final[Schema] = {
    "type": "string",
    "enum": list(NO_ESTIMATE_REASONS),
    "description": "Why there is no estimate: no known year, no sourced rate for it, or no usable sum",
}
PAGE: Final[Schema] = {"total": WHOLE, "page": WHOLE, "per_page": WHOLE}


def ref(name: str) -> Schema:
    """Refer to a schema of the description."""
    return {"$ref": f"#/components/schemas/{name}"}


def listed(items: Schema) -> Schema:
    """Describe a list."""
    return {"type": "array", "items": items}


def obj(properties: dict[str, Schema], description: str = "") -> Schema:
    """Describe an object all of whose members are always there."""
    schema: Schema = {"type": "object", "properties": properties, "required": list(properties)}
    return {"description": description, **schema} if description else schema


def or_null(schema: Schema) -> Schema:
    """Describe a value that may be absent."""
    if "enum" in schema:
        return {**schema, "type": [schema["type"], "null"], "enum": [*schema["enum"], None]}
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def both(schema: Schema) -> Schema:
    """Describe a translated value."""
    return obj({locale: or_null(schema) for locale in LOCALES})


def schema_name(kind: str) -> str:
    """Name the schema of a record kind."""
    return kind.capitalize()


def field_schema(field: Field) -> Schema:
    """Describe a field as a record's document holds it."""
    if field.type is FieldType.ROWS:
        return listed(
            obj({"row_id": TEXT} | {column.name: field_schema(column) for column in field.columns} | _computed(field))
        )
    value = _value_schema(field)
    if field.translated:
        return both(value)
    return value if field.type in PLAIN_LISTS else or_null(value)


def _computed(field: Field) -> dict[str, Schema]:
    if field.name == "costs":
        return {"estimate": or_null(ref("Estimate")), "no_estimate": or_null(_NO_ESTIMATE)}
    return {"evidence": GRADE} if field.name == "outcomes" else {}


def _value_schema(field: Field) -> Schema:
    if field.type in (FieldType.CHOICE, FieldType.CHOICES):
        choice: Schema = {"type": "string", "enum": list(field.choices)}
        return choice if field.type is FieldType.CHOICE else listed(choice)
    target: Schema = {"type": "string", "description": f"Slug of a record of kind {field.target}"}
    if field.type is FieldType.REFERENCE:
        return target
    if field.type is FieldType.REFERENCES:
        return listed(target)
    return listed(TEXT) if field.type is FieldType.LIST else _SCALARS.get(field.type, TEXT)


def record_schema(record_type: RecordType) -> Schema:
    """Describe the document of a record kind."""
    envelope: dict[str, Schema] = {
        "kind": {"type": "string", "const": record_type.kind},
        "slug": TEXT,
        address_key(record_type.kind): ref("Pages"),
        "revision": WHOLE,
        "published_at": MOMENT,
        "updated_at": MOMENT,
    }
    members = envelope | {field.name: field_schema(field) for field in record_type.fields}
    if record_type.kind == "case":
        members["evidence"] = GRADE
        members["related_from"] = listed(ref("IncomingRelation"))
    if record_type.kind == "source":
        members["cited_by"] = listed(ref("RecordReference"))
    if record_type.kind in ATTACHABLE:
        members["materials"] = listed(ref("Material"))
    return obj(members | {"labels": ref("Labels"), "sources": listed(ref("SourceCard")), "license": LICENCE})


def _source_card() -> Schema:
    source = RECORD_TYPES["source"]
    fields = {name: field_schema(source.field(name)) for name in SOURCE_CARD}
    return obj({"slug": TEXT, **fields, "gloss": both(TEXT), "page_url": ref("Pages")}, "A cited source, briefly")


def _material() -> Schema:
    material = {
        "id": TEXT,
        "title": both(TEXT),
        "language": or_null(LANG),
        "licence": or_null({"type": "string", "enum": list(LICENCES)}),
        "licence_url": or_null({"type": "string", "format": "uri"}),
        "credit": or_null(TEXT),
        "media_type": {"type": "string", "enum": list(UNITS)},
        "size": {**WHOLE, "description": "Bytes"},
        "unit": {"type": "string", "enum": sorted(set(UNITS.values())), "description": "What `pages` counts"},
        "pages": WHOLE,
        "url": ref("Pages"),
        "file": {**TEXT, "description": "Path of the file"},
        "published_at": MOMENT,
        "updated_at": MOMENT,
    }
    return obj(material, "Slides, a document or a picture that belongs to a record")


def _estimate() -> Schema:
    number, share = _SCALARS[FieldType.NUMBER], "Dollars for 1,000 residents; never of fares and other sums"
    source = obj({"title": both(TEXT), "publisher": TEXT, "url": TEXT, "date": TEXT})
    members = {
        "amount_usd": {**number, "description": "US dollars at the prices of `base_year`, the lower end of a range"},
        "amount_usd_max": or_null(number),
        "base_year": WHOLE,
        "per_thousand_residents": {**or_null(number), "description": share},
        "per_thousand_residents_max": or_null(number),
        "population": or_null(number),
        "population_year": or_null(WHOLE),
        "formula": obj(dict.fromkeys(LOCALES, TEXT), "The calculation with the figures used"),
        "rate_sources": listed(source),
    }
    return obj(members, "What a sum comes to; an estimate of ours, not of its sources")


def _outcome() -> Schema:
    row = field_schema(RECORD_TYPES["case"].field("outcomes"))["items"]["properties"]
    reference = ref("RecordReference")
    case = {"case": reference, "revision": WHOLE, "city": or_null(reference), "country": or_null(TEXT)}
    return obj(case | row, "A result of a case; `sources` are slugs")


def _hit() -> Schema:
    label = obj({"slug": TEXT, "label": TEXT})
    highlight = {
        "field": TEXT,
        "lang": LANG,
        "page": or_null(WHOLE),
        "material": {**or_null(TEXT), "description": "Id of the material that the page is in"},
        "html": {**TEXT, "description": "Safe HTML with <mark>"},
    }
    how = {"type": "string", "enum": ["word", "synonym", "other_language", "meaning"]}
    hit = {
        **_list_item()["properties"],
        "matched": listed(obj({"field": TEXT, "how": how})),
        "highlights": listed(obj(highlight)),
        "city": or_null(label),
        "themes": listed(label),
        "year": or_null(WHOLE),
        "score": {"type": "number"},
    }
    return obj(hit)


def _query() -> Schema:
    query = {
        "text": TEXT,
        "lang": LANG,
        "filters": {"type": "object", "additionalProperties": listed(TEXT)},
        "year_from": or_null(WHOLE),
        "year_to": or_null(WHOLE),
        "like": TEXT | {"description": "The city, or figures, that cities of the records are like; empty if not asked"},
        "sort": TEXT,
        "match": {"type": "string", "enum": ["all", "any"], "description": "As asked; `mode` is what was done"},
        "expand": {"type": "boolean"},
        "meaning": {"type": "boolean"},
        "mode": {"type": "string", "enum": ["all", "any"]},
        "expanded": listed(obj({"concept": TEXT, "terms": listed(TEXT)})),
    }
    return obj(query)


def _search_result() -> Schema:
    reason = {"type": "string", "enum": list(get_args(Reason))}
    value = obj({"value": TEXT, "label": TEXT, "count": WHOLE, "selected": {"type": "boolean"}})
    result = {
        "query": _query(),
        "total": WHOLE,
        "page": WHOLE,
        "per_page": WHOLE,
        "took_ms": {"type": "number"},
        "degraded": {"type": "boolean", "description": "Answered without the index, which is being mended"},
        "shortened": {"type": "boolean", "description": "The query was too long; the rest of it was ignored"},
        "items": listed(ref("Hit")),
        "close": {**WHOLE, "description": "Records listed only because they are close in meaning"},
        "years": {
            **listed(obj({"year": WHOLE, "count": WHOLE})),
            "description": "How many records began in each year, whatever years were asked for",
        },
        "facets": obj({name: listed(value) for name in FACETS}),
        "suggestions": listed(obj({"text": TEXT, "reason": reason}, "What was probably meant, and why")),
        "license": LICENCE,
    }
    return obj(result)


def _incoming_relation() -> Schema:
    row = field_schema(RECORD_TYPES["case"].field("relations"))["items"]["properties"]
    return obj({**row, "case": TEXT}, "A relation that another case, `case`, names to this one, as it has it")


def _similar_cases() -> Schema:
    named = obj({"slug": TEXT, "label": TEXT})
    kinds: Schema = {"type": "string", "enum": ["themes", "words", "meaning"]}
    reason = obj({"kind": kinds, "themes": listed(named), "words": listed(TEXT), "lang": or_null(LANG)})
    case = {"type": KIND, "slug": TEXT, "url": TEXT, "title": TEXT, "lang": LANG, "city": or_null(named)}
    told: dict[str, Schema] = {
        "same_city": {"type": "boolean"},
        "score": {"type": "number", "description": "0 to 1"},
        "reasons": listed(reason),
    }
    return obj({"items": listed(obj(case | told)), "license": LICENCE})


def _list_item() -> Schema:
    texts = {"title": TEXT, "lang": LANG, "summary": {**TEXT, "description": "Plain text"}, "summary_lang": LANG}
    return obj({"type": KIND, "slug": TEXT, "url": TEXT, **texts, "updated_at": MOMENT})


def all_schemas() -> dict[str, Schema]:
    """Describe everything, by name."""
    error = obj({"code": TEXT, "message": TEXT, "details": {"type": "object"}})
    suggestion = obj({"text": TEXT, "lang": LANG, "type": KIND, "label": TEXT, "url": TEXT})
    names = {"type": "object", "additionalProperties": both(TEXT)}
    return {
        "Error": obj({"error": error}),
        "Pages": obj(dict.fromkeys(LOCALES, TEXT), "Paths of the record's page"),
        "Labels": {
            "type": "object",
            "additionalProperties": names,
            "description": "Names of records referred to, by kind and slug",
        },
        "RecordReference": obj({"type": KIND, "slug": TEXT, "url": ref("Pages"), "title": both(TEXT)}),
        "SourceCard": _source_card(),
        "Material": _material(),
        "ListItem": _list_item(),
        "IncomingRelation": _incoming_relation(),
        "SimilarCases": _similar_cases(),
        "List": obj({"items": listed(ref("ListItem")), **PAGE, "license": LICENCE}),
        "Estimate": _estimate(),
        "Outcome": _outcome(),
        "Outcomes": obj(
            {"items": listed(ref("Outcome")), **PAGE, "sources": listed(ref("SourceCard")), "license": LICENCE}
        ),
        "Suggestions": obj({"items": listed(suggestion)}),
        "Hit": _hit(),
        "SearchResult": _search_result(),
        **{schema_name(kind): record_schema(record_type) for kind, record_type in RECORD_TYPES.items()},
    }
