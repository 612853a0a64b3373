"""Materials as the public may see them, and their pages as the index takes them in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy.orm import Session

from kb.db.queries import materials as queries
from kb.domain.materials import ATTACHABLE, Material, MaterialPage, MaterialState, PublicFile, page_locale
from kb.errors import NotFound
from kb.files.storage import FileStore
from kb.search.port import PageText
from kb.services.resolving import RecordName

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class RecordPages:
    """The pages of a record's public materials; `has_slides` where one of them is more than a picture."""

    pages: Sequence[PageText] = ()
    has_slides: bool = False


def list_materials(session: Session, kind: str, slug: str) -> Sequence[Material]:
    """List the public materials of a record, in order."""
    return queries.public_materials(session, kind, slug) if kind in ATTACHABLE else ()


def names_with_materials(session: Session, names: Iterable[RecordName]) -> frozenset[RecordName]:
    """Tell which of some records have public materials."""
    return frozenset(queries.materials_by_record(session, names))


def list_all_materials(session: Session) -> Sequence[Material]:
    """List every public material."""
    return queries.all_public_materials(session)


def list_states(session: Session, name: RecordName | None = None, state: str = "") -> Sequence[MaterialState]:
    """List all materials for staff, or those of a record or in a state."""
    return queries.material_states(session, name, state)


def get_material(session: Session, public_id: str) -> Material:
    """Read a public material. Raises `NotFound`."""
    material = queries.public_material(session, public_id)
    if material is None:
        raise NotFound(f"material {public_id}")
    return material


def get_page(session: Session, material: Material, number: int) -> MaterialPage:
    """Read a page of a material. Raises `NotFound`."""
    page = queries.read_page(session, material.number, number) if number <= material.page_count else None
    if page is None:
        raise NotFound(f"material {material.id} page {number}")
    return page


def list_openings(session: Session, material: Material) -> Sequence[tuple[int, str, str]]:
    """List number, first line and language of every page."""
    return [
        (number, text.split("\n", 1)[0], language)
        for number, text, language in queries.page_openings(session, material.number)
    ]


def get_file(session: Session, store: FileStore, public_id: str) -> tuple[PublicFile, Path]:
    """Find a file that may be served, and where it lies. Raises `NotFound`."""
    file = queries.public_file(session, public_id)
    if file is None:
        raise NotFound(f"file {public_id}")
    return file, _existing(store, file.sha256)


def get_picture(session: Session, store: FileStore, public_id: str, number: int) -> tuple[str, Path]:
    """Find the picture of a page of a file that may be served: its SHA-256, and where it lies. Raises `NotFound`."""
    sha256 = queries.public_picture(session, public_id, number)
    if sha256 is None:
        raise NotFound(f"picture {public_id} {number}")
    return sha256, _existing(store, sha256)


def _existing(store: FileStore, sha256: str) -> Path:
    path = store.path(sha256)
    if not path.is_file():
        log.error("stored file is gone", sha256=sha256)
        raise NotFound(f"file {sha256}")
    return path


def pages_of_records(session: Session, names: Iterable[RecordName]) -> Mapping[RecordName, RecordPages]:
    """Read the pages of the public materials of some records, with two statements for hundreds of records."""
    attachable = [name for name in names if name[0] in ATTACHABLE]
    found = queries.materials_by_record(session, attachable)
    texts = queries.page_texts(session, (item.number for items in found.values() for item in items))
    return {
        name: RecordPages(
            tuple(
                PageText(item.id, page.number, page_locale(page.language, item.language), _searched(page))
                for item in items
                for page in texts.get(item.number, ())
                if page.text or page.notes
            ),
            any(item.unit != "image" for item in items),
        )
        for name, items in found.items()
    }


def _searched(page: MaterialPage) -> str:
    return "\n".join(text for text in (page.text, page.notes) if text)
