"""How a case page tells of the cases related to it, whichever side names the relation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup
from sqlalchemy.orm import Session

from kb.domain.case_relations import CaseRelation
from kb.domain.locales import Locale, LocalText, choose
from kb.domain.records import Labels, PublicRecord
from kb.rendering.references import References
from kb.services.case_relations import published_relations, read_incoming, with_named
from kb.web.kept import names
from kb.web.public.links import Link, label_link, short_link
from kb.web.similar_cases import case_themes
from kb.web.urls import record_path


@dataclass(frozen=True, slots=True)
class RelationReason:
    """Why two cases are related. `is_theirs`: the other case's page gives it."""

    text: LocalText
    references: Markup
    is_theirs: bool


@dataclass(frozen=True, slots=True)
class RelationEntry:
    """A related case."""

    slug: str
    link: Link
    city: Link | None
    reasons: Sequence[RelationReason]


RelationGroup = tuple[str, Sequence[RelationEntry]]
"""A relation as `kb.domain.case_relations.SHOWN` names it, and the cases that stand in it."""


@dataclass(frozen=True, slots=True)
class KnownRelations:
    """The published relations of a case, and the cards of those cases."""

    slug: str
    relations: Sequence[CaseRelation]
    labels: Labels


def read_relations(session: Session, case: PublicRecord, labels: Labels, *, is_former: bool) -> KnownRelations:
    """Read the relations of a case: of a former revision only those that it names itself."""
    incoming = [] if is_former else read_incoming(session, case.slug)
    known = with_named(session, labels, incoming)
    return KnownRelations(case.slug, published_relations(case, incoming, known), known)


def relation_groups(known: KnownRelations, lang: Locale, cited: References) -> Sequence[RelationGroup]:
    """List the related cases relation by relation; the sources of their reasons are added to `cited`."""
    groups: list[RelationGroup] = []
    for relation, related in groupby(known.relations, key=lambda item: item.relation):
        entries = (_entry(item, known, lang, cited) for item in related)
        groups.append((relation, tuple(entry for entry in entries if entry)))
    return tuple(groups)


def _entry(item: CaseRelation, known: KnownRelations, lang: Locale, cited: References) -> RelationEntry | None:
    link = label_link(known.labels, "case", item.case, lang)
    reasons = tuple(
        RelationReason(choose(said.reason, lang), cited.links(said.sources), said.said_by != known.slug)
        for said in item.statements
    )
    return RelationEntry(item.case, link, city_of(item.case, lang), reasons) if link else None


def city_of(case: str, lang: Locale) -> Link | None:
    """Link to the city of a published case, by its short name."""
    slug = case_themes().city(case)
    name = names().find("city", slug, lang)
    return short_link(Link(record_path(lang, "city", slug), name, "city")) if slug and name else None
