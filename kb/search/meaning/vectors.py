"""The vectors at hand: those shipped with the seed, which are only read, and those made here, which grow."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kb.search.meaning.embedder import Embedder, Vector
from kb.search.meaning.vector_file import HEADER_BYTES, Block, Keys, VectorFile, empty_block, quantise

Rows = NDArray[np.int64]

LOOK_SECONDS: Final = 1.0
"""How long a reader goes without looking whether the file has grown."""
_MERGED: Final = 2048
"""A block grows up to so many vectors by copying; above that, new ones begin another block."""


@dataclass(frozen=True, slots=True, eq=False)
class VectorSet:
    """All vectors of a moment, numbered through: immutable, shared by threads."""

    blocks: Sequence[Block]
    sorted_keys: Keys
    order: Rows

    def __len__(self) -> int:
        return len(self.order)

    def rows(self, keys: Keys) -> Rows:
        """Find the numbers of texts' vectors; -1 where there is none."""
        if not len(self.order):
            return np.full(len(keys), -1, dtype=np.int64)
        places = np.minimum(np.searchsorted(self.sorted_keys, keys), len(self.order) - 1)
        return np.where(self.sorted_keys[places] == keys, self.order[places], -1)

    @property
    def dimensions(self) -> int:
        """Count the numbers of a vector; 0 where there is none."""
        return self.blocks[0].codes.shape[1] if self.blocks else 0

    def floats(self, rows: Rows) -> Vector:
        """Read the vectors of some numbers, one a row."""
        found = np.empty((len(rows), self.dimensions), dtype=np.float32)
        first = 0
        for block in self.blocks:
            here = np.flatnonzero((rows >= first) & (rows < first + len(block)))
            found[here] = block.codes[rows[here] - first] * block.scales[rows[here] - first, None]
            first += len(block)
        return found


def vector_set(blocks: Sequence[Block]) -> VectorSet:
    """Give the vectors of some blocks one numbering."""
    keys = np.concatenate([block.keys for block in blocks]) if blocks else np.zeros(0, np.uint64)
    order = np.argsort(keys, kind="stable").astype(np.int64)
    return VectorSet(tuple(blocks), keys[order], order)


def file_name(model: str) -> str:
    """Name the file of a model's vectors."""
    return "".join(char if char.isalnum() or char in ".-" else "-" for char in model) + ".vec"


class Vectors:
    """Reads the vectors of one model and adds to them. Safe for several threads and processes."""

    def __init__(self, folder: Path, model: str, dimensions: int, shipped: Path | None = None) -> None:
        self._file = VectorFile(folder / file_name(model), model, dimensions)
        self._shipped = VectorFile(shipped, model, dimensions) if shipped else None
        self._dimensions = dimensions
        self._lock = Lock()
        self._base: Block | None = None
        self._blocks: list[Block] = []
        self._read_to = HEADER_BYTES
        self._inode = 0
        self._present = vector_set(())
        self._looked = -LOOK_SECONDS
        self.damaged = 0
        """Records found unusable when the file was read."""

    def present(self) -> VectorSet:
        """Give the vectors at hand; new ones of other processes are seen within `LOOK_SECONDS`."""
        with self._lock:
            if time.monotonic() - self._looked >= LOOK_SECONDS:
                self._look()
            return self._present

    def missing(self, keys: Iterable[int]) -> list[int]:
        """List which texts have no vector yet, looking at the file as it is now."""
        wanted = np.fromiter(dict.fromkeys(keys), np.uint64)
        with self._lock:
            self._look()
            found = self._present.rows(wanted) >= 0
        return [int(key) for key in wanted[~found]]

    def add(self, made: Mapping[int, Vector]) -> None:
        """Keep vectors durably, by the key of their text."""
        codes, scales = quantise(np.stack(list(made.values())))
        self._file.append(Block(np.fromiter(made, np.uint64), codes, scales))
        with self._lock:
            self._look()

    def tidy(self, wanted: Iterable[int]) -> int:
        """Drop the vectors of texts that nobody wants any more and the damaged records; return how many went."""
        gone = self._file.retain(np.fromiter(wanted, np.uint64))
        with self._lock:
            self._look()
        return gone

    @property
    def size(self) -> int:
        """Count the bytes of the growing file."""
        try:
            return self._file.path.stat().st_size
        except OSError:
            return 0

    def _look(self) -> None:
        """Read what came since; all of it where the file was replaced or has shrunk."""
        self._looked = time.monotonic()
        try:
            found = self._file.path.stat()
            inode, size = found.st_ino, found.st_size
        except OSError:
            inode, size = 0, 0
        if self._base is None:
            self._base = self._shipped.read()[0] if self._shipped else empty_block(self._dimensions)
        elif (
            inode == self._inode and self._read_to <= size < self._read_to + self._file.record_bytes
        ) or inode == self._inode == 0:
            return
        if inode != self._inode or size < self._read_to:
            self._blocks, self._read_to, self.damaged = [], HEADER_BYTES, 0
        self._inode = inode
        more, self._read_to, damaged = self._file.read(self._read_to)
        self.damaged += damaged
        self._append(more)
        self._present = vector_set([block for block in (self._base, *self._blocks) if len(block)])

    def _append(self, more: Block) -> None:
        if self._blocks and len(self._blocks[-1]) + len(more) <= _MERGED:
            last = self._blocks.pop()
            more = Block(
                np.concatenate((last.keys, more.keys)),
                np.concatenate((last.codes, more.codes)),
                np.concatenate((last.scales, more.scales)),
            )
        self._blocks.append(more)


def open_vectors(folder: Path, embedder: Embedder, shipped: Path | None = None) -> Vectors:
    """Open the vectors of an embedder's model; `shipped` is a file of more of them, which is only read."""
    return Vectors(folder, embedder.name, embedder.dimensions, shipped)
