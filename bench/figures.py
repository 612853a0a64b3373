"""Figures, and how they are shown: a table for people, JSON for later comparison."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Aim:
    """What a figure should be: at most a limit, or at least."""

    limit: float
    at_least: bool = False

    def is_met(self, value: float) -> bool:
        """Say whether a value is within the aim."""
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {shown(self.limit)}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number and the command that gave it; the peer's, where it has one of the same name."""

    group: str
    name: str
    value: float
    unit: str
    command: str
    aim: Aim | None = None
    note: str = ""
    peer: float | None = None
    peer_command: str = ""

    @property
    def ratio(self) -> float | None:
        """Divide this figure by the peer's; `None` without one, or where the peer's is zero."""
        return self.value / self.peer if self.peer else None


def beside(ours: Iterable[Figure], peers: Iterable[Figure]) -> list[Figure]:
    """Put the peer's figure beside each of ours that has its name; one name may serve several groups of ours."""
    known: Mapping[str, Figure] = {figure.name: figure for figure in peers}
    return [
        replace(figure, peer=known[figure.name].value, peer_command=known[figure.name].command)
        if figure.name in known
        else figure
        for figure in ours
    ]


def shown(value: float) -> str:
    """Write a number for people: whole ones with thousands separators, others with three significant digits."""
    if float(value).is_integer() or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.{2 if abs(value) < 10 else 1}f}"


def table(figures: Sequence[Figure], peer_name: str) -> str:
    """Lay the figures out by group, each with the number of its command in the list below the table."""
    commands = list(dict.fromkeys(command for figure in figures for command in _commands(figure)))
    rows: list[tuple[str, ...]] = [("", "ours", "", peer_name, "ours ÷ peer", "aim", "command")]
    group = ""
    for figure in figures:
        if figure.group != group:
            group = figure.group
            rows.append((f"-- {group}", *[""] * 6))
        rows.append(_row(figure, commands))
    lines = grid(rows, right=(1, 3, 4)).splitlines()
    notes = dict.fromkeys(figure.note for figure in figures if figure.note)
    lines += ["", *(f"note: {note}" for note in notes), "", "Commands:"]
    return "\n".join([*lines, *(f"  [{number}] {command}" for number, command in enumerate(commands, 1))])


def _commands(figure: Figure) -> list[str]:
    return [command for command in (figure.command, figure.peer_command) if command]


def _row(figure: Figure, commands: list[str]) -> tuple[str, ...]:
    aim = ""
    if figure.aim:
        aim = f"{figure.aim} {'met' if figure.aim.is_met(figure.value) else 'NOT MET'}"
    peer = shown(figure.peer) if figure.peer is not None else ""
    ratio = f"{figure.ratio:.2f}" if figure.ratio is not None else ""
    numbers = " ".join(f"[{commands.index(command) + 1}]" for command in _commands(figure))
    return figure.name, shown(figure.value), figure.unit, peer, ratio, aim, numbers


def grid(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> str:
    """Lay rows of equal length out in columns; those named in `right` are set flush right, as numbers are."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = zip(row, widths, strict=True)
        lines.append(
            "  ".join(cell.rjust(width) if n in right else cell.ljust(width) for n, (cell, width) in enumerate(cells))
        )
    return "\n".join(line.rstrip() for line in lines)


def as_json(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Give the figures as plain data; what a figure doesn't have is left out."""
    found = []
    for figure in figures:
        entry: dict[str, Any] = {"group": figure.group, "name": figure.name, "value": figure.value}
        entry |= {"unit": figure.unit, "command": figure.command}
        if figure.note:
            entry["note"] = figure.note
        if figure.aim:
            entry["aim"] = {"text": str(figure.aim), "met": figure.aim.is_met(figure.value)}
        if figure.peer is not None:
            entry["peer"] = {"value": figure.peer, "ratio": figure.ratio, "command": figure.peer_command}
        found.append(entry)
    return found
