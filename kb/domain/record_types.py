"""The eight record kinds and their fields, in the order in which people fill them in.

Field names are those of the import format, the API and the database columns alike.
"""

from __future__ import annotations

from typing import Final

from kb.domain.fields import Field, FieldType, RecordType

T = FieldType

STAGES: Final = ("planned", "pilot", "operating", "scaled", "ended", "failed", "unknown")
SUPPORT: Final = (
    "funding",
    "technology",
    "data",
    "operation",
    "research",
    "regulation",
    "participation",
    "advice",
    "other",
)
COST_TYPES: Final = ("total", "investment", "contract", "grant", "budget", "operating", "fare", "other")
OUTCOME_TYPES: Final = ("measured", "official_figure", "own_figure", "claim", "projection")
LESSON_TYPES: Final = ("success", "barrier", "failure")
LESSON_CATEGORIES: Final = ("legal", "procurement", "data", "staff", "finance", "public_acceptance", "technical")
RELATIONS: Final = ("inspired_by", "replicated_from", "compare_with")
FIGURES: Final = (
    "population",
    "area",
    "density",
    "households",
    "budget",
    "gdp",
    "digital",
    "income_group",
    "coast",
    "climate",
    "other",
)
"""Those of a city's profile. What the values of `income_group`, `coast` and `climate` mean is in `kb.domain.city_profile`."""
ORGANIZATION_TYPES: Final = ("company", "association", "city_government", "university", "network", "agency")
PRESENTATION_TYPES: Final = ("city_talk", "company_presentation", "cooperation_proposal", "keynote", "panel")
MATERIAL_STATES: Final = ("wanted", "received", "none")
FOLLOW_UP_STATES: Final = ("announced", "examined", "adopted", "dropped", "unknown")
SOURCE_TYPES: Final = ("official", "academic", "press", "vendor", "civil_society", "other")


def _text(name: str, *, required: bool = False) -> Field:
    return Field(name, T.TEXT, translated=True, required=required)


def _markdown(name: str, *, required: bool = False) -> Field:
    return Field(name, T.MARKDOWN, translated=True, required=required)


def _refs(name: str, target: str) -> Field:
    return Field(name, T.REFERENCES, target=target)


def _rows(name: str, *columns: Field) -> Field:
    return Field(name, T.ROWS, columns=(*columns, _refs("sources", "source")))


_NAME_ORIGINAL = (Field("name_original"), Field("name_original_language", T.LANGUAGE))
_AS_PRINTED = (Field("title_as_printed"), Field("title_as_printed_language", T.LANGUAGE))
_UPDATING_NOTE = _markdown("updating_note")
_REPORTED_VALUES = _rows(
    "reported_values",
    Field("group", required=True),
    _text("topic", required=True),
    Field("of"),
    Field("value", T.NUMBER),
    _text("value_text"),
    _text("unit"),
    Field("year", T.EDTF),
    _text("said_by"),
    _text("note"),
)

CITY: Final = RecordType(
    "city",
    "cities",
    "name",
    "summary",
    (
        _text("name", required=True),
        *_NAME_ORIGINAL,
        Field("country", T.COUNTRY),
        Field("lat", T.NUMBER),
        Field("lon", T.NUMBER),
        Field("website", T.URL),
        _markdown("summary"),
        _rows(
            "profile",
            Field("figure", T.CHOICE, choices=FIGURES, required=True),
            _text("label", required=True),
            Field("value", T.NUMBER),
            _text("value_text"),
            _text("unit"),
            Field("year", T.EDTF),
            _text("note"),
        ),
        _REPORTED_VALUES,
        _UPDATING_NOTE,
    ),
)

CASE: Final = RecordType(
    "case",
    "cases",
    "title",
    "summary",
    (
        _text("title", required=True),
        Field("title_original"),
        Field("title_original_language", T.LANGUAGE),
        Field("original_language", T.CHOICE, choices=("ko", "en"), required=True),
        Field("city", T.REFERENCE, target="city", required=True),
        _markdown("summary", required=True),
        _refs("themes", "theme"),
        Field("technologies", T.LIST, translated=True),
        Field("stage", T.CHOICE, choices=STAGES),
        Field("stage_as_of", T.EDTF),
        Field("period", T.EDTF),
        Field("lead_organization", T.REFERENCE, target="organization"),
        _rows(
            "partners",
            Field("organization", T.REFERENCE, target="organization"),
            _text("name"),
            Field("support", T.CHOICES, choices=SUPPORT),
            _text("note"),
        ),
        _markdown("challenge"),
        _markdown("approach"),
        _markdown("technology"),
        _markdown("governance"),
        _rows(
            "costs",
            Field("amount", T.NUMBER, required=True),
            Field("amount_max", T.NUMBER),
            Field("currency", required=True),
            Field("year", T.EDTF),
            Field("cost_type", T.CHOICE, choices=COST_TYPES, required=True),
            _text("note"),
        ),
        _rows(
            "outcomes",
            _text("indicator", required=True),
            Field("baseline", T.NUMBER),
            Field("baseline_year", T.EDTF),
            Field("value", T.NUMBER),
            _text("value_text"),
            _text("unit"),
            Field("year", T.EDTF),
            Field("outcome_type", T.CHOICE, choices=OUTCOME_TYPES, required=True),
            _text("said_by"),
            _text("note"),
        ),
        _REPORTED_VALUES,
        _rows(
            "lessons",
            Field("lesson_type", T.CHOICE, choices=LESSON_TYPES, required=True),
            Field("category", T.CHOICE, choices=LESSON_CATEGORIES, required=True),
            _markdown("text", required=True),
        ),
        _markdown("conditions"),
        _rows(
            "relations",
            Field("relation", T.CHOICE, choices=RELATIONS, required=True),
            Field("case", T.REFERENCE, target="case", required=True),
            _text("reason", required=True),
        ),
        _refs("references", "source"),
        Field("sdg_targets", T.LIST),
        _text("office"),
        _UPDATING_NOTE,
        Field("last_confirmed_on", T.DATE),
        Field("review_due", T.DATE),
    ),
)

EVENT: Final = RecordType(
    "event",
    "events",
    "title",
    "summary",
    (
        _text("title", required=True),
        Field("dates", T.EDTF),
        Field("time_zone", T.TIME_ZONE),
        _text("place"),
        Field("host", T.REFERENCE, target="organization"),
        Field("website", T.URL),
        _markdown("summary"),
        _refs("themes", "theme"),
        _REPORTED_VALUES,
        _refs("references", "source"),
        _UPDATING_NOTE,
    ),
)

SESSION: Final = RecordType(
    "session",
    "sessions",
    "title",
    "note",
    (
        Field("event", T.REFERENCE, target="event", required=True),
        Field("position", T.INTEGER),
        _text("track"),
        Field("start", T.EDTF),
        Field("end", T.EDTF),
        _text("place"),
        _text("title", required=True),
        *_AS_PRINTED,
        _markdown("note"),
        _refs("themes", "theme"),
        _UPDATING_NOTE,
    ),
)

PRESENTATION: Final = RecordType(
    "presentation",
    "presentations",
    "title",
    "abstract",
    (
        Field("session", T.REFERENCE, target="session", required=True),
        Field("position", T.INTEGER),
        Field("presentation_type", T.CHOICE, choices=PRESENTATION_TYPES),
        _text("title", required=True),
        *_AS_PRINTED,
        _rows(
            "speakers",
            Field("organization", T.REFERENCE, target="organization"),
            Field("city", T.REFERENCE, target="city"),
            _text("person"),
            _text("office"),
            _text("note"),
        ),
        Field("language", T.LANGUAGE),
        _markdown("abstract"),
        Field("material_state", T.CHOICE, choices=MATERIAL_STATES),
        Field("follow_up_state", T.CHOICE, choices=FOLLOW_UP_STATES),
        _markdown("follow_up"),
        _refs("themes", "theme"),
        _refs("cases", "case"),
        _UPDATING_NOTE,
    ),
)

ORGANIZATION: Final = RecordType(
    "organization",
    "organizations",
    "name",
    "summary",
    (
        _text("name", required=True),
        *_NAME_ORIGINAL,
        Field("aliases", T.LIST),
        Field("organization_type", T.CHOICE, choices=ORGANIZATION_TYPES),
        Field("country", T.COUNTRY),
        Field("city", T.REFERENCE, target="city"),
        Field("website", T.URL),
        _markdown("summary"),
        _UPDATING_NOTE,
    ),
)

THEME: Final = RecordType(
    "theme",
    "themes",
    "pref_label",
    "definition",
    (
        Field("position", T.INTEGER),
        _text("pref_label", required=True),
        Field("alt_labels", T.LIST, translated=True),
        Field("broader", T.REFERENCE, target="theme"),
        _refs("related", "theme"),
        _markdown("definition"),
        Field("sdg_targets", T.LIST),
    ),
)

SOURCE: Final = RecordType(
    "source",
    "sources",
    "title",
    "gloss",
    (
        Field("title", required=True),
        Field("title_is_descriptive", T.BOOLEAN),
        Field("language", T.LANGUAGE),
        _text("gloss"),
        Field("publisher"),
        Field("url", T.URL),
        Field("date", T.EDTF),
        Field("source_type", T.CHOICE, choices=SOURCE_TYPES),
        Field("checked_on", T.DATE),
        _text("note"),
    ),
)

RECORD_TYPES: Final[dict[str, RecordType]] = {
    item.kind: item for item in (CASE, CITY, EVENT, SESSION, PRESENTATION, ORGANIZATION, THEME, SOURCE)
}
