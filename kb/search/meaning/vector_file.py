"""A file of vectors: appended to, never changed, every record with its own checksum.

    header (256 bytes): magic, dimensions, model name, CRC-32
    records: key (64 bits), scale, CRC-32 of the record and the model's name, one signed byte a dimension

A record cut short by a dying writer is overwritten by the next one; an altered record fails its checksum and counts
as missing, and so its vector is made anew, and no other. The header is for people and for the first check: records
of another model fail their own checksums, so a damaged header loses nothing.
"""

from __future__ import annotations

import fcntl
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kb.search.meaning.embedder import Vector

Keys = NDArray[np.uint64]
Codes = NDArray[np.int8]

_MAGIC: Final = b"KBVECT1\0"
_HEADER: Final = struct.Struct("<8sI200s40xI")
HEADER_BYTES: Final = _HEADER.size
_LEVELS: Final = 127


@dataclass(frozen=True, slots=True)
class Block:
    """Some vectors: `codes[i] * scales[i]` is the vector of the text that `keys[i]` names."""

    keys: Keys
    codes: Codes
    scales: Vector

    def __len__(self) -> int:
        return len(self.keys)


def empty_block(dimensions: int) -> Block:
    """Give a block without vectors."""
    return Block(np.zeros(0, np.uint64), np.zeros((0, dimensions), np.int8), np.zeros(0, np.float32))


def quantise(vectors: Vector) -> tuple[Codes, Vector]:
    """Write unit vectors as signed bytes and a scale each; the cosine to any query changes by less than 0.005."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-12).astype(np.float32) / np.float32(_LEVELS)
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales


class VectorFile:
    """One file for one model. Readers need no lock; writers hold one, and only while they write."""

    def __init__(self, path: Path, model: str, dimensions: int) -> None:
        self.path = path
        self._model = model
        self._dimensions = dimensions
        self._seed = zlib.crc32(model.encode())
        self._record = np.dtype([("key", "<u8"), ("scale", "<f4"), ("crc", "<u4"), ("codes", "i1", (dimensions,))])

    def header(self) -> bytes:
        """Give the first bytes of a file of this model."""
        body = _HEADER.pack(_MAGIC, self._dimensions, self._model.encode()[:200], 0)[:-4]
        return body + struct.pack("<I", zlib.crc32(body))

    @property
    def record_bytes(self) -> int:
        """Count the bytes that a vector takes."""
        return self._record.itemsize

    def read(self, start: int = HEADER_BYTES) -> tuple[Block, int, int]:
        """Read the records from a byte on: the sound ones, where to go on next time, how many were damaged.

        A file that is missing or can't be read holds nothing.
        """
        try:
            with self.path.open("rb") as stream:
                stream.seek(start)
                content = stream.read()
        except OSError:
            content = b""
        whole = len(content) // self.record_bytes
        records = np.frombuffer(content, self._record, count=whole)
        sound = np.fromiter(self._sums(content, whole), np.uint32, count=whole) == records["crc"]
        kept = records[sound]
        block = Block(kept["key"].copy(), np.ascontiguousarray(kept["codes"]), kept["scale"].copy())
        return block, start + whole * self.record_bytes, whole - len(kept)

    def _sums(self, content: bytes, count: int) -> Iterator[int]:
        view, size = memoryview(content), self.record_bytes
        for start in range(0, count * size, size):
            before = zlib.crc32(view[start : start + 12], self._seed)
            yield zlib.crc32(view[start + 16 : start + size], before)

    def packed(self, block: Block) -> bytes:
        """Write vectors as the records of this file."""
        records = np.zeros(len(block), self._record)
        records["key"], records["scale"], records["codes"] = block.keys, block.scales, block.codes
        records["crc"] = np.fromiter(self._sums(records.tobytes(), len(block)), np.uint32, count=len(block))
        return records.tobytes()

    def append(self, block: Block) -> None:
        """Add vectors durably. What an earlier writer left unfinished at the end is overwritten."""
        with self._locked():
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
            with os.fdopen(handle, "r+b") as stream:
                if stream.read(HEADER_BYTES) != self.header():
                    stream.seek(0)
                    stream.write(self.header())
                size = stream.seek(0, os.SEEK_END)
                stream.seek(size - (size - HEADER_BYTES) % self.record_bytes)
                stream.write(self.packed(block))
                stream.truncate()
                stream.flush()
                os.fsync(stream.fileno())

    def retain(self, wanted: Keys) -> int:
        """Write the file anew with the vectors of these texts alone, each once; return how many records went.

        Readers see the old file or the new one.
        """
        with self._locked():
            block, _, damaged = self.read()
            _, first = np.unique(block.keys, return_index=True)
            rows = first[np.isin(block.keys[first], wanted)]
            gone = len(block) + damaged - len(rows)
            if gone:
                self._replace(Block(block.keys[rows], block.codes[rows], block.scales[rows]))
            return gone

    def create(self, block: Block) -> None:
        """Write a file with these vectors, in place of any other."""
        with self._locked():
            self._replace(block)

    def _replace(self, block: Block) -> None:
        beside = self.path.with_name(f"{self.path.name}.new")
        with beside.open("wb") as stream:
            stream.write(self.header() + self.packed(block))
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(self.path)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other writers out; the lock is a file of its own because `retain` puts another one in place."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.with_name(f"{self.path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
