"""What turns a text into a vector whose direction stands for its meaning, whatever the language."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


class Embedder(Protocol):
    """Makes vectors of unit length, so that the dot product of two is their cosine. Safe for several threads."""

    @property
    def name(self) -> str:
        """Name the model and its version: vectors of different names are never compared."""
        ...

    @property
    def dimensions(self) -> int:
        """Count the numbers of a vector."""
        ...

    def query(self, text: str) -> Vector:
        """Embed what somebody looks for."""
        ...

    def passage(self, text: str) -> Vector:
        """Embed a text that can be found. Whatever lies beyond the model's reach is ignored."""
        ...
