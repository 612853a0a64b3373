"""States of a record, what may be done with it in each, by whom, and what becomes of it.

Two states, as what the public sees and what staff work on differ: `status` tells whether the record is public;
`head_state` is that of its latest revision, which lies beside the public one until it is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Status = Literal["draft", "published", "withdrawn"]
STATUSES: Final[tuple[Status, ...]] = ("draft", "published", "withdrawn")
HeadState = Literal["draft", "in_review", "needs_changes", "scheduled", "published"]
HEAD_STATES: Final[tuple[HeadState, ...]] = ("draft", "in_review", "needs_changes", "scheduled", "published")
Role = Literal["contributor", "translator", "editor", "administrator"]
ROLES: Final[tuple[Role, ...]] = ("contributor", "translator", "editor", "administrator")
Action = Literal[
    "save", "comment", "assign", "submit", "return", "publish", "schedule", "unschedule", "withdraw", "rename"
]
ACTIONS: Final[tuple[Action, ...]] = (
    "save", "comment", "assign", "submit", "return", "publish", "schedule", "unschedule", "withdraw", "rename"
)  # fmt: skip
Refusal = Literal["role", "status", "head_state", "own_work"]
"""Why somebody may not do something: their role, what state the record is in, or that they wrote it themselves."""

_STAFF: Final[frozenset[str]] = frozenset(ROLES)
_EDITORS: Final[frozenset[str]] = frozenset(("editor", "administrator"))
_WORK: Final[tuple[HeadState, ...]] = ("draft", "in_review", "needs_changes", "scheduled")
FOUR_EYES: Final = frozenset(("case",))
"""Kinds of which nobody publishes what they wrote themselves."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """Who may, and in which states it makes sense; `becomes` is the state of the latest revision afterwards."""

    roles: frozenset[str]
    statuses: tuple[Status, ...] = STATUSES
    heads: tuple[HeadState, ...] = HEAD_STATES
    becomes: HeadState | None = None
    needs_other_eyes: bool = False


_RULES: Final[Mapping[Action, _Rule]] = {
    "save": _Rule(_STAFF, becomes="draft"),
    "comment": _Rule(_STAFF),
    "assign": _Rule(_STAFF),
    "submit": _Rule(_STAFF, heads=("draft", "needs_changes"), becomes="in_review"),
    "return": _Rule(_EDITORS, heads=("in_review", "scheduled"), becomes="needs_changes"),
    "publish": _Rule(_EDITORS, becomes="published", needs_other_eyes=True),
    "schedule": _Rule(_EDITORS, heads=_WORK, becomes="scheduled", needs_other_eyes=True),
    "unschedule": _Rule(_EDITORS, heads=("scheduled",), becomes="in_review"),
    "withdraw": _Rule(_EDITORS, statuses=("published",), becomes="draft"),
    "rename": _Rule(_EDITORS),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a name for the history and the roles held. `is_system` is the command line and the seed."""

    name: str
    roles: frozenset[str] = frozenset()
    is_system: bool = False


SYSTEM: Final = Actor("system", frozenset(("administrator",)), is_system=True)
SEED: Final = Actor("seed", frozenset(("administrator",)), is_system=True)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a record stands; `writers` are the authors of its revisions since the last publication."""

    kind: str
    status: Status
    head_state: HeadState
    writers: frozenset[str] = field(default_factory=frozenset)


def may(actor: Actor, action: Action) -> bool:
    """Say whether one of the actor's roles permits the action at all."""
    return not _RULES[action].roles.isdisjoint(actor.roles)


def applies(action: Action, status: str) -> bool:
    """Say whether the action makes sense for a record of this status, whatever its latest revision."""
    return status in _RULES[action].statuses


def needs_other_eyes(action: Action, kind: str) -> bool:
    """Say whether somebody else must do it than those who wrote the record."""
    return _RULES[action].needs_other_eyes and kind in FOUR_EYES


def refusal(actor: Actor, action: Action, standing: Standing, *, works_alone: bool = False) -> Refusal | None:
    """Say why somebody may not do something with a record now; None where they may.

    `works_alone` is the setting for a team of one: then an editor may publish their own work.
    """
    rule = _RULES[action]
    if not may(actor, action):
        return "role"
    if standing.status not in rule.statuses:
        return "status"
    if standing.head_state not in rule.heads:
        return "head_state"
    if needs_other_eyes(action, standing.kind) and not (works_alone or actor.is_system):
        return "own_work" if actor.name in standing.writers else None
    return None


def head_state_after(action: Action, standing: Standing) -> HeadState:
    """Give the state of the latest revision after an action that is not refused."""
    return _RULES[action].becomes or standing.head_state
