"""One case study as a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kb.domain.costs import key_costs
from kb.domain.evidence import Grade, case_grade
from kb.domain.locales import Locale, LocalText
from kb.domain.records import Labels, PublicRecord, Snapshot
from kb.rendering.numbers import format_amount
from kb.rendering.references import References
from kb.services import reading
from kb.web.frame import Crumb, crumbs_to
from kb.web.messages import gettext as _
from kb.web.public.case_body import CaseBody, build_case_body
from kb.web.public.case_relations import read_relations
from kb.web.public.citations import SourceEntry, read_cited, source_entry
from kb.web.public.estimates import EstimateView, key_estimate
from kb.web.public.json_ld import describe_case
from kb.web.public.links import Link, ThemeLink, Vocabulary, card_link, label_link, record_link
from kb.web.public.record_page import RecordPage, record_frame
from kb.web.public.related_cases import RelatedCases, build_related


@dataclass(frozen=True, slots=True)
class CaseHead:
    """The key facts of a case. `cost` is a sum or range of `cost_type`, empty where none can be given; `estimate` of it."""

    original_title: str
    original_title_lang: str
    stage: str
    stage_as_of: str
    period: str
    grade: Grade
    city: Link | None
    country: str
    lead: Link | None
    themes: Sequence[ThemeLink]
    cost: str
    cost_type: str
    estimate: EstimateView
    presentations: Sequence[Link]
    city_talks: Sequence[Link]  # by the case's city, not known to be about the case


@dataclass(frozen=True, slots=True)
class CaseHistory:
    """What is said about the record itself."""

    revisions: Sequence[reading.RevisionEntry]
    last_confirmed: str
    office: LocalText
    sdg_targets: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage(RecordPage):
    """A case as it is, or as it was in a former revision. `comparable` names it in the comparison."""

    comparable: Link
    head: CaseHead
    body: CaseBody
    related: RelatedCases
    history: CaseHistory
    further: Sequence[SourceEntry]
    contents: Sequence[tuple[str, str]]


def cost_span(case: PublicRecord, lang: Locale) -> tuple[str, str]:
    """Give one amount or range for all total costs, or for the only cost there is, and its type; else nothing."""
    chosen = key_costs(case.rows("costs"))
    if not chosen or len({row["currency"] for row in chosen}) > 1:
        return "", ""
    low = min(row["amount"] for row in chosen)
    high = max(row.get("amount_max") or row["amount"] for row in chosen)
    return format_amount(low, high, chosen[0]["currency"], lang), str(chosen[0]["cost_type"])


def _city(session: Session, slug: str | None) -> Snapshot | None:
    cities = reading.records_by_slug(session, "city", [slug]) if slug else {}
    return cities[slug].values if slug in cities else None


def _head(
    session: Session,
    case: PublicRecord,
    lang: Locale,
    labels: Labels,
    vocabulary: Vocabulary,
    grade: Grade,
    city: Snapshot | None,
) -> CaseHead:
    values = case.values
    cost, cost_type = cost_span(case, lang)
    presentations = reading.referring(session, "case", case.slug, "cases", "presentation")
    told = {card.slug for card in presentations}
    of_city = reading.referring(session, "city", str(values.get("city") or ""), "speakers", "presentation")
    return CaseHead(
        original_title=str(values.get("title_original") or ""),
        original_title_lang=str(values.get("title_original_language") or ""),
        stage=str(values.get("stage") or "unknown"),
        stage_as_of=str(values.get("stage_as_of") or ""),
        period=str(values.get("period") or ""),
        grade=grade,
        city=label_link(labels, "city", values.get("city"), lang),
        country=str((city or {}).get("country") or ""),
        lead=label_link(labels, "organization", values.get("lead_organization"), lang),
        themes=vocabulary.links(case.list("themes")),
        cost=cost,
        cost_type=cost_type,
        estimate=key_estimate(case, city, lang) if cost else EstimateView(),
        presentations=tuple(card_link(card, lang) for card in presentations),
        city_talks=tuple(card_link(card, lang) for card in of_city if card.slug not in told),
    )


def _history(session: Session, case: PublicRecord, lang: Locale) -> CaseHistory:
    return CaseHistory(
        revisions=reading.list_revisions(session, "case", case.slug),
        last_confirmed=str(case.values.get("last_confirmed_on") or ""),
        office=case.text("office", lang),
        sdg_targets=case.list("sdg_targets"),
    )


def build_case_page(
    session: Session, case: PublicRecord, lang: Locale, vocabulary: Vocabulary, *, is_former: bool = False
) -> CasePage:
    """Build the page of a case, or of a former revision of it. Reads what it refers to."""
    labels, cited = reading.labels_for(session, [case]), References()
    types = reading.source_types(session, [case])
    city = _city(session, case.values.get("city"))
    head = _head(session, case, lang, labels, vocabulary, case_grade(case.values, types), city)
    relations = read_relations(session, case, labels, is_former=is_former)
    body = build_case_body(case, lang, labels, cited, types, relations, city)
    sources = read_cited(session, cited, lang)
    further = reading.records_by_slug(session, "source", case.list("references"))
    described = describe_case(
        case,
        lang,
        [theme.title.value for theme in head.themes],
        head.city.title.value if head.city else "",
        [source.url for source in sources if source.url],
    )
    related = build_related(case, lang, vocabulary, body.relations, is_former=is_former)
    crumbs = crumbs_to(lang, "case", *([Crumb(head.city.href, head.city.title)] if head.city else []))
    return CasePage(
        **record_frame(case, lang, "case", crumbs, described, is_former=is_former),
        comparable=record_link(case, lang),
        head=head,
        body=body,
        related=related,
        history=_history(session, case, lang),
        sources=sources,
        further=tuple(source_entry(further[slug], lang) for slug in case.list("references") if slug in further),
        contents=(*body.contents(), *([("related", _("Related cases"))] if related.is_told else ())),
    )
