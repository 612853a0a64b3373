"""Conditions on two columns together, written so that SQLite uses the index on both.

For `(a, b) IN (VALUES …)` it walks through the whole table instead (seen with EXPLAIN QUERY PLAN).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_
from sqlalchemy.orm import QueryableAttribute


def in_pairs(
    few: QueryableAttribute[Any], many: QueryableAttribute[Any], pairs: Iterable[tuple[Any, Any]]
) -> ColumnElement[bool]:
    """Say that (`few`, `many`) is one of the pairs; `few` should take few different values in them."""
    values: dict[Any, list[Any]] = defaultdict(list)
    for one, other in pairs:
        values[one].append(other)
    return or_(false(), *(and_(few == one, many.in_(others)) for one, others in values.items()))
