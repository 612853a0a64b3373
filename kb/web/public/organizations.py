"""Organizations: the list, and one with its part in cases and at events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kb.domain.locales import Locale, LocalText
from kb.domain.record_types import ORGANIZATION_TYPES
from kb.domain.records import PublicRecord
from kb.rendering.references import References
from kb.services import reading
from kb.web.database import db
from kb.web.frame import crumbs_to, render
from kb.web.messages import lazy_gettext as _l
from kb.web.public.blueprint import public
from kb.web.public.citations import read_cited
from kb.web.public.json_ld import describe_organization
from kb.web.public.links import Link, card_link, label_link, record_link, title_order
from kb.web.public.lists import ListPage, list_frame
from kb.web.public.record_page import RecordPage, record_frame
from kb.web.public.texts import Prose, excerpt, prose

ROLES: Final = (
    ("case", "lead_organization", _l("Case studies that it leads")),
    ("case", "partners", _l("Case studies in which it is a partner")),
    ("presentation", "speakers", _l("Presentations")),
    ("event", "host", _l("Events that it hosts")),
)
"""By which field of which kind of record an organization is referred to, and what that is called."""


@dataclass(frozen=True, slots=True)
class OrganizationEntry:
    """One organization in the list."""

    link: Link
    country: str
    excerpt: LocalText


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationListPage(ListPage):
    """All organizations, grouped by type."""

    groups: Sequence[tuple[str, Sequence[OrganizationEntry]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationPage(RecordPage):
    """One organization. `roles` lists what it took part in, by the name of its role."""

    original_name: str
    original_name_lang: str
    aliases: Sequence[str]
    organization_type: str
    country: str
    city: Link | None
    website: str
    summary: Prose
    roles: Sequence[tuple[str, Sequence[Link]]]
    updating_note: Prose


@public.get("/organizations/")
def organizations(lang: Locale) -> str:
    """List the organizations."""
    records = sorted(reading.list_records(db(), "organization"), key=lambda item: title_order(lang, item.title(lang)))
    groups = []
    for kind in (*ORGANIZATION_TYPES, ""):
        entries = [
            OrganizationEntry(
                record_link(item, lang), str(item.values.get("country") or ""), excerpt(item.summary(lang), 160)
            )
            for item in records
            if (item.values.get("organization_type") or "") == kind
        ]
        if entries:
            groups.append((kind, entries))
    page = OrganizationListPage(**list_frame(lang, "organization", len(records)), groups=groups)
    return render("public/organizations.html", page)


def _roles(slug: str, lang: Locale) -> Sequence[tuple[str, Sequence[Link]]]:
    found = []
    for kind, field, name in ROLES:
        cards = reading.referring(db(), "organization", slug, field, kind)
        if cards:
            links = sorted((card_link(card, lang) for card in cards), key=lambda link: title_order(lang, link.title))
            found.append((str(name), links))
    return found


@public.get("/organizations/<slug:slug>")
def organization(lang: Locale, slug: str) -> str:
    """Show an organization."""
    return _show(reading.get_record(db(), "organization", slug), lang)


@public.get("/organizations/<slug:slug>/history/<int:number>")
def organization_revision(lang: Locale, slug: str, number: int) -> str:
    """Show an organization as it was published in a revision, with what it takes part in now."""
    return _show(reading.get_revision(db(), "organization", slug, number), lang, is_former=True)


def _show(record: PublicRecord, lang: Locale, *, is_former: bool = False) -> str:
    labels, cited, values = reading.labels_for(db(), [record]), References(), record.values
    described = describe_organization(record, lang)
    page = OrganizationPage(
        **record_frame(record, lang, "organization", crumbs_to(lang, "organization"), described, is_former=is_former),
        original_name=str(values.get("name_original") or ""),
        original_name_lang=str(values.get("name_original_language") or ""),
        aliases=record.list("aliases"),
        organization_type=str(values.get("organization_type") or ""),
        country=str(values.get("country") or ""),
        city=label_link(labels, "city", values.get("city"), lang),
        website=str(values.get("website") or ""),
        summary=prose(record.summary(lang), cited),
        roles=_roles(record.slug, lang),
        updating_note=prose(record.text("updating_note", lang), cited),
        sources=read_cited(db(), cited, lang),
    )
    return render("public/organization.html", page)
