"""One record of an import file: what it asks for, and what that makes of the record that is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kb.domain.citations import citations_of
from kb.domain.content_rules import SUMMARY_LIMIT, count_words
from kb.domain.fields import RecordType
from kb.domain.locales import LOCALES
from kb.domain.record_types import RECORD_TYPES
from kb.domain.records import Snapshot
from kb.domain.slugs import is_slug
from kb.domain.snapshots import clean
from kb.errors import Problem

CLEAR: Final = "__CLEAR__"
"""Empties a field; an empty or absent one changes nothing."""
STATUSES: Final = ("draft", "published", "withdrawn")
_EXPECTED: Final[Mapping[str, tuple[str, ...]]] = {"case": ("themes", "challenge", "approach")}
_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A record as the file has it; `values` are clean, `cleared` names the fields to empty."""

    kind: str
    slug: str
    status: str
    values: Mapping[str, Any]
    cleared: frozenset[str]

    def apply_to(self, present: Snapshot) -> dict[str, Any]:
        """Give the record's fields after the import; fields in the order of their kind."""
        merged = {**present, **self.values}
        order = RECORD_TYPES[self.kind].by_key
        return {key: merged[key] for key in order if key in merged and key not in self.cleared}


def read_import_row(raw: Mapping[str, Any]) -> tuple[ImportRow | None, list[Problem]]:
    """Read a record as its file gives it. Without a kind and a slug there is no row, only problems."""
    kind, slug, status = raw.get("kind"), raw.get("slug"), raw.get("status") or STATUSES[0]
    if not isinstance(kind, str) or kind not in RECORD_TYPES:
        return None, [Problem("kind", "unknown_kind", _short(kind))]
    if not isinstance(slug, str) or not is_slug(slug, kind):
        return None, [Problem("slug", "not_a_slug", _short(slug))]
    cleared = frozenset(key for key, value in raw.items() if value in (CLEAR, [CLEAR]))
    given = {key: _without_cleared_columns(value) for key, value in raw.items() if key not in cleared}
    values, problems = clean(RECORD_TYPES[kind], given)
    problems += [Problem(key, "unknown_field", CLEAR) for key in sorted(cleared - RECORD_TYPES[kind].by_key.keys())]
    if status not in STATUSES:
        problems.append(Problem("status", "unknown_status", _short(status)))
    return ImportRow(kind, slug, str(status), values, cleared), problems


def _without_cleared_columns(value: Any) -> Any:
    """Drop emptied columns of structured rows: a list of rows is replaced as a whole, so they are empty already."""
    if not isinstance(value, list):
        return value
    return [
        {name: cell for name, cell in row.items() if cell != CLEAR} if isinstance(row, dict) else row for row in value
    ]


def _short(value: object) -> str:
    return repr(value)[:_SHOWN]


def differences(before: Snapshot, after: Snapshot) -> list[tuple[str, Any, Any]]:
    """List (field, old, new) of every field that differs; None stands for an empty one."""
    return [
        (key, before.get(key), after.get(key))
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key)
    ]


def import_warnings(record_type: RecordType, values: Snapshot) -> Iterator[Problem]:
    """Yield what a published record should have but need not: expected fields, sources, a summary of some length."""
    for name in _EXPECTED.get(record_type.kind, ()):
        if not any(values.get(key) for key in record_type.field(name).keys()):
            yield Problem(name, "missing")
    if record_type.kind == "case":
        if not any(True for _citation in citations_of(record_type, values)):
            yield Problem("references", "nothing_cited")
        for lang in LOCALES:
            words = count_words(values.get(f"summary__{lang}") or "")
            if words > SUMMARY_LIMIT[lang]:
                yield Problem(f"summary__{lang}", "summary_too_long", f"{words} > {SUMMARY_LIMIT[lang]}")
