"""The one place that knows Whoosh: how documents are laid out in its files, and how they are written and read.

Whoosh keeps postings with positions, segments, deletions and commits. What to look for and how to rank it is
decided in `matching` and `ranking`. Files are read whole and checked, not mapped: a file that is cut while mapped
would kill the process, and a deleted one stays readable.
"""

from __future__ import annotations

import json
import time
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from whoosh import columns, fields, formats, index
from whoosh.codec import default_codec
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.reading import TermNotFound

from kb.search.generations import (
    CONCEPTS,
    MANIFEST,
    Generation,
    read_json,
    read_manifest,
    read_verified,
    write_json,
    write_manifest,
)
from kb.search.port import Concept, IndexUnavailable
from kb.search.sections import INDEX_FIELDS

Terms = Mapping[str, Sequence[int]]
"""Where each term of a text stands: positions as `kb.search.sections` counts them, rising."""

_NAME: Final = "MAIN"
_ATTEMPTS: Final = 8


class _Packed(formats.Positions):  # type: ignore[misc]  # Whoosh has no types
    """Positions as unsigned 32-bit numbers: decoded without unpickling."""

    def encode(self, poslist: Sequence[int]) -> bytes:
        return array("I", poslist).tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        return list(_unpack(valuestring))

    def decode_frequency(self, valuestring: bytes) -> int:
        return len(valuestring) // array("I").itemsize


class _TermsField(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """Takes terms that were analysed before; Whoosh's own analysers are not used."""

    def __init__(self) -> None:
        super().__init__(format=_Packed(), analyzer=None)

    def index(self, value: Terms, **_kwargs: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, positions in value.items():
            yield term.encode(), len(positions), float(len(positions)), self.format.encode(positions)


def _unpack(packed: bytes) -> array[int]:
    positions = array("I")
    positions.frombytes(packed)
    return positions


SCHEMA: Final = fields.Schema(
    key=fields.ID(unique=True),
    head=fields.COLUMN(columns.VarBytesColumn()),
    texts=fields.STORED(),
    **{name: _TermsField() for name in INDEX_FIELDS},
)


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

    def add(self, key: str, head: Mapping[str, object], texts: object, terms: Mapping[str, Terms]) -> None:
        """Add a document: `head` is read for every document when the index is opened, `texts` only for hits."""
        packed = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
        self._writer.add_document(key=key, head=packed, texts=texts, **terms)


@contextmanager
def committing(generation: Generation, *, merge_all: bool = False) -> Iterator[Batch]:
    """Collect changes and commit them durably when the block ends well. To be called with the write lock held.

    Raises `IndexUnavailable` if the index can't be opened or its files are damaged.
    """
    storage = FileStorage(str(generation.folder))
    try:
        writer = storage.open_index(indexname=_NAME, schema=SCHEMA).writer(timeout=10, codec=_codec())
    except Exception as error:
        raise IndexUnavailable(f"can't be opened for writing: {error!r}") from error
    try:
        yield Batch(writer)
        _commit(writer, merge_all)
    except BaseException:
        with suppress(Exception):
            writer.cancel()
        raise
    write_manifest(generation, _file_names(_latest_toc(generation.folder), storage))


def _codec() -> Any:
    """Leave field lengths out of the postings: the head has them, and looking each up costs two thirds of a rebuild."""
    codec = default_codec()
    codec.length_stats = False
    return codec


def _commit(writer: Any, merge_all: bool) -> None:
    """Commit, which may merge and so read older files. An `OSError` such as a full disk goes to the caller."""
    try:
        writer.commit(optimize=merge_all)
    except FileNotFoundError as error:
        raise IndexUnavailable(f"{error.filename} is missing") from error
    except OSError:
        raise
    except Exception as error:
        raise IndexUnavailable(f"can't be merged: {error!r}") from error


def _latest_toc(folder: Path) -> int:
    latest = index.TOC._latest_generation([path.name for path in folder.iterdir()], _NAME)
    if latest < 0:
        raise IndexUnavailable("the generation holds no index")
    return int(latest)


def _toc_name(number: int) -> str:
    return str(index.TOC._filename(_NAME, number))


def _file_names(toc: int, storage: Any) -> list[str]:
    """Name the files that a commit consists of: its table of contents and one file a segment."""
    contents = index.TOC.read(storage, _NAME, gen=toc, schema=SCHEMA)
    return [_toc_name(toc), *(segment.make_filename(segment.COMPOUND_EXT) for segment in contents.segments)]


Stamp = tuple[str, int, int]
"""Name, size and modification time of a file."""


def _stamp(path: Path) -> Stamp:
    found = path.stat()
    return path.name, found.st_size, found.st_mtime_ns


class StoredIndex:
    """One commit of a generation, read into memory. Not safe for several threads at once."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self._reader, self._stamps = _undisturbed(_open_once, generation)
        self._leaves = self._reader.leaf_readers()

    def is_current(self) -> bool:
        """Say whether the files on disk are still those that were read, and no commit came after."""
        folder = self.generation.folder
        try:
            if _toc_name(_latest_toc(folder)) != self._stamps[0][0]:
                return False
            return all(_stamp(folder / name) == (name, size, time_) for name, size, time_ in self._stamps)
        except (OSError, IndexUnavailable):
            return False

    def heads(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the number and head of every document."""
        for leaf, base in self._leaves:
            if not leaf.doc_count_all():
                continue
            column = leaf.column_reader("head")
            for number in range(leaf.doc_count_all()):
                if not leaf.is_deleted(number):
                    yield base + number, json.loads(column[number])

    def texts(self, number: int) -> Any:
        """Give a document's stored texts."""
        return self._reader.stored_fields(number)["texts"]

    def postings(self, field: str, term: str) -> Iterator[tuple[int, array[int]]]:
        """Yield the documents that hold a term in a field, with its positions."""
        try:
            matcher = self._reader.postings(field, term.encode())
        except TermNotFound:
            return
        while matcher.is_active():
            yield matcher.id(), _unpack(matcher.value())
            matcher.next()

    def has_term(self, term: str) -> bool:
        """Say whether any field holds a term."""
        return any((field, term.encode()) in self._reader for field in INDEX_FIELDS)

    def terms_with_prefix(self, prefix: str, limit: int) -> list[str]:
        """List terms that begin so, at most `limit` a field."""
        found: dict[str, None] = {}
        for field in INDEX_FIELDS:
            for count, term in enumerate(self._reader.expand_prefix(field, prefix)):
                if count == limit:
                    break
                found[term.decode()] = None
        return list(found)


def verify(generation: Generation) -> None:
    """Raise `IndexUnavailable` unless every file is as it was written. To be called before adding to a generation.

    Otherwise a merge would copy the damage into a new file with a good checksum.
    """
    _undisturbed(_verified_files, generation)


Read = Callable[[Generation], tuple[Any, list[Stamp]]]


def _undisturbed(read: Read, generation: Generation) -> tuple[Any, list[Stamp]]:
    """Read the latest commit; again if a writer replaced it meanwhile."""
    for attempt in range(_ATTEMPTS):
        try:
            return read(generation)
        except FileNotFoundError as error:
            if attempt == _ATTEMPTS - 1:
                raise IndexUnavailable(f"{Path(error.filename or '').name} is missing") from error
            time.sleep(0.01 * attempt)
        except IndexUnavailable:
            raise
        except Exception as error:  # Whoosh meets damage with whatever its reading code happens to raise
            raise IndexUnavailable(f"can't be read: {error!r}") from error
    raise AssertionError("unreachable")


def _open_once(generation: Generation) -> tuple[Any, list[Stamp]]:
    memory, stamps = _verified_files(generation)
    return index.FileIndex(memory, schema=SCHEMA, indexname=_NAME).reader(), stamps


def _verified_files(generation: Generation) -> tuple[Any, list[Stamp]]:
    """Read the files of the latest commit, its table of contents first, and compare them with the manifest."""
    manifest_stamp = _stamp(generation.folder / MANIFEST)
    manifest = read_manifest(generation)
    memory = RamStorage()
    toc = _latest_toc(generation.folder)
    memory.files[_toc_name(toc)] = read_verified(generation, _toc_name(toc), manifest)
    names = _file_names(toc, memory)
    stamps = [_stamp(generation.folder / name) for name in names]
    for name in names[1:]:
        memory.files[name] = read_verified(generation, name, manifest)
    return memory, [*stamps, manifest_stamp]


def write_concepts(generation: Generation, concepts: Sequence[Concept]) -> None:
    """Put the thesaurus beside the index."""
    value = [
        {"slug": concept.slug, "labels": {key: list(texts) for key, texts in concept.labels.items()}}
        for concept in concepts
    ]
    write_json(generation.folder / CONCEPTS, value)


def read_concepts(generation: Generation) -> list[Concept]:
    """Read the thesaurus. Raises `IndexUnavailable`."""
    try:
        return [Concept(item["slug"], item["labels"]) for item in read_json(generation.folder / CONCEPTS)]
    except (TypeError, KeyError) as error:
        raise IndexUnavailable("the thesaurus is damaged") from error
