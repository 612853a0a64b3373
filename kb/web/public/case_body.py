"""What a case page says, in the order in which it says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kb.domain.locales import Locale, other
from kb.domain.records import Labels, PublicRecord, Snapshot
from kb.rendering.references import References
from kb.web.messages import gettext as _
from kb.web.public.case_relations import KnownRelations, RelationGroup, relation_groups
from kb.web.public.case_rows import (
    CostRow,
    LessonRow,
    OutcomeRow,
    PartnerRow,
    cost_rows,
    lesson_groups,
    outcome_rows,
    partner_rows,
)
from kb.web.public.estimates import EstimateBasis, estimate_basis
from kb.web.public.reported import Disagreement, disagreements
from kb.web.public.texts import Prose, prose

_WITH_ROWS: Final = ("costs", "outcomes")  # disagreements about these stand beside their tables


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of words and the language that they are in."""

    items: Sequence[str]
    lang: Locale


@dataclass(frozen=True, slots=True)
class CaseBody:
    """The parts of a case. Building it in this order numbers its references in reading order."""

    summary: Prose
    challenge: Prose
    approach: Prose
    technology: Prose
    technologies: Listed
    governance: Prose
    partners: Sequence[PartnerRow]
    costs: Sequence[CostRow]
    estimate_basis: EstimateBasis
    cost_disagreements: Sequence[Disagreement]
    outcomes: Sequence[OutcomeRow]
    outcome_disagreements: Sequence[Disagreement]
    lessons: Sequence[tuple[str, Sequence[LessonRow]]]
    conditions: Prose
    other_disagreements: Sequence[Disagreement]
    relations: Sequence[RelationGroup]
    updating_note: Prose

    def contents(self) -> Iterator[tuple[str, str]]:
        """List the sections that have something to say, as (anchor, title); the page ends with related cases."""
        sections = (
            ("challenge", _("Challenge"), self.challenge),
            ("approach", _("Approach"), self.approach),
            ("technology", _("Technology"), self.technology or self.technologies.items),
            ("governance", _("Governance and funding"), self.governance),
            ("partners", _("Partners"), self.partners),
            ("costs", _("Costs"), self.costs or self.cost_disagreements),
            ("results", _("Results"), self.outcomes or self.outcome_disagreements),
            ("lessons", _("Lessons"), self.lessons),
            ("conditions", _("Conditions for transfer"), self.conditions),
            ("disagreements", _("Where sources disagree"), self.other_disagreements),
        )
        return ((anchor, title) for anchor, title, content in sections if content)


def local_list(record: PublicRecord, name: str, lang: Locale) -> Listed:
    """Take a translated list, in the other language where it is missing."""
    own, twin = record.list(f"{name}__{lang}"), record.list(f"{name}__{other(lang)}")
    return Listed(twin, other(lang)) if twin and not own else Listed(own, lang)


def build_case_body(
    case: PublicRecord,
    lang: Locale,
    labels: Labels,
    cited: References,
    source_types: Mapping[str, str],
    relations: KnownRelations,
    city: Snapshot | None = None,
) -> CaseBody:
    """Build what a case says; the sources it cites are added to `cited`. `city` holds the fields of its city."""

    def text(name: str) -> Prose:
        return prose(case.text(name, lang), cited)

    return CaseBody(
        summary=text("summary"),
        challenge=text("challenge"),
        approach=text("approach"),
        technology=text("technology"),
        technologies=local_list(case, "technologies", lang),
        governance=text("governance"),
        partners=partner_rows(case, lang, labels, cited),
        costs=cost_rows(case, lang, cited, city),
        estimate_basis=estimate_basis(case.rows("costs"), lang),
        cost_disagreements=disagreements(case, lang, cited, lambda about: about == "costs"),
        outcomes=outcome_rows(case, lang, cited, source_types),
        outcome_disagreements=disagreements(case, lang, cited, lambda about: about == "outcomes"),
        lessons=lesson_groups(case, lang, cited),
        conditions=text("conditions"),
        other_disagreements=disagreements(case, lang, cited, lambda about: about not in _WITH_ROWS),
        relations=relation_groups(relations, lang, cited),
        updating_note=text("updating_note"),
    )
