"""What is read of the content once and kept from request to request, for as long as the content stays the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from flask import current_app, g

from kb.services.names import Names, read_names
from kb.web.database import db, generation

T = TypeVar("T")


def kept(name: str, read: Callable[[], T]) -> T:
    """Take what was read in the present content generation, or read it. A request sees one and the same throughout."""
    key = f"kb_kept_{name}"
    if key not in g:
        store: dict[str, tuple[int, object]] = current_app.extensions.setdefault("kb_kept", {})
        found = store.get(name)
        if found is None or found[0] != generation():
            found = store[name] = (generation(), read())
        setattr(g, key, found[1])
    return cast(T, getattr(g, key))


def names() -> Names:
    """Give the names of themes, cities, organizations and events."""
    return kept("names", lambda: read_names(db()))
