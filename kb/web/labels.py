"""What the coded values of records are called: stages, types, categories, grades, countries and languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from babel import Locale as BabelLocale

from kb.domain.locales import Locale
from kb.web.messages import lazy_gettext as _l

KIND: Final = {
    "case": _l("Case study"),
    "city": _l("City"),
    "event": _l("Event"),
    "session": _l("Session"),
    "presentation": _l("Presentation"),
    "organization": _l("Organisation"),
    "theme": _l("Theme"),
    "source": _l("Source"),
}
KINDS: Final = {
    "case": _l("Case studies"),
    "city": _l("Cities"),
    "event": _l("Events"),
    "session": _l("Sessions"),
    "presentation": _l("Presentations"),
    "organization": _l("Organisations"),
    "theme": _l("Themes"),
    "source": _l("Sources"),
}
STAGE: Final = {
    "planned": _l("Planned"),
    "pilot": _l("Pilot"),
    "operating": _l("In operation"),
    "scaled": _l("Scaled up"),
    "ended": _l("Ended"),
    "failed": _l("Failed"),
    "unknown": _l("Stage unknown"),
}
GRADE: Final = {
    "A": _l("Measured independently"),
    "B": _l("Official figures"),
    "C": _l("The operator's own figures"),
    "D": _l("Press or vendor claims"),
    "N": _l("Projected or nothing measured"),
}
SUPPORT: Final = {
    "funding": _l("funding"),
    "technology": _l("technology"),
    "data": _l("data"),
    "operation": _l("operation"),
    "research": _l("research"),
    "regulation": _l("regulation"),
    "participation": _l("participation"),
    "advice": _l("advice"),
    "other": _l("other"),
}
COST: Final = {
    "total": _l("Total cost"),
    "investment": _l("Investment"),
    "contract": _l("Contract value"),
    "grant": _l("Grant"),
    "budget": _l("Budget"),
    "operating": _l("Operating cost"),
    "fare": _l("Fare"),
    "other": _l("Other sum"),
}
NO_ESTIMATE: Final = {
    "no_year": _l("no estimate: the year of the sum is not known"),
    "no_rate": _l("no estimate: no sourced exchange rate or price index for that year"),
    "no_amount": _l("no estimate: the sum is not a usable number"),
}
OUTCOME: Final = {
    "measured": _l("measured"),
    "official_figure": _l("official figure"),
    "own_figure": _l("the operator's own figure"),
    "claim": _l("claim"),
    "projection": _l("projection"),
}
OUTCOME_BASIS: Final = {
    "independent": _l("Measured independently or official (A, B)"),
    "own": _l("The operator's own figures (C)"),
    "announced": _l("Claimed or projected (D, N)"),
}
"""What kind of figures a row of results holds (`kb.domain.aligning.outcome_basis`)."""
LESSON: Final = {
    "success": _l("What worked"),
    "barrier": _l("What stood in the way"),
    "failure": _l("What failed"),
}
LESSON_CATEGORY: Final = {
    "legal": _l("Law"),
    "procurement": _l("Procurement"),
    "data": _l("Data"),
    "staff": _l("Staff and skills"),
    "finance": _l("Finance"),
    "public_acceptance": _l("Public acceptance"),
    "technical": _l("Technology"),
}
RELATION: Final = {
    "inspired_by": _l("Inspired by"),
    "replicated_from": _l("Replicated from"),
    "inspired": _l("Inspired"),
    "replicated_in": _l("Replicated in"),
    "compare_with": _l("Compare with"),
}
ORGANIZATION: Final = {
    "company": _l("Company"),
    "association": _l("Association"),
    "city_government": _l("City government"),
    "university": _l("University"),
    "network": _l("Network"),
    "agency": _l("Public agency"),
}
ORGANIZATIONS: Final = {
    "company": _l("Companies"),
    "association": _l("Associations"),
    "city_government": _l("City governments"),
    "university": _l("Universities"),
    "network": _l("Networks"),
    "agency": _l("Public agencies"),
}
PRESENTATION: Final = {
    "city_talk": _l("City talk"),
    "company_presentation": _l("Company presentation"),
    "cooperation_proposal": _l("Cooperation proposal"),
    "keynote": _l("Keynote"),
    "panel": _l("Panel"),
}
MATERIAL: Final = {
    "wanted": _l("Slides wanted"),
    "received": _l("Slides received"),
    "none": _l("No slides were shown"),
}
LICENCE: Final = {
    "CC-BY-4.0": "CC BY 4.0",
    "CC-BY-SA-4.0": "CC BY-SA 4.0",
    "CC-BY-ND-4.0": "CC BY-ND 4.0",
    "CC-BY-NC-4.0": "CC BY-NC 4.0",
    "CC-BY-NC-SA-4.0": "CC BY-NC-SA 4.0",
    "CC-BY-NC-ND-4.0": "CC BY-NC-ND 4.0",
    "CC0-1.0": "CC0 1.0",
    "KOGL-1": _l("KOGL type 1 (attribution)"),
    "KOGL-2": _l("KOGL type 2 (attribution, non-commercial)"),
    "KOGL-3": _l("KOGL type 3 (attribution, no changes)"),
    "KOGL-4": _l("KOGL type 4 (attribution, non-commercial, no changes)"),
    "rights-reserved": _l("All rights reserved, shown by permission"),
}
"""Licences of materials (`kb.domain.materials.LICENCES`)."""
FOLLOW_UP: Final = {
    "announced": _l("Announced"),
    "examined": _l("Examined"),
    "adopted": _l("Adopted"),
    "dropped": _l("Dropped"),
    "unknown": _l("Not known"),
}
FACET: Final = {
    "type": _l("Kind of record"),
    "city": _l("City"),
    "theme": _l("Theme"),
    "stage": _l("Stage"),
    "evidence": _l("Evidence"),
    "country": _l("Country"),
    "organization": _l("Organisation"),
    "event": _l("Event"),
    "language": _l("Written in"),
    "has": _l("Materials"),
    "cost": _l("Estimated cost"),
    "city_size": _l("Size of the city"),
    "lesson": _l("Lessons about"),
    "lesson_type": _l("Kind of lesson"),
    "like": _l("From cities like"),
}
HAS: Final = {"slides": _l("with slides")}
COST_BAND: Final = {
    "under-100k": _l("under US$ 100,000"),
    "100k-1m": _l("US$ 100,000 to 1 million"),
    "1m-10m": _l("US$ 1 to 10 million"),
    "10m-100m": _l("US$ 10 to 100 million"),
    "over-100m": _l("US$ 100 million and more"),
    "unknown": _l("cannot be estimated"),
}
CITY_SIZE: Final = {
    "under-250k": _l("under 250,000 people"),
    "250k-1m": _l("250,000 to 1 million people"),
    "1m-5m": _l("1 to 5 million people"),
    "over-5m": _l("5 million people and more"),
    "unknown": _l("number of people not known"),
}
"""Names of the bands of `kb.domain.bands`."""
SORT: Final = {
    "relevance": _l("best match"),
    "newest": _l("newest"),
    "confirmed": _l("last confirmed"),
    "title": _l("title order"),
    "similar": _l("most similar city"),
}
SOURCE: Final = {
    "official": _l("official"),
    "academic": _l("academic"),
    "press": _l("press"),
    "vendor": _l("vendor"),
    "civil_society": _l("civil society"),
    "other": _l("other source"),
}
SECTION: Final = {
    "title": _l("title"),
    "names": _l("other names"),
    "summary": _l("summary"),
    "challenge": _l("challenge"),
    "approach": _l("approach"),
    "technology": _l("technology section"),
    "governance": _l("governance and funding"),
    "outcomes": _l("results"),
    "lessons": _l("lessons"),
    "costs": _l("costs"),
    "conditions": _l("conditions for transfer"),
    "profile": _l("city figures"),
    "reported_values": _l("differing reports"),
    "relations": _l("related cases"),
    "follow_up": _l("follow-up"),
    "note": _l("note"),
    "updating_note": _l("note on the record"),
    "theme": _l("themes"),
    "city": _l("city name"),
    "country": _l("country name"),
    "organization": _l("organisations"),
    "people": _l("people"),
    "event": _l("event name"),
    "place": _l("place"),
    "cases": _l("case studies named"),
    "publisher": _l("publisher"),
    "stage": _l("stage or kind of lesson"),
    "pages": _l("slides"),
}
"""Names of the sections of a record, as a search hit says where it matched."""


def label(table: Mapping[str, object], value: str | None) -> str:
    """Name a coded value; one that the table doesn't know names itself."""
    return str(table.get(value, value)) if value else ""


def country_name(code: str | None, lang: Locale) -> str:
    """Name a country by its ISO code."""
    return str(BabelLocale(lang).territories.get(code, code)) if code else ""


def language_name(tag: str | None, lang: Locale) -> str:
    """Name a language by its tag, with its script or region if the tag has one."""
    if not tag:
        return ""
    return str(BabelLocale(lang).languages.get(tag.split("-")[0], tag))
