"""How cases relate to one another, as either of the two sides tells it.

A case names those that it was inspired by, replicated from, or is to be compared with. Seen from the case named, the
first two read the other way round; a comparison reads the same from both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kb.domain.locales import Locale
from kb.domain.records import Snapshot, texts

SEEN_FROM_THERE: Final[Mapping[str, str]] = {
    "inspired_by": "inspired",
    "replicated_from": "replicated_in",
    "compare_with": "compare_with",
}
"""What a relation that another case names is on the side of the case named."""
ORIGINS: Final = ("inspired_by", "replicated_from")
COPIES: Final = ("inspired", "replicated_in")
SHOWN: Final = (*ORIGINS, *COPIES, "compare_with")
"""The order in which a case's relations are told."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Why two cases are related: what the case `said_by` gives as the reason, and its sources."""

    said_by: str
    reason: Mapping[Locale, str | None]
    sources: Sequence[str]


@dataclass(frozen=True, slots=True)
class IncomingRelation:
    """A relation that another case names: its slug, and the row as that case has it."""

    case: str
    row: Snapshot


@dataclass(frozen=True, slots=True)
class CaseRelation:
    """Another case, how it relates seen from this one, and every reason given for it, this case's own first."""

    case: str
    relation: str
    statements: Sequence[Statement]


def relations_of(slug: str, own: Iterable[Snapshot], incoming: Iterable[IncomingRelation]) -> Sequence[CaseRelation]:
    """Join what a case says with what others say of it, one entry a case and relation, in the order of `SHOWN`.

    A reason given twice in the same words is told once, with the sources of both.
    """
    found: dict[tuple[str, str], list[Statement]] = {}
    for other, relation, statement in _both_sides(slug, own, incoming):
        if other != slug and relation in SHOWN:
            _add(found.setdefault((relation, other), []), statement)
    ordered = sorted(found, key=lambda key: SHOWN.index(key[0]))
    return [CaseRelation(other, relation, found[relation, other]) for relation, other in ordered]


def _both_sides(
    slug: str, own: Iterable[Snapshot], incoming: Iterable[IncomingRelation]
) -> Iterator[tuple[str, str, Statement]]:
    for row in own:
        yield str(row.get("case") or slug), str(row.get("relation")), _statement(slug, row)
    for item in incoming:
        yield item.case, SEEN_FROM_THERE.get(str(item.row.get("relation")), ""), _statement(item.case, item.row)


def _statement(said_by: str, row: Snapshot) -> Statement:
    return Statement(said_by, texts(row, "reason"), tuple(row.get("sources") or ()))


def _add(statements: list[Statement], given: Statement) -> None:
    for place, known in enumerate(statements):
        if known.reason == given.reason:
            both = tuple(dict.fromkeys((*known.sources, *given.sources)))
            statements[place] = Statement(known.said_by, known.reason, both)
            return
    statements.append(given)
