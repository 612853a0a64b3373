"""The relations of a case from both sides. What isn't published has neither rows nor a card, and so never shows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from kb.db.queries.case_relations import incoming_relations
from kb.domain.case_relations import CaseRelation, IncomingRelation, relations_of
from kb.domain.records import Labels, PublicRecord
from kb.services.listing import cards_of


def read_incoming(session: Session, slug: str) -> Sequence[IncomingRelation]:
    """Read what other published cases name as their relation to this one, by their slugs."""
    return list(incoming_relations(session, slug))


def with_named(session: Session, labels: Labels, incoming: Sequence[IncomingRelation]) -> Labels:
    """Add the cards of the cases that name a relation to those at hand."""
    missing = {("case", item.case) for item in incoming} - labels.cards.keys()
    return Labels({**labels.cards, **cards_of(session, missing)}) if missing else labels


def published_relations(
    case: PublicRecord, incoming: Sequence[IncomingRelation], labels: Labels
) -> Sequence[CaseRelation]:
    """Join both sides; a case without a card is left out."""
    both = relations_of(case.slug, case.rows("relations"), incoming)
    return [relation for relation in both if labels.get("case", relation.case)]
