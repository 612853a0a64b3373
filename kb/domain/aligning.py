"""Ways to spread the entries of one field over several rows, so that what compares stands side by side.

No way depends on the order of the columns, and none drops an entry: adding a record may move an entry of another to a
row that both now share, but never changes what it says.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kb.domain.comparison import NO_TEXT, Entry, Texts, folded
from kb.domain.evidence import Grade
from kb.domain.locales import LOCALES
from kb.domain.slugs import slugify

Entries = Sequence[Entry]
Columns = Sequence[Entries]
"""The entries of one field, column by column."""

INDEPENDENT: Final = "independent"
OWN: Final = "own"
ANNOUNCED: Final = "announced"
BASES: Final = (INDEPENDENT, OWN, ANNOUNCED)
"""What an outcome may rest on, the firmest first."""
REST: Final = "others"
_BASIS: Final[Mapping[Grade, str]] = {"A": INDEPENDENT, "B": INDEPENDENT, "C": OWN}
_QUALIFIER: Final = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Part:
    """A row to be: what tells it apart within its field, and its entries column by column."""

    code: str
    columns: tuple[tuple[Entry, ...], ...]
    label: Texts = field(default_factory=lambda: NO_TEXT)


Align = Callable[[Columns], Sequence[Part]]


def by_codes(order: Sequence[str], code_of: Callable[[Entry], str]) -> Align:
    """Make a row of each code that occurs, in the given order; an unknown code comes last."""

    def align(columns: Columns) -> Sequence[Part]:
        found = {code_of(entry) for entries in columns for entry in entries}
        known = [code for code in order if code in found]
        return [
            Part(code, tuple(tuple(entry for entry in entries if code_of(entry) == code) for entries in columns))
            for code in (*known, *sorted(found.difference(known)))
        ]

    return align


def by_measure(rest_of: Callable[[Entry], str], order: Sequence[str]) -> Align:
    """Make a row of each measure that several records report; what only one has goes to a row by `rest_of`."""
    spread = by_codes(order, rest_of)

    def align(columns: Columns) -> Sequence[Part]:
        measures = _measures(columns)
        shared = sorted(
            (_shared(key, measures, columns) for key in _shared_keys(measures, columns)),
            key=lambda part: (-sum(map(bool, part.columns)), part.code),
        )
        rest = [[entry for entry in entries if id(entry) not in measures] for entries in columns]
        return [*shared, *spread(rest)]

    return align


def outcome_basis(entry: Entry) -> str:
    """Say whether others than the operator measured an outcome, the operator did, or it is only claimed or projected."""
    return _BASIS.get(entry.grade, ANNOUNCED) if entry.grade else ANNOUNCED


def _names(entry: Entry) -> Iterator[str]:
    """Name what an entry measures, in each language that it has: the same indicator in the same unit.

    A unit's qualifier doesn't count: `kiosks (approx.)` are kiosks.
    """
    for locale in LOCALES:
        if label := folded(entry.label.get(locale)):
            unit = folded(_QUALIFIER.sub("", entry.unit.get(locale) or ""))
            yield f"{locale}|{label}|{unit}"


def _measures(columns: Columns) -> dict[int, str]:
    """Map the entries, by identity, whose measure several columns have to the key of that measure.

    Entries are of one measure if they share a name in either language, directly or by way of others.
    """
    key_of: dict[str, str] = {}
    for names in (list(_names(entry)) for entries in columns for entry in entries):
        joined = {key_of.get(name, name) for name in names}
        least = min(joined, default="")
        for name, key in [*key_of.items()]:
            if key in joined:
                key_of[name] = least
        key_of.update(dict.fromkeys(names, least))
    in_columns: dict[str, set[int]] = defaultdict(set)
    keys: dict[int, str] = {}
    for place, entries in enumerate(columns):
        for entry in entries:
            for name in _names(entry):
                keys[id(entry)] = key_of[name]
                in_columns[key_of[name]].add(place)
    return {entry: key for entry, key in keys.items() if len(in_columns[key]) > 1}


def _shared_keys(measures: dict[int, str], columns: Columns) -> list[str]:
    return list(dict.fromkeys(measures[id(entry)] for entries in columns for entry in entries if id(entry) in measures))


def _shared(key: str, measures: dict[int, str], columns: Columns) -> Part:
    of_measure = tuple(tuple(entry for entry in entries if measures.get(id(entry)) == key) for entries in columns)
    entries = sorted((entry for column in of_measure for entry in column), key=_naming_order)
    label, unit = entries[0].label, entries[0].unit.get("en") or ""
    latin = slugify(f"{label.get('en') or ''} {_QUALIFIER.sub('', unit)}")
    return Part(latin or hashlib.sha256(key.encode()).hexdigest()[:8], of_measure, label)


def _naming_order(entry: Entry) -> tuple[bool, str, str, str]:
    """Order entries of one measure by how well they name it, whatever column they stand in."""
    label = entry.label
    return not all(label.values()), label.get("en") or "", label.get("ko") or "", entry.unit.get("en") or ""
