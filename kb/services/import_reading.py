"""Reading import files record by record, whatever their size, with the line that each record stands on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from kb.errors import KBError, Problem

MAX_LINE_BYTES: Final = 4 * 1024 * 1024
"""Far more than any record needs; a longer line is a mistake and is never held in memory as a whole."""
_BOM: Final = b"\xef\xbb\xbf"


class UnreadableFile(KBError):
    """The import file can't be opened or read."""

    code = "unreadable_file"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What stands on a line: a record's fields as written, or what is wrong with the line. `size` is in bytes."""

    line: int
    size: int
    fields: dict[str, Any] | None = None
    problem: Problem | None = None


def read_jsonl(path: Path) -> Iterator[FileRecord]:
    """Read JSON Lines (UTF-8, with or without BOM); empty lines are passed over. Raises `UnreadableFile`."""
    try:
        with path.open("rb") as stream:
            for number, line in _lines(stream):
                if line is None:
                    most = f"over {MAX_LINE_BYTES // 1024 // 1024} MiB"
                    yield FileRecord(number, 0, problem=Problem("line", "line_too_long", most))
                elif line.strip():
                    yield _record(number, line)
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror or error}") from None


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    number = 0
    while line := stream.readline(MAX_LINE_BYTES):
        number += 1
        if number == 1:
            line = line.removeprefix(_BOM)
        if len(line) >= MAX_LINE_BYTES and not line.endswith(b"\n"):
            while (rest := stream.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line


def _record(number: int, line: bytes) -> FileRecord:
    try:
        value = json.loads(line.decode("utf-8"), object_pairs_hook=_object, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        return _bad(number, "not_utf8", f"byte {error.start + 1} of the line")
    except json.JSONDecodeError as error:
        return _bad(number, "not_json", f"{error.msg} at character {error.pos + 1}")
    except (ValueError, RecursionError) as error:
        return _bad(number, "not_json", str(error)[:200])
    if not isinstance(value, dict):
        return _bad(number, "not_an_object", f"a JSON {type(value).__name__}")
    return FileRecord(number, len(line), fields=value)


def _bad(number: int, code: str, detail: str) -> FileRecord:
    return FileRecord(number, 0, problem=Problem("line", code, detail))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)[:80]} is given twice")
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON number")
