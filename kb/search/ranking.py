"""Which documents a plan finds, and how well each answers it (BM25F, see `kb.search.weighing`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from kb.search.analysis.patterns import Pattern
from kb.search.columns import Columns, Mask
from kb.search.matching import Numbers
from kb.search.plan import Alternative, Plan, Unit
from kb.search.weighing import Located, Scores, Selection, sums

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
_MANY: Final = 4096
"""Places from which on it pays to keep the documents that they are in, each once."""
_CELLS: Final = 50_000
"""Documents times units that are summed up at once, so that the sums stay in the processor's cache."""
Locate = Callable[[Pattern, frozenset[str] | None], Located]


class Finding(NamedTuple):
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
    direct = np.zeros(columns.count, dtype=np.bool_)
    found = direct
    findings = []
    several = len(unit.alternatives) > 1
    for alternative in sorted(unit.alternatives, key=_not_by_word) if several else unit.alternatives:
        if alternative.sections is not None and not alternative.sections:
            continue
        located = locate(alternative.pattern, alternative.sections)
        if not len(located.keys):
            continue
        findings.append(Finding(alternative, located))
        if alternative.how != "word" and found is direct:
            found = direct.copy()
        found[located.numbers if len(located.keys) < _MANY else located.documents] = True
    tagged: dict[str, Mask] = {}
    for facet, value in unit.tags:
        mask = columns.tagged_in_any_case(facet, value)
        if mask.any():
            tagged[facet] = mask
            found |= mask
            direct |= mask
    direct &= scope
    if found is not direct:
        found &= scope
    return UnitFound(unit, found, direct, findings, tagged)


def _not_by_word(alternative: Alternative) -> bool:
    return alternative.how != "word"


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
    """Scores of some documents, and what each unit that must match added, with its weight in the query."""

    scores: Scores
    _parts: Sequence[tuple[float, Scores]]

    @property
    def covered(self) -> Scores:
        """Give the part of the query's weight that each document matches, synonyms counting."""
        covered = np.zeros(len(self.scores), dtype=np.float32)
        for weight, made in self._parts:
            covered += np.where(made > 0, np.float32(weight), 0)
        mass = sum(weight for weight, _made in self._parts)
        return covered / np.float32(mass) if mass else covered


def score(documents: Numbers, found: Found) -> Scored:
    """Score documents: of each unit, what its own words or its other names make, whichever is more.

    How rare a word is, is counted within the scope of the search: the titles of sources, which are listed only when
    asked for, say nothing about the words of records.
    """
    total_count = int(np.count_nonzero(found.scope))
    selection = Selection(documents, len(found.scope))
    total = np.zeros(len(documents), dtype=np.float32)
    parts = []
    for index, (item, own, other) in enumerate(_saturated([*found.units, *found.fragments], selection)):
        rarity = _rarity(item.direct, total_count)
        if index >= len(found.units):
            total += FRAGMENT_WEIGHT * rarity * own
            continue
        made = rarity * own
        for mask in item.tagged.values():
            tagged = np.float32(rarity * TAG_STRENGTH / (K1.max() + TAG_STRENGTH))
            made = np.maximum(made, np.where(mask[documents], tagged, 0))
        if other is not None:
            made = np.maximum(made, OTHER_NAME_WEIGHT * _rarity(item.found, total_count) * other)
        if not item.unit.optional:
            parts.append((rarity, made))
        total += made
    return Scored(total, parts)


def _rarity(found: Mask, count: int) -> float:
    having = np.count_nonzero(found)
    return log(1 + (count - having + 0.5) / (having + 0.5))


def _saturated(items: Sequence[UnitFound], selection: Selection) -> Iterator[tuple[UnitFound, Scores, Scores | None]]:
    """Give, for each unit, what its own words make of every document, and its other names if there are any.

    Units are summed up together, a few at a time where there are many documents.
    """
    at_once = max(1, _CELLS // max(1, len(selection.documents)))
    for start in range(0, len(items), at_once):
        some = items[start : start + at_once]
        rows: dict[tuple[int, bool], int] = {}
        parts: list[tuple[int, float, Located]] = []
        for index, item in enumerate(some):
            for finding in item.findings:
                row = rows.setdefault((index, finding.alternative.how == "word"), len(rows))
                parts.append((row, finding.alternative.weight, finding.located))
        made = _saturate(sums(parts, len(rows), selection)) if parts else ()
        nothing = np.zeros(len(selection.documents), dtype=np.float32)
        for index, item in enumerate(some):
            own, other = rows.get((index, True)), rows.get((index, False))
            yield item, nothing if own is None else made[own], None if other is None else made[other]


def _saturate(strengths: npt.NDArray[np.float64]) -> Scores:
    """Give what strengths by language count, in the language in which they count more."""
    made = strengths.astype(np.float32)
    made /= made + K1
    return np.asarray(np.maximum.reduce(made, axis=1))
