"""Collecting the translatable words of code and templates, and comparing them with the Korean catalog."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
KOREAN = ROOT / "kb" / "translations" / "ko" / "LC_MESSAGES" / "messages.po"
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
_POSITIONAL = re.compile(r"%[sd]|\{\}")


def extracted() -> Catalog:
    """Collect every message that the program can show."""
    catalog = Catalog(project="Smart City Casebook", version="", charset="utf-8")
    for folder, method in (("kb", [("**.py", "python")]), ("templates", [("**.html", "jinja2"), ("**.xml", "jinja2")])):
        found = extract_from_dir(
            str(ROOT / folder),
            method,
            {"**.html": {"trimmed": "true"}},
            keywords=DEFAULT_KEYWORDS | {"_l": None},
            comment_tags=("Note:",),
        )
        for name, line, message, comments, context in found:
            catalog.add(message, locations=[(f"{folder}/{name}", line)], auto_comments=comments, context=context)
    return catalog


def read_korean() -> Catalog:
    """Read the Korean catalog."""
    with KOREAN.open("rb") as file:
        return read_po(file, locale="ko")


def update() -> int:
    """Bring the Korean catalog up to the program's messages; return how many have no translation yet."""
    korean = read_korean()
    korean.update(extracted(), no_fuzzy_matching=True)
    korean.obsolete.clear()
    with KOREAN.open("wb") as file:
        write_po(file, korean, width=120, include_lineno=False, sort_output=True)
    return sum(1 for message in korean if message.id and not all(_strings(message)))


def problems() -> Iterator[str]:
    """Name every message that is missing, stale, empty, fuzzy, or has other placeholders than its original."""
    wanted, korean = extracted(), read_korean()
    known = {(message.id, message.context) for message in korean if message.id}
    for message in wanted:
        if message.id and (message.id, message.context) not in known:
            yield f"not in the Korean catalog: {message.id!r} ({message.locations[0][0]})"
        if any(_POSITIONAL.search(text) for text in _ids(message)):
            yield f"placeholders without a name: {message.id!r}"
    ids = {(message.id, message.context) for message in wanted}
    for message in korean:
        if not message.id:
            continue
        if (message.id, message.context) not in ids:
            yield f"no longer used: {message.id!r}"
        if message.fuzzy or not all(_strings(message)):
            yield f"not translated: {message.id!r}"
        names = {name for text in _ids(message) for name in _PLACEHOLDER.findall(text)}
        if any(set(_PLACEHOLDER.findall(text)) - names for text in _strings(message)):
            yield f"unknown placeholder in the translation of {message.id!r}"


def _ids(message: Message) -> list[str]:
    return list(message.id) if isinstance(message.id, list | tuple) else [str(message.id)]


def _strings(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, list | tuple) else [str(message.string or "")]
