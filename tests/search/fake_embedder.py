"""An embedder for tests: texts that share pairs of letters lie close to one another. Quick, and always the same."""

from __future__ import annotations

import zlib

import numpy as np

from kb.search.meaning.embedder import Vector


class PairEmbedder:
    """Counts pairs of letters, hashed into a few dimensions."""

    dimensions = 64

    def __init__(self, name: str = "pairs 1") -> None:
        self.name = name
        self.embedded: list[str] = []

    def query(self, text: str) -> Vector:
        return self._vector(text)

    def passage(self, text: str) -> Vector:
        return self._vector(text)

    def _vector(self, text: str) -> Vector:
        self.embedded.append(text)
        vector = np.full(self.dimensions, 0.1, dtype=np.float32)
        for start in range(len(text) - 1):
            vector[zlib.crc32(text[start : start + 2].lower().encode()) % self.dimensions] += 1
        return vector / np.linalg.norm(vector)
