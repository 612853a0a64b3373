"""Which documents a plan finds, and how well each answers it (BM25F, see `kb.search.weighing`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from kb.domain.locales import LOCALES
from kb.search.analysis.patterns import Pattern
from kb.search.columns import Columns, Mask
from kb.search.matching import Numbers
from kb.search.plan import Alternative, Plan, Unit
from kb.search.weighing import Located, Scores

K1: Final = np.array([[0.9], [1.2]], dtype=np.float32)
"""Saturation by language, Korean first."""
TAG_STRENGTH: Final = 1.0
"""What a tag asked for by name (`city:nice`) counts, beside a word in a text of average length."""
OTHER_NAME_WEIGHT: Final = 0.5
"""What a label of the same concept counts beside the words typed."""
FEW: Final = 5
"""Below so many matches of all words, any word suffices."""

FRAGMENT_WEIGHT: Final = 0.5
"""What two syllables of a word count, where any word suffices."""
Locate = Callable[[Pattern, frozenset[str] | None], Located]


@dataclass(frozen=True, slots=True)
class Finding:
    """Where one alternative of a unit stands."""

    alternative: Alternative
    located: Located


@dataclass(slots=True)
class UnitFound:
    """What was found of one unit: by any way (`found`), by the words typed or by tag (`direct`)."""

    unit: Unit
    found: Mask
    direct: Mask
    findings: list[Finding] = field(default_factory=list)
    tagged: Mapping[str, Mask] = field(default_factory=dict)
    """By tag group, the documents found because they have the tag asked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a plan, before any filter. `every` are the documents that match all of it."""

    listed: Mask
    every: Mask
    scope: Mask
    units: Sequence[UnitFound]
    mode: Literal["all", "any"]
    fragments: Sequence[UnitFound] = ()
    """Parts of words: they rank what is found otherwise."""


def find_unit(unit: Unit, columns: Columns, locate: Locate, scope: Mask) -> UnitFound:
    """Look a unit up within a scope, all its alternatives."""
    item = UnitFound(unit, np.zeros(columns.count, dtype=np.bool_), np.zeros(columns.count, dtype=np.bool_))
    for alternative in unit.alternatives:
        if alternative.sections is not None and not alternative.sections:
            continue
        located = locate(alternative.pattern, alternative.sections)
        if len(located.documents):
            item.findings.append(Finding(alternative, located))
            item.found[located.documents] = True
            if alternative.how == "word":
                item.direct[located.documents] = True
    item.tagged = {
        facet: mask for facet, value in unit.tags if (mask := columns.tagged_in_any_case(facet, value)).any()
    }
    for mask in item.tagged.values():
        item.found |= mask
        item.direct |= mask
    item.found &= scope
    item.direct &= scope
    return item


def find_documents(plan: Plan, columns: Columns, locate: Locate, scope: Mask, match: Literal["all", "any"]) -> Found:
    """Look up a plan within a scope. Phrases, exclusions and `field:` words bind even where any word suffices."""
    found = [find_unit(unit, columns, locate, scope) for unit in plan.units]
    allowed = scope.copy()
    every = scope.copy()
    loosened = np.zeros(columns.count, dtype=np.bool_)
    for item in found:
        if item.unit.excluded:
            allowed &= ~item.found
        elif item.unit.loose:
            every &= item.found
            loosened |= item.found
        elif not item.unit.optional:
            allowed &= item.found
    every &= allowed
    wanted = [item for item in found if not item.unit.excluded]
    if plan.can_loosen and (match == "any" or np.count_nonzero(every) < FEW):
        loose = [item.unit for item in wanted if item.unit.loose]
        pieces = [find_unit(piece, columns, locate, scope) for unit in loose for piece in unit.pieces]
        fragments = [find_unit(fragment, columns, locate, scope) for unit in loose for fragment in unit.fragments]
        stems = [find_unit(stem, columns, locate, scope) for unit in loose for stem in unit.stems]
        for item in (*pieces, *stems):
            loosened |= item.found
        return Found(allowed & loosened, every, scope, [*wanted, *pieces], "any", fragments)
    return Found(every, every, scope, wanted, "any" if match == "any" else "all")


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores of some documents; `covered` is the part of the query's weight that each matches, synonyms counting."""

    scores: Scores
    covered: Scores


def score(documents: Numbers, found: Found) -> Scored:
    """Score documents: of each unit, what its own words or its other names make, whichever is more.

    How rare a word is, is counted within the scope of the search: the titles of sources, which are listed only when
    asked for, say nothing about the words of records.
    """
    count, total_count = len(found.scope), int(np.count_nonzero(found.scope))
    total = np.zeros(len(documents), dtype=np.float32)
    covered = np.zeros(len(documents), dtype=np.float32)
    mass = 0.0
    for item in found.units:
        rarity, wide_rarity = _rarity(item.direct, total_count), _rarity(item.found, total_count)
        own, other = _strengths(item, documents, count)
        made = rarity * (own / (K1 + own)).max(axis=0)
        for mask in item.tagged.values():
            tagged = np.float32(rarity * TAG_STRENGTH / (K1.max() + TAG_STRENGTH))
            made = np.maximum(made, np.where(mask[documents], tagged, 0))
        if other is not None:
            made = np.maximum(made, OTHER_NAME_WEIGHT * wide_rarity * (other / (K1 + other)).max(axis=0))
        if not item.unit.optional:
            mass += rarity
            covered += np.where(made > 0, np.float32(rarity), 0)
        total += made
    for item in found.fragments:
        own, _other = _strengths(item, documents, count)
        total += FRAGMENT_WEIGHT * _rarity(item.direct, total_count) * (own / (K1 + own)).max(axis=0)
    return Scored(total, covered / np.float32(mass) if mass else covered)


def _rarity(found: Mask, count: int) -> float:
    having = np.count_nonzero(found)
    return float(np.log(1 + (count - having + 0.5) / (having + 0.5)))


def _strengths(item: UnitFound, documents: Numbers, count: int) -> tuple[Scores, Scores | None]:
    """Sum up a unit's own words, and other names if there are any, by language and document."""
    own = np.zeros((len(LOCALES), len(documents)), dtype=np.float32)
    other: Scores | None = None
    for finding in item.findings:
        strengths = np.float32(finding.alternative.weight) * gather(finding.located, documents, count)
        if finding.alternative.how == "word":
            own += strengths
        else:
            other = strengths if other is None else other + strengths
    return own, other


def gather(located: Located, documents: Numbers, count: int) -> Scores:
    """Give the strengths in some documents, rising, of `count` in all; 0 where the pattern is not found."""
    if len(documents) * 8 < len(located.documents):
        at = np.minimum(located.documents.searchsorted(documents), len(located.documents) - 1)
        found: Scores = located.strengths[:, at] * (located.documents[at] == documents)
        return found
    table: npt.NDArray[np.float32] = np.zeros((len(LOCALES), count), dtype=np.float32)
    table[:, located.documents] = located.strengths
    return np.asarray(table[:, documents])
