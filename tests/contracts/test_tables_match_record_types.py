"""Every field of every record type has its column, and no live column is without a field."""

import pytest

from kb.db.models import LIVE_TABLES
from kb.domain.fields import Field, FieldType
from kb.domain.record_types import RECORD_TYPES

KEYS = {"record_id", "locale", "row_id", "position"}


def columns(field: Field, locales: bool) -> set[str]:
    if field.type in (FieldType.REFERENCES, FieldType.ROWS):
        return set()
    if field.type is FieldType.REFERENCE:
        return {f"{field.name}_id"}
    return {f"{field.name}_ko", f"{field.name}_en"} if field.translated and locales else {field.name}


@pytest.mark.parametrize("kind", sorted(RECORD_TYPES))
def test_the_live_tables_hold_exactly_the_fields(kind: str) -> None:
    fields, tables = RECORD_TYPES[kind].fields, LIVE_TABLES[kind]
    neutral = set().union(*(columns(field, False) for field in fields if not field.translated))
    translated = set().union(*(columns(field, False) for field in fields if field.translated))
    assert set(tables.main.__table__.c.keys()) - KEYS == neutral - KEYS
    assert set(tables.text.__table__.c.keys()) - KEYS == translated
    assert set(tables.rows) == {field.name for field in fields if field.type is FieldType.ROWS}
    for field in RECORD_TYPES[kind].rows():
        expected = set().union(*(columns(column, True) for column in field.columns))
        assert set(tables.rows[field.name].__table__.c.keys()) - KEYS == expected
