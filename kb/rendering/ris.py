"""CSL-JSON items as RIS, which EndNote, Mendeley, RefWorks and Zotero read: a tag a line, in UTF-8."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

_TYPES: Final = {"webpage": "ELEC", "article-newspaper": "NEWS", "article-journal": "JOUR"}
_PLAIN: Final = (
    ("T2", "container-title"),
    ("PB", "publisher"),
    ("ET", "version"),
    ("UR", "URL"),
    ("LA", "language"),
    ("AB", "abstract"),
    ("N1", "note"),
)


def to_ris(item: Mapping[str, Any]) -> str:
    """Write an item. Whatever a value contains, it stays in its line and can't begin another tag."""
    lines = (f"{tag}  - {_line(value)}" for tag, value in _tags(item) if value)
    return "".join(f"{line}\r\n" for line in (*lines, "ER  - "))


def _tags(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES.get(item["type"], "GEN")
    yield "ID", item["id"]
    yield "TI", item.get("title") or ""
    for name in item.get("author") or ():
        yield "AU", name["literal"]
    first = ((item.get("issued") or {}).get("date-parts") or [[]])[0]
    if first:
        year, month, day = (*first, 0, 0)[:3]
        yield "PY", f"{year:04}"
        yield "DA", f"{year:04}/{f'{month:02}' if month else ''}/{f'{day:02}' if day else ''}/"
    for tag, name in _PLAIN:
        yield tag, str(item.get(name) or "")


def _line(text: str) -> str:
    return "".join(char for char in " ".join(text.split()) if char.isprintable())
