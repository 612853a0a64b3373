"""States of a record, who may move it between them, and the roles of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Status = Literal["draft", "in_review", "published", "withdrawn"]
STATUSES: Final[tuple[Status, ...]] = ("draft", "in_review", "published", "withdrawn")
Role = Literal["contributor", "translator", "editor", "administrator"]
Action = Literal["save", "submit", "return", "publish", "withdraw", "rename"]

_ALLOWED: Final[dict[Action, frozenset[str]]] = {
    "save": frozenset(("contributor", "translator", "editor", "administrator")),
    "submit": frozenset(("contributor", "translator", "editor", "administrator")),
    "return": frozenset(("editor", "administrator")),
    "publish": frozenset(("editor", "administrator")),
    "withdraw": frozenset(("editor", "administrator")),
    "rename": frozenset(("editor", "administrator")),
}
_FROM: Final[dict[Action, frozenset[Status]]] = {
    "save": frozenset(STATUSES),
    "submit": frozenset(("draft",)),
    "return": frozenset(("in_review",)),
    "publish": frozenset(STATUSES),
    "withdraw": frozenset(("published",)),
    "rename": frozenset(STATUSES),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a name for the history and the roles held. `is_system` is the command line and the seed."""

    name: str
    roles: frozenset[str] = frozenset()
    is_system: bool = False


SYSTEM: Final = Actor("system", frozenset(("administrator",)), is_system=True)
SEED: Final = Actor("seed", frozenset(("administrator",)), is_system=True)


def may(actor: Actor, action: Action) -> bool:
    """Say whether one of the actor's roles permits the action at all."""
    return not _ALLOWED[action].isdisjoint(actor.roles)


def applies(action: Action, status: Status) -> bool:
    """Say whether the action makes sense for a record in this state."""
    return status in _FROM[action]
