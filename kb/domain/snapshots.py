"""Snapshots: reading a record's fields from outside, checking them, and fingerprinting them."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from kb.domain.dates import parse_edtf
from kb.domain.fields import Field, FieldType, RecordType
from kb.domain.records import Snapshot
from kb.domain.slugs import is_slug
from kb.errors import Problem

_ROW_ID: Final = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_ENVELOPE: Final = ("kind", "slug", "status")


def clean(record_type: RecordType, raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Read a record as an outsider wrote it: known fields normalised to NFC and their type, empty ones left out.

    Every problem is listed with its path; a field with a problem is left out of the result.
    """
    problems: list[Problem] = []
    known = record_type.by_key
    problems += [Problem(key, "unknown_field") for key in raw if key not in known and key not in _ENVELOPE]
    values: dict[str, Any] = {}
    given = {known[key].name for key in raw if key in known}
    for field in record_type.fields:
        if field.name in given:
            _clean_into(values, field, raw, "", problems)
    return values, problems


def _clean_into(
    values: dict[str, Any], field: Field, raw: Mapping[str, Any], path: str, problems: list[Problem]
) -> None:
    for key in field.keys():
        given = raw.get(key)
        if given is None or given == "" or given == []:
            continue
        try:
            value = _READERS[field.type](field, given, f"{path}{key}", problems)
        except (ValueError, TypeError, AttributeError, OverflowError) as error:
            problems.append(Problem(f"{path}{key}", f"not_a_{field.type.value}", str(error)[:200] or repr(given)[:80]))
            continue
        if value not in ("", []):
            values[key] = value


def _string(_field: Field, given: Any, _path: str, _problems: list[Problem]) -> str:
    if isinstance(given, bool) or not isinstance(given, str | int | float | date):
        raise ValueError(f"expected text, not {type(given).__name__}")
    text = unicodedata.normalize("NFC", str(given)).replace("\r\n", "\n").strip()
    if _UNWRITABLE.search(text):
        raise ValueError("control character, or half of a surrogate pair")
    return text


def _line(field: Field, given: Any, path: str, problems: list[Problem]) -> str:
    return " ".join(_string(field, given, path, problems).split())


def _strings(field: Field, given: Any, path: str, problems: list[Problem]) -> list[str]:
    if not isinstance(given, list | tuple):
        raise ValueError("expected a list")
    return [text for item in given if (text := _line(field, item, path, problems))]


def _choice(field: Field, given: Any, path: str, problems: list[Problem]) -> str:
    text = _line(field, given, path, problems)
    if text not in field.choices:
        raise ValueError(f"{text!r} is not one of {', '.join(field.choices)}")
    return text


def _choices(field: Field, given: Any, path: str, problems: list[Problem]) -> list[str]:
    return [_choice(field, item, path, problems) for item in _strings(field, given, path, problems)]


def _number(_field: Field, given: Any, _path: str, _problems: list[Problem]) -> int | float:
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        raise ValueError("expected a number")
    number = float(given.replace(",", "")) if isinstance(given, str) else given
    if number != number or abs(number) > 1e18:
        raise ValueError("out of range")
    return int(number) if float(number).is_integer() else float(number)


def _integer(field: Field, given: Any, path: str, problems: list[Problem]) -> int:
    number = _number(field, given, path, problems)
    if not isinstance(number, int):
        raise ValueError("expected a whole number")
    return number


def _boolean(_field: Field, given: Any, _path: str, _problems: list[Problem]) -> bool:
    if isinstance(given, bool):
        return given
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[str(given).lower()]


def _edtf(field: Field, given: Any, path: str, problems: list[Problem]) -> str:
    text = _line(field, given, path, problems)
    parse_edtf(text)
    return text


def _day(field: Field, given: Any, path: str, problems: list[Problem]) -> str:
    return date.fromisoformat(_line(field, given, path, problems)).isoformat()


def _url(field: Field, given: Any, path: str, problems: list[Problem]) -> str:
    text = _string(field, given, path, problems)
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or any(char.isspace() for char in text):
        raise ValueError("expected an http or https address")
    return text


def _matching(pattern: re.Pattern[str], what: str) -> Any:
    def read(field: Field, given: Any, path: str, problems: list[Problem]) -> str:
        text = _line(field, given, path, problems)
        if not pattern.fullmatch(text):
            raise ValueError(f"expected {what}")
        return text

    return read


def _slug(field: Field, given: Any, path: str, problems: list[Problem]) -> str:
    text = _line(field, given, path, problems)
    if not is_slug(text, field.target):
        raise ValueError(f"{text!r} is no slug")
    return text


def _slugs(field: Field, given: Any, path: str, problems: list[Problem]) -> list[str]:
    found = [_slug(field, item, path, problems) for item in _strings(field, given, path, problems)]
    return list(dict.fromkeys(found))


def _rows(field: Field, given: Any, path: str, problems: list[Problem]) -> list[dict[str, Any]]:
    if not isinstance(given, list | tuple):
        raise ValueError("expected a list of rows")
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()
    for index, item in enumerate(given, 1):
        row_id = str(item.get("row_id") or "") if isinstance(item, Mapping) else ""
        where = f"{path}/{row_id or index}"
        if not _ROW_ID.fullmatch(row_id) or row_id in seen:
            problems.append(Problem(where, "duplicate_row_id" if row_id in seen else "bad_row_id"))
            continue
        seen.add(row_id)
        row: dict[str, Any] = {"row_id": row_id}
        known = {key for column in field.columns for key in column.keys()} | {"row_id"}
        problems.extend(Problem(f"{where}/{key}", "unknown_field") for key in item if key not in known)
        for column in field.columns:
            _clean_into(row, column, item, f"{where}/", problems)
            if column.required and not any(row.get(key) is not None for key in column.keys()):
                problems.append(Problem(f"{where}/{column.name}", "required"))
        rows.append(row)
    return rows


_READERS: Final[dict[FieldType, Any]] = {
    FieldType.TEXT: _line,
    FieldType.MARKDOWN: _string,
    FieldType.LIST: _strings,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.NUMBER: _number,
    FieldType.INTEGER: _integer,
    FieldType.BOOLEAN: _boolean,
    FieldType.EDTF: _edtf,
    FieldType.DATE: _day,
    FieldType.URL: _url,
    FieldType.LANGUAGE: _matching(_LANGUAGE, "a language tag such as ko"),
    FieldType.COUNTRY: _matching(_COUNTRY, "two capital letters (ISO 3166-1)"),
    FieldType.TIME_ZONE: _line,
    FieldType.REFERENCE: _slug,
    FieldType.REFERENCES: _slugs,
    FieldType.ROWS: _rows,
}


def missing_to_publish(record_type: RecordType, values: Snapshot) -> list[Problem]:
    """List the required fields that are empty in both languages."""
    return [
        Problem(field.name, "required_to_publish")
        for field in record_type.fields
        if field.required and not any(values.get(key) for key in field.keys())
    ]


def references_of(record_type: RecordType, values: Snapshot) -> Iterator[tuple[str, str, str]]:
    """Yield (field path, kind, slug) of every record that a snapshot refers to, citations in text excepted."""
    for field in record_type.referring:
        if field.type is FieldType.ROWS:
            for row in values.get(field.name) or ():
                for column in field.columns:
                    for slug in _targets(column, row):
                        yield f"{field.name}/{row['row_id']}/{column.name}", column.target, slug
        else:
            for slug in _targets(field, values):
                yield field.name, field.target, slug


def _targets(field: Field, values: Snapshot) -> list[str]:
    value = values.get(field.name)
    if not value:
        return []
    if field.type is FieldType.REFERENCE:
        return [str(value)]
    return [str(slug) for slug in value] if field.type is FieldType.REFERENCES else []


def fingerprint(values: Snapshot) -> str:
    """Hash a snapshot (SHA-256 of its canonical JSON, hex): equal content gives an equal hash."""
    canonical = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
