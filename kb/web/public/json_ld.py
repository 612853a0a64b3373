"""Records as schema.org describes them, for search engines and harvesters (JSON-LD)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kb.domain.licence import LICENCE_URL
from kb.domain.locales import Locale
from kb.domain.records import PublicRecord
from kb.rendering.plain import plain_text
from kb.web.frame import Crumb, base_url, site_name
from kb.web.urls import record_path

_TYPES: Final = {
    "case": "Article",
    "city": "City",
    "event": "Event",
    "session": "Event",
    "presentation": "PresentationDigitalDocument",
    "organization": "Organization",
    "theme": "DefinedTerm",
}
_WORKS: Final = ("case", "presentation")


def _address(record: PublicRecord, lang: Locale) -> str:
    return base_url() + record_path(lang, record.kind, record.slug)


def describe(record: PublicRecord, lang: Locale, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Describe a record: what every kind has, and `more` of its own. Empty values are left out.

    The licence is that of our text. Of a case or presentation it is a member of its own; a city or an event has none,
    so there it belongs to the page.
    """
    title = record.title(lang)
    described = {
        "@context": "https://schema.org",
        "@type": _TYPES[record.kind],
        "@id": _address(record, lang),
        "url": _address(record, lang),
        "name": title.value,
        "description": plain_text(record.summary(lang).value),
        **_licence(record, lang),
        **(more or {}),
    }
    return {name: value for name, value in described.items() if value not in (None, "", [], {})}


def _licence(record: PublicRecord, lang: Locale) -> dict[str, Any]:
    if record.kind in _WORKS:
        return {"license": LICENCE_URL}
    return {"mainEntityOfPage": {"@type": "WebPage", "@id": _address(record, lang), "license": LICENCE_URL}}


def describe_case(
    case: PublicRecord, lang: Locale, themes: Sequence[str], city: str, cited: Sequence[str]
) -> dict[str, Any]:
    """Describe a case as an article with its licence, themes, city and sources (addresses)."""
    return describe(
        case,
        lang,
        {
            "headline": case.title(lang).value,
            "inLanguage": case.title(lang).lang,
            "dateModified": case.published_at.date().isoformat(),
            "version": case.revision,
            "isAccessibleForFree": True,
            "keywords": list(themes),
            "spatialCoverage": {"@type": "City", "name": city} if city else None,
            "publisher": {"@type": "Organization", "name": site_name(lang), "url": base_url()},
            "citation": list(cited),
        },
    )


def describe_city(city: PublicRecord, lang: Locale) -> dict[str, Any]:
    """Describe a city with its place on earth."""
    values = city.values
    place = None
    if values.get("lat") is not None and values.get("lon") is not None:
        place = {"@type": "GeoCoordinates", "latitude": values["lat"], "longitude": values["lon"]}
    more = {"geo": place, "sameAs": values.get("website"), "containedInPlace": _country(values.get("country"))}
    return describe(city, lang, more)


def _country(code: str | None) -> dict[str, str] | None:
    return {"@type": "Country", "identifier": code} if code else None


def describe_event(
    event: PublicRecord, lang: Locale, host: str = "", whole: PublicRecord | None = None
) -> dict[str, Any]:
    """Describe an event, or a session as part of its event (`whole`)."""
    start, _slash, end = str(event.values.get("dates") or event.values.get("start") or "").partition("/")
    place = event.text("place", lang).value
    more = {
        "startDate": start,
        "endDate": end or event.values.get("end") or start,
        "location": {"@type": "Place", "name": place} if place else None,
        "organizer": {"@type": "Organization", "name": host} if host else None,
        "superEvent": {"@id": _address(whole, lang)} if whole else None,
    }
    return describe(event, lang, more)


def describe_organization(organization: PublicRecord, lang: Locale) -> dict[str, Any]:
    """Describe an organization with its other names."""
    more = {"alternateName": list(organization.list("aliases")), "sameAs": organization.values.get("website")}
    return describe(organization, lang, more)


def describe_theme(theme: PublicRecord, lang: Locale) -> dict[str, Any]:
    """Describe a theme as a term of the site's vocabulary."""
    vocabulary = {"@type": "DefinedTermSet", "url": f"{base_url()}/{lang}/themes/", "name": site_name(lang)}
    return describe(theme, lang, {"termCode": theme.slug, "inDefinedTermSet": vocabulary})


def describe_way(crumbs: Sequence[Crumb], title: str, path: str) -> dict[str, Any]:
    """Describe the way from the home page to a page (breadcrumbs)."""
    steps = [(str(crumb.title), crumb.href) for crumb in crumbs] + [(title, path)]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": base_url() + href}
        for place, (name, href) in enumerate(steps, 1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}
