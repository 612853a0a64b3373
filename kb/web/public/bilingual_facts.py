"""The key facts of a case, its costs and the grade of its results, in a language that needn't be that of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import force_locale
from markupsafe import Markup
from sqlalchemy.orm import Session

from kb.domain.evidence import Grade, case_grade, outcome_grade
from kb.domain.locales import Locale, LocalText
from kb.domain.records import Labels, PublicRecord, Snapshot, local
from kb.rendering.dates import format_edtf
from kb.rendering.numbers import format_amount
from kb.rendering.references import References
from kb.services import reading
from kb.web import labels as words
from kb.web.messages import gettext as _
from kb.web.public.links import Link, label_link


@dataclass(frozen=True, slots=True)
class CaseContext:
    """What the facts of a case need from other records: names, the types of its sources, the country of its city."""

    labels: Labels
    source_types: Mapping[str, str]
    country: str


def read_context(session: Session, case: PublicRecord) -> CaseContext:
    """Read it."""
    slug = case.values.get("city")
    city = reading.records_by_slug(session, "city", [slug]).get(slug) if slug else None
    country = str(city.values.get("country") or "") if city else ""
    return CaseContext(reading.labels_for(session, [case]), reading.source_types(session, [case]), country)


def key_facts(case: PublicRecord, context: CaseContext, lang: Locale) -> Markup:
    """List the key facts in a language."""
    with force_locale(lang):
        rows = [
            Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(name, value)
            for name, value in _facts(case, context, lang)
            if value
        ]
    return Markup('<dl class="facts">{}</dl>').format(Markup("").join(rows))


def cost_line(row: Snapshot, lang: Locale, cited: References) -> Markup:
    """Write a sum of money as its source has it."""
    with force_locale(lang):
        kind = words.label(words.COST, row["cost_type"])
    amount = format_amount(row["amount"], row.get("amount_max"), row["currency"], lang)
    year = f" ({format_edtf(row['year'], lang)})" if row.get("year") else ""
    note = local(row, "note", lang)
    more = Markup(" · {}").format(_spoken(note, lang)) if note else ""
    refs = cited.links(row.get("sources") or ())
    return Markup("<li><strong>{}</strong>: {}{}{}{}</li>").format(kind, amount, year, more, refs)


def grade_of(row: Snapshot, context: CaseContext, lang: Locale) -> str:
    """Write the evidence grade of a result."""
    return _grade(outcome_grade(row, context.source_types), lang)


def _facts(case: PublicRecord, context: CaseContext, lang: Locale) -> Iterator[tuple[str, str | Markup]]:
    values = case.values
    city = label_link(context.labels, "city", values.get("city"), lang)
    country = f", {words.country_name(context.country, lang)}" if context.country else ""
    yield _("City"), _linked(city, lang) + country if city else ""
    yield _("Period"), format_edtf(str(values.get("period") or ""), lang)
    yield _("Stage"), _stage(values, lang)
    lead = label_link(context.labels, "organization", values.get("lead_organization"), lang)
    yield _("Lead"), _linked(lead, lang) if lead else ""
    yield _("Partners"), Markup("<br>").join(_partners(case, context.labels, lang))
    yield _("Evidence"), _grade(case_grade(values, context.source_types), lang)


def _stage(values: Snapshot, lang: Locale) -> str:
    stage = words.label(words.STAGE, str(values.get("stage") or "unknown"))
    attested = str(values.get("stage_as_of") or "")
    return f"{stage} ({_('as of %(date)s', date=format_edtf(attested, lang))})" if attested else stage


def _partners(case: PublicRecord, labels: Labels, lang: Locale) -> Iterator[Markup]:
    for row in case.rows("partners"):
        link, name = label_link(labels, "organization", row.get("organization"), lang), local(row, "name", lang)
        if link or name:
            support = ", ".join(words.label(words.SUPPORT, kind) for kind in row.get("support") or ())
            named = _linked(link, lang) if link else _spoken(name, lang)
            yield named + (Markup(' <span class="muted small">({})</span>').format(support) if support else "")


def _grade(grade: Grade, lang: Locale) -> str:
    with force_locale(lang):
        return f"{_('Evidence grade %(letter)s', letter=grade)}: {words.label(words.GRADE, grade)}"


def _linked(link: Link, lang: Locale) -> Markup:
    return Markup('<a href="{}">{}</a>').format(link.href, _spoken(link.title, lang))


def _spoken(text: LocalText, lang: Locale) -> Markup:
    """Print a text within a section of a language, marked where it is in another."""
    if text.lang == lang:
        return Markup("{}").format(str(text))
    return Markup('<span lang="{}">{}</span>').format(text.lang, str(text))
