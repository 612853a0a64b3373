"""Published records for the rules of proof-reading, without a database."""

from datetime import UTC, datetime
from typing import Any

from kb.domain.content_texts import Piece
from kb.domain.records import PublicRecord
from tests.factories import case_values, theme_values

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def record(kind: str, slug: str, values: dict[str, Any]) -> PublicRecord:
    return PublicRecord(kind, slug, 1, MOMENT, MOMENT, values)


def case(slug: str = "smart-parking", **given: Any) -> PublicRecord:
    return record("case", slug, case_values(**given))


def theme(slug: str = "parking", **given: Any) -> PublicRecord:
    return record("theme", slug, theme_values(**given))


def outcome(**given: Any) -> dict[str, Any]:
    return {"row_id": "a", "indicator__ko": "대수", "indicator__en": "Number", "value": 7, "outcome_type": "claim",
            "sources": ["report"], **given}  # fmt: skip


def pair(korean: str, english: str, field: str = "summary") -> Piece:
    return Piece(field, field, {"ko": korean, "en": english}, is_prose=True)
