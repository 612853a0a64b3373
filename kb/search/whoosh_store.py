"""The one place that knows Whoosh: how documents are laid out in its files, and how they are written and read.

Whoosh keeps postings, segments, deletions and commits. What to look for and how to rank it is decided in `matching`
and `ranking`. Files are read whole and checked, not mapped: a file that is cut while mapped would kill the process,
and a deleted one stays readable.
"""

from __future__ import annotations

import json
import struct
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import numpy as np
from whoosh import columns, fields, formats, index
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3FieldWriter, W3LeafMatcher, W3TermInfo
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.reading import SegmentReader
from whoosh.system import pack_ushort

from kb.search.generations import Generation, write_manifest
from kb.search.matching import DOCUMENT_SHIFT, NOWHERE, Keys
from kb.search.pooling import POSITION, PackedPostings, TermPool
from kb.search.port import IndexUnavailable

Terms = Mapping[str, Sequence[int]]
"""Where each term of a document stands: positions as `kb.search.sections` counts them, rising."""

_NAME: Final = "MAIN"
_TERMS: Final = "terms"
_BLOCK: Final = 16384
"""Documents of a term that are packed and read at once."""
_AT_ONCE: Final = 1000
"""Heads that are decoded together, which is quicker than one by one."""
_COMPRESSED: Final = 4096
"""Bytes of a block from which on compressing pays."""
_HEADER: Final = struct.Struct("<IIIB?")
"""Of a block: documents, the last one, bytes, whether they are compressed, whether it is the term's last."""


_ENTRY: Final = struct.Struct("!ii")
"""Of a term in Whoosh's file: bytes of its field and text, bytes of what is known of it."""
_FIELD: Final = 2
"""Bytes of the number of a field, before a term's text."""
_TERM: Final = struct.Struct("!5xI14xq")
"""What is known of a term, as `W3TermInfo` writes it: in how many documents it is, where its postings begin."""


class _Format(formats.Positions):  # type: ignore[misc]  # Whoosh has no types
    """Positions as unsigned 32-bit numbers."""

    def decode_frequency(self, valuestring: bytes) -> int:
        return len(valuestring) // array(POSITION).itemsize


class _TermsField(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """Its terms are analysed before and go straight to the pool; Whoosh's own analysers are not used."""

    def __init__(self) -> None:
        super().__init__(format=_Format(), analyzer=None)


SCHEMA: Final = fields.Schema(
    key=fields.ID(unique=True),
    head=fields.COLUMN(columns.VarBytesColumn()),
    texts=fields.COLUMN(columns.VarBytesColumn()),
    **{_TERMS: _TermsField()},
)


class _Matcher(W3LeafMatcher):  # type: ignore[misc]  # Whoosh has no types
    """Reads blocks of posting lists as `_FieldWriter` packs them."""

    _data: Any
    _ids: Any
    _weights: Any
    _values: Any

    def _read_ids(self) -> None:
        self._ids = self.block()[0]

    def _read_weights(self) -> None:
        self._weights = array("f", [count or 1 for count in self.block()[1]])

    def _read_values(self) -> None:
        _documents, counts, positions = self.block()
        ends = list(accumulate(counts))
        self._values = [positions[end - count : end].tobytes() for count, end in zip(counts, ends, strict=True)]

    def block(self) -> tuple[array[int], array[int], array[int]]:
        """Give the documents of the present block, how many positions each has, and the positions."""
        if self._data is None:
            self._read_data()
        data: tuple[array[int], array[int], array[int]] = self._data
        return data

    def _goto(self, position: int) -> None:
        """Read the header of a block. `_i`, `_maxid` and the like are what Whoosh's matcher goes by."""
        header = self._postfile.get(position, _HEADER.size)
        count, self._maxid, length, self._compression, self._lastblock = _HEADER.unpack(header)
        self._blocklength, self._maxweight, self._minlength, self._maxlength = count, 1.0, 0, 0
        self._data = self._ids = self._weights = self._values = None
        self._i = 0
        self._dataoffset = position + _HEADER.size
        self._nextoffset = self._dataoffset + length

    def _read_data(self) -> None:
        packed = self._postfile.get(self._dataoffset, self._nextoffset - self._dataoffset)
        self._data = _unpacked(packed, self._blocklength, self._compression)


def _unpacked(packed: bytes, count: int, compression: int) -> tuple[array[int], array[int], array[int]]:
    numbers = array(POSITION)
    numbers.frombytes(zlib.decompress(packed) if compression else packed)
    return numbers[:count], numbers[count : 2 * count], numbers[2 * count :]


class _FieldWriter(W3FieldWriter):  # type: ignore[misc]  # Whoosh has no types
    """Writes the posting lists of a pool a block at a time; Whoosh would take them one posting at a time."""

    def add_postings(self, schema: Any, _lengths: Any, items: Iterable[Any]) -> None:
        for field, terms in items:
            self.start_field(field, schema[field])
            prefix = pack_ushort(self._fieldid)
            for term, postings in terms:
                self._tindex.add(prefix + term, self._write(postings).to_bytes())
            self.finish_field()

    def _write(self, postings: PackedPostings) -> Any:
        start = self._postfile.tell()
        self._postfile.write(WHOOSH3_HEADER_MAGIC)
        first = 0
        for begin in range(0, len(postings.documents), _BLOCK):
            counts = postings.counts[begin : begin + _BLOCK]
            last = first + sum(counts)
            is_last = begin + _BLOCK >= len(postings.documents)
            documents = postings.documents[begin : begin + _BLOCK]
            self._write_block(documents, counts, postings.positions[first:last], is_last=is_last)
            first = last
        info = W3TermInfo()
        info._df = len(postings.documents)
        info._weight = float(len(postings.positions) or info._df)
        info._minid, info._maxid = postings.documents[0], postings.documents[-1]
        info.set_extent(start, self._postfile.tell() - start)
        return info

    def _write_block(self, documents: array[int], counts: array[int], positions: array[int], *, is_last: bool) -> None:
        content = documents.tobytes() + counts.tobytes() + positions.tobytes()
        compression = 1 if len(content) >= _COMPRESSED else 0
        packed = zlib.compress(content, compression) if compression else content
        self._postfile.write(_HEADER.pack(len(documents), documents[-1], len(packed), compression, is_last))
        self._postfile.write(packed)


class PackedCodec(W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's codec with posting lists packed in blocks. Field lengths are left out: the head has them."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> _FieldWriter:
        return _FieldWriter(self, storage, segment)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> _Matcher:
        offset, length = terminfo.extent()
        return _Matcher(dbfile, offset, length, format_, term=term, scorer=scorer)


def create(generation: Generation) -> None:
    """Start an empty index in a generation's folder."""
    FileStorage(str(generation.folder)).create_index(SCHEMA, indexname=_NAME)


class Batch:
    """Documents and deletions of one commit."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def delete(self, key: str) -> None:
        """Forget a document; nothing happens if there is none of that key."""
        try:
            self._writer.delete_by_term("key", key)
        except Exception as error:  # it reads the present files, which may be damaged in any way
            raise IndexUnavailable(f"can't be read: {error!r}") from error

    def add(self, key: str, head: Mapping[str, object], texts: bytes, terms: Terms) -> None:
        """Add a document: `head` is read for every document when the index is opened, `texts` only for hits."""
        packed = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
        self._writer.pool.take(_TERMS, self._writer.docnum, terms)
        self._writer.add_document(key=key, head=packed, texts=texts)


@contextmanager
def committing(generation: Generation, *, merge: bool = True) -> Iterator[Batch]:
    """Collect changes and commit them durably when the block ends well. To be called with the write lock held.

    Raises `IndexUnavailable` if the index can't be opened or its files are damaged.
    """
    storage = FileStorage(str(generation.folder))
    try:
        writer = storage.open_index(indexname=_NAME, schema=SCHEMA).writer(timeout=10, codec=PackedCodec())
        writer.pool = TermPool()
    except Exception as error:
        raise IndexUnavailable(f"can't be opened for writing: {error!r}") from error
    try:
        yield Batch(writer)
        _commit(writer, merge)
    except BaseException:
        with suppress(Exception):
            writer.cancel()
        raise
    toc = latest_toc(generation.folder)
    write_manifest(generation, [toc_name(toc), *map(segment_name, read_toc(storage, toc))])


def _commit(writer: Any, merge: bool) -> None:
    """Commit, which may merge and so read older files. An `OSError` such as a full disk goes to the caller."""
    try:
        writer.commit(merge=merge)
    except FileNotFoundError as error:
        raise IndexUnavailable(f"{error.filename} is missing") from error
    except OSError:
        raise
    except Exception as error:
        raise IndexUnavailable(f"can't be merged: {error!r}") from error


def latest_toc(folder: Path) -> int:
    """Find the number of the last commit. Raises `IndexUnavailable` if there is none."""
    latest = index.TOC._latest_generation([path.name for path in folder.iterdir()], _NAME)
    if latest < 0:
        raise IndexUnavailable("the generation holds no index")
    return int(latest)


def toc_name(number: int) -> str:
    """Name the file that lists the segments of a commit."""
    return str(index.TOC._filename(_NAME, number))


def read_toc(storage: Any, number: int) -> list[Any]:
    """List the segments of a commit, as Whoosh describes them."""
    return list(index.TOC.read(storage, _NAME, gen=number, schema=SCHEMA).segments)


def segment_name(segment: Any) -> str:
    """Name the one file of a segment."""
    return str(segment.make_filename(segment.COMPOUND_EXT))


class Segment:
    """An immutable part of the index, read into memory. Numbers of documents count from 0 in it.

    Deletions come with each commit and are not known here. Not safe for several threads at once.
    """

    def __init__(self, description: Any, content: bytes) -> None:
        memory = RamStorage()
        memory.files[segment_name(description)] = content
        reader = SegmentReader(memory, SCHEMA, description)
        self.count = int(description.doc_count_all())
        self._postings = memoryview(reader._terms._postfile._buf)
        self._places = {term: (start, count) for term, start, count in _dictionary(reader._terms)}
        self._terms = list(self._places)
        self._heads = reader.column_reader("head") if self.count else ()
        self._texts = reader.column_reader("texts") if self.count else ()

    def heads(self) -> Iterator[dict[str, Any]]:
        """Yield the head of every document, those deleted included."""
        for start in range(0, self.count, _AT_ONCE):
            some = [self._heads[number] for number in range(start, min(start + _AT_ONCE, self.count))]
            yield from json.loads(b"[" + b",".join(some) + b"]")

    def texts(self, number: int) -> bytes:
        """Give a document's stored texts."""
        return bytes(self._texts[number])

    def keys(self, term: str) -> Keys:
        """List where a term stands."""
        place = self._places.get(term)
        if place is None:
            return NOWHERE
        blocks = list(_blocks(self._postings, place[0]))
        return blocks[0] if len(blocks) == 1 else np.concatenate(blocks)

    def has(self, term: str) -> bool:
        """Say whether a document of the segment, if only a deleted one, holds a term."""
        return term in self._places

    def documents_with(self, term: str) -> int:
        """Count the documents of the segment, deleted ones included, that hold a term."""
        return self._places[term][1] if term in self._places else 0

    def terms_from(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield the terms that begin so, in order, each with the number of documents that hold it."""
        for place in range(bisect_left(self._terms, prefix), len(self._terms)):
            term = self._terms[place]
            if not term.startswith(prefix):
                return
            yield term, self._places[term][1]


def _dictionary(reader: Any) -> Iterator[tuple[str, int, int]]:
    """Yield all terms in order, where the first block of each begins, and how many documents hold it.

    They are read at once: to look one up in Whoosh's file takes longer than to read its postings.
    """
    table = reader._tindex
    content = table.dbfile._buf
    field = pack_ushort(reader._fieldmap[_TERMS]) if _TERMS in reader._fieldmap else None
    place = table.startofdata
    while place < table.endofdata:
        key_length, value_length = _ENTRY.unpack_from(content, place)
        start = place + _ENTRY.size
        value = start + key_length
        if content[start : start + _FIELD] == field:
            count, postings = _TERM.unpack_from(content, value)
            yield str(content[start + _FIELD : value], "utf-8"), postings + len(WHOOSH3_HEADER_MAGIC), count
        place = value + value_length


def _blocks(content: memoryview, start: int) -> Iterator[Keys]:
    """Decode a posting list, as `_FieldWriter` writes it, without the detour of a matcher."""
    is_last = False
    while not is_last:
        count, _last, length, compression, is_last = _HEADER.unpack_from(content, start)
        start += _HEADER.size
        if compression:
            numbers = np.frombuffer(zlib.decompress(content[start : start + length]), dtype=np.uint32)
        else:
            numbers = np.frombuffer(content, np.uint32, length // 4, start)
        documents = numbers[:count].astype(np.int64) << DOCUMENT_SHIFT
        if len(numbers) > 3 * count:
            documents = documents.repeat(numbers[count : 2 * count])
        documents += numbers[2 * count :]
        yield documents
        start += length


def storage_of(content: Mapping[str, bytes]) -> Any:
    """Give Whoosh files that were read before."""
    memory = RamStorage()
    memory.files.update(content)
    return memory
