"""Which documents a plan finds, and in what order (BM25F).

Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields" (CIKM 2004): occurrences are
weighted by section and normalised by field length first, then summed and saturated once. The two languages of a
record are scored apart and the better one counts, so that being bilingual is no advantage.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from kb.domain.locales import LOCALES
from kb.search.catalog import Catalog, Head, bits_of
from kb.search.matching import Places, Postings, find
from kb.search.plan import Alternative, Plan, Unit
from kb.search.sections import INDEX_FIELDS, PLACE_BITS, SECTIONS, index_field, section_of

K1: Final = 1.2
B: Final = {"title": 0.3, "summary": 0.5, "body": 0.75, "about": 0.5}
TAG_STRENGTH: Final = 1.0
"""What a tag asked for by name (`city:nice`) counts, beside a word in a text of average length."""
OTHER_NAME_WEIGHT: Final = 0.5
"""What a label of the same concept counts beside the words typed."""
FEW: Final = 5
"""Below so many matches of all words, any word suffices."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Where one alternative of a unit stands."""

    alternative: Alternative
    places: Places


@dataclass(slots=True)
class UnitFound:
    """What was found of one unit."""

    unit: Unit
    findings: list[Finding] = field(default_factory=list)
    tagged: Mapping[str, int] = field(default_factory=dict)
    """By tag group, the documents found because they have the tag asked for."""
    bits: int = 0
    direct: int = 0
    """The documents found by the words typed or by tag, not by other names of a concept."""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a plan, before any filter. `every` are the documents that match all of it."""

    bits: int
    every: int
    units: Sequence[UnitFound]
    mode: Literal["all", "any"]


def _within(places: Places, sections: frozenset[str]) -> Places:
    kept = {
        number: [position for position in positions if section_of(position).name in sections]
        for number, positions in places.items()
    }
    return {number: positions for number, positions in kept.items() if positions}


def find_unit(unit: Unit, catalog: Catalog, postings: Postings) -> UnitFound:
    """Look a unit up, all its alternatives."""
    found = UnitFound(unit)
    for alternative in unit.alternatives:
        if alternative.sections is not None and not alternative.sections:
            continue
        places = find(alternative.pattern, postings)
        if alternative.sections is not None:
            places = _within(places, alternative.sections)
        if places:
            found.findings.append(Finding(alternative, places))
            bits = bits_of(places) & catalog.all
            found.bits |= bits
            found.direct |= bits if alternative.how == "word" else 0
    found.tagged = {facet: bits for facet, value in unit.tags if (bits := catalog.tagged(facet, value))}
    for bits in found.tagged.values():
        found.bits |= bits
        found.direct |= bits
    return found


def find_documents(plan: Plan, catalog: Catalog, postings: Postings, scope: int, match: Literal["all", "any"]) -> Found:
    """Look up a plan within a scope. Phrases, exclusions and `field:` words bind even where any word suffices."""
    found = [find_unit(unit, catalog, postings) for unit in plan.units]
    allowed = scope
    every = scope
    loosened = 0
    for item in found:
        if item.unit.excluded:
            allowed &= ~item.bits
        elif item.unit.loose:
            every &= item.bits
            loosened |= item.bits
        elif not item.unit.optional:
            allowed &= item.bits
    every &= allowed
    wanted = [item for item in found if not item.unit.excluded]
    if plan.can_loosen and (match == "any" or every.bit_count() < FEW):
        return Found(allowed & loosened, every, wanted, "any")
    return Found(every, every, wanted, "any" if match == "any" else "all")


class Scorer:
    """Scores documents for the units found."""

    def __init__(self, catalog: Catalog, units: Sequence[UnitFound]) -> None:
        self._heads = catalog.heads
        self._means = catalog.mean_lengths
        self._units = units
        self._rarities = [(self._rarity(item.direct), self._rarity(item.bits)) for item in units]

    def _rarity(self, bits: int) -> float:
        having = bits.bit_count()
        return math.log(1 + (len(self._heads) - having + 0.5) / (having + 0.5))

    def score(self, number: int) -> float:
        """Give the score of a document: of each unit, what its own words or its other names make, whichever is more."""
        head = self._heads[number]
        total = 0.0
        for item, (rarity, wide_rarity) in zip(self._units, self._rarities, strict=True):
            own, other = self._strengths(item, number, head)
            if any(bits >> number & 1 for bits in item.tagged.values()):
                own = max(own, TAG_STRENGTH)
            total += max(rarity * own / (K1 + own), OTHER_NAME_WEIGHT * wide_rarity * other / (K1 + other))
        return total

    def _strengths(self, item: UnitFound, number: int, head: Head) -> tuple[float, float]:
        """Sum up the places of a unit's own words and of other names, each in the language that has more of them."""
        own, other = [0.0] * len(LOCALES), [0.0] * len(LOCALES)
        for finding in item.findings:
            sums = own if finding.alternative.how == "word" else other
            for position in finding.places.get(number, ()):
                code = position >> PLACE_BITS
                sums[code % len(LOCALES)] += finding.alternative.weight * self._place_weight(code, head)
        return max(own), max(other)

    def _place_weight(self, code: int, head: Head) -> float:
        weight, field_number, normalisation = _OF_CODE[code]
        ratio = head.lengths[field_number] / self._means[INDEX_FIELDS[field_number]]
        return weight / (1 - normalisation + normalisation * ratio)


def _codes() -> Iterator[tuple[float, int, float]]:
    """Give weight, field and length normalisation for each section and language, as positions number them."""
    for section in SECTIONS:
        for lang in LOCALES:
            yield section.weight, INDEX_FIELDS.index(index_field(section.name, lang)), B[section.group]


_OF_CODE: Final = tuple(_codes())
