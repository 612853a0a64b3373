"""What changed between two revisions: field by field, rows by their `row_id`, texts word by word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Final, Literal

from kb.domain.fields import Field, FieldType, RecordType
from kb.domain.records import Snapshot

PieceKind = Literal["same", "removed", "added"]
ChangeKind = Literal["added", "removed", "changed", "moved"]

LONGEST: Final = 4000
"""Words of a text that are compared one by one; longer ones are compared by paragraphs, as the time grows squared."""
_WORD: Final = re.compile(r"\s+|\[@[^\]]*\]|\w+(?:[.,:]\d+)*|[^\w\s]")
_PARAGRAPH: Final = re.compile(r"[^\n]*\n*")
_WORDED: Final = (FieldType.TEXT, FieldType.MARKDOWN)


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text: in both versions, only in the former, or only in the latter."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs. `key` is its import name; in a structured row `row_id` and `column` say where.

    A row that came or went is one change without a column, `before` or `after` holding the row; one that only stands
    elsewhere is "moved", its places counted from one. `pieces` are those of texts.
    """

    kind: ChangeKind
    key: str
    before: Any = None
    after: Any = None
    row_id: str = ""
    column: str = ""
    pieces: Sequence[Piece] = field(default=(), compare=False)

    @property
    def path(self) -> str:
        """Name the place: `title__ko`, `outcomes/riders`, `outcomes/riders/value`."""
        return "/".join(part for part in (self.key, self.row_id, self.column) if part)


def compare_words(before: str, after: str) -> list[Piece]:
    """Compare two texts. The same and removed pieces make up `before`, the same and added ones `after`.

    A citation is one word, and so are a number with its separators and a run of spaces.
    """
    old, new = _cut(before, after)
    pieces: list[Piece] = []
    for operation, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            pieces.append(Piece("same", "".join(old[first:last])))
            continue
        if first < last:
            pieces.append(Piece("removed", "".join(old[first:last])))
        if start < end:
            pieces.append(Piece("added", "".join(new[start:end])))
    return pieces


def _cut(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) <= LONGEST:
        return old, new
    return _PARAGRAPH.findall(before), _PARAGRAPH.findall(after)


def compare_snapshots(record_type: RecordType, before: Snapshot, after: Snapshot) -> list[Change]:
    """List what differs, in the order of the record's fields; nothing if and only if both hold the same."""
    changes: list[Change] = []
    for item in record_type.fields:
        if item.type is FieldType.ROWS:
            changes += _rows(item, before.get(item.name) or (), after.get(item.name) or ())
        else:
            changes += (change for key in item.keys() for change in _value(item, key, before, after))
    return changes


def _value(
    item: Field, key: str, before: Snapshot, after: Snapshot, row: tuple[str, str] = ("", "")
) -> Iterator[Change]:
    """Compare one value, of a record or of a row given by the names of its field and its own."""
    old, new = before.get(key), after.get(key)
    if _same(old, new):
        return
    kind: ChangeKind = "added" if _is_empty(old) else "removed" if _is_empty(new) else "changed"
    pieces = compare_words(old or "", new or "") if item.type in _WORDED else ()
    name, row_id = row
    yield Change(kind, name or key, old, new, row_id, key if name else "", pieces)


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value == []


def _same(old: Any, new: Any) -> bool:
    """Compare as stored: 1 and true differ, absent and empty don't."""
    if _is_empty(old) or _is_empty(new):
        return _is_empty(old) and _is_empty(new)
    return json.dumps(old, sort_keys=True) == json.dumps(new, sort_keys=True)


def _rows(item: Field, before: Sequence[Snapshot], after: Sequence[Snapshot]) -> Iterator[Change]:
    old = {str(row["row_id"]): row for row in before}
    new = {str(row["row_id"]): row for row in after}
    for row_id, row in old.items():
        if row_id not in new:
            yield Change("removed", item.name, before=dict(row), row_id=row_id)
    moved = _moved(list(old), list(new))
    for row_id, row in new.items():
        if row_id not in old:
            yield Change("added", item.name, after=dict(row), row_id=row_id)
            continue
        if row_id in moved:
            was, stands = moved[row_id]
            yield Change("moved", item.name, before=was, after=stands, row_id=row_id)
        for column in item.columns:
            for key in column.keys():
                yield from _value(column, key, old[row_id], row, (item.name, row_id))


def _moved(old: Sequence[str], new: Sequence[str]) -> Mapping[str, tuple[int, int]]:
    """Find the rows that changed their place among those that stayed, as few as explain the new order."""
    stayed = [row_id for row_id in old if row_id in set(new)]
    now = [row_id for row_id in new if row_id in set(old)]
    kept: set[str] = set()
    for block in SequenceMatcher(None, stayed, now, autojunk=False).get_matching_blocks():
        kept.update(stayed[block.a : block.a + block.size])
    return {row_id: (old.index(row_id) + 1, new.index(row_id) + 1) for row_id in now if row_id not in kept}
