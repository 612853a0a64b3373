"""Reading materials. What is called public is so in every respect: the material, its record, and a version ready."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from kb.db.models.attachment import Attachment, AttachmentPage, AttachmentVersion
from kb.db.models.record import Record
from kb.domain.materials import Material, MaterialPage, MaterialState, PublicFile

_AT_ONCE: Final = 400
_FIRST_LINE: Final = 200


def _public() -> Select[Attachment, AttachmentVersion, Record]:
    """Select what is public, the version shown with its material and record."""
    return (
        select(Attachment, AttachmentVersion, Record)
        .join(AttachmentVersion, AttachmentVersion.attachment_id == Attachment.id)
        .join(Record, Record.id == Attachment.record_id)
        .where(
            Attachment.published,
            Record.published_number.is_not(None),
            AttachmentVersion.state == "ready",
        )
    )


def _shown() -> Select[Attachment, AttachmentVersion, Record]:
    return _public().where(AttachmentVersion.replaced_by_id.is_(None))


def _material(attachment: Attachment, version: AttachmentVersion, record: Record) -> Material:
    return Material(
        id=attachment.public_id,
        kind=record.kind,
        slug=record.slug,
        titles={"ko": attachment.title_ko, "en": attachment.title_en},
        language=attachment.language or "",
        licence=attachment.licence or "",
        credit=attachment.credit or "",
        number=version.id,
        file=version.public_id,
        name=version.name,
        media_type=version.media_type,
        size=version.size,
        page_count=version.page_count or 0,
        has_pictures=bool(version.has_pictures),
        published_at=attachment.published_at or attachment.created_at,
        updated_at=max(attachment.updated_at, version.finished_at or version.created_at),
    )


def public_material(session: Session, public_id: str) -> Material | None:
    """Find a public material."""
    row = session.execute(_shown().where(Attachment.public_id == public_id)).first()
    return _material(*row) if row else None


def public_materials(session: Session, kind: str, slug: str) -> list[Material]:
    """List the public materials of a record, in order."""
    query = _shown().where(Record.kind == kind, Record.slug == slug).order_by(Attachment.position, Attachment.id)
    return [_material(*row) for row in session.execute(query)]


def all_public_materials(session: Session) -> list[Material]:
    """List every public material."""
    return [_material(*row) for row in session.execute(_shown().order_by(Attachment.id))]


def materials_by_record(session: Session, names: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], list[Material]]:
    """List the public materials of several records, by kind and slug."""
    wanted = sorted(set(names))
    found: dict[tuple[str, str], list[Material]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        query = _shown().where(tuple_(Record.kind, Record.slug).in_(wanted[start : start + _AT_ONCE]))
        for row in session.execute(query.order_by(Attachment.position, Attachment.id)):
            material = _material(*row)
            found.setdefault((material.kind, material.slug), []).append(material)
    return found


def page_texts(session: Session, versions: Iterable[int]) -> Mapping[int, list[MaterialPage]]:
    """Read all pages of some versions, in order."""
    wanted = sorted(set(versions))
    found: dict[int, list[MaterialPage]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(AttachmentPage).where(AttachmentPage.version_id.in_(wanted[start : start + _AT_ONCE]))
        for row in session.scalars(query.order_by(AttachmentPage.version_id, AttachmentPage.number)):
            found.setdefault(row.version_id, []).append(_page(row))
    return found


def read_page(session: Session, version: int, number: int) -> MaterialPage | None:
    """Read one page of a version."""
    row = session.get(AttachmentPage, (version, number))
    return _page(row) if row else None


def _page(row: AttachmentPage) -> MaterialPage:
    return MaterialPage(
        row.number, row.text, row.notes, row.language, row.picture_width or 0, row.picture_height or 0
    )  # fmt: skip


def page_openings(session: Session, version: int) -> list[tuple[int, str, str]]:
    """List number, beginning of the text, and language of every page of a version."""
    beginning = func.substr(AttachmentPage.text, 1, _FIRST_LINE)
    query = select(AttachmentPage.number, beginning, AttachmentPage.language)
    rows = session.execute(query.where(AttachmentPage.version_id == version).order_by(AttachmentPage.number))
    return [(row[0], row[1], row[2]) for row in rows]


def public_file(session: Session, public_id: str) -> PublicFile | None:
    """Find a file that may be served: of a public material, replaced or not."""
    row = session.execute(_public().where(AttachmentVersion.public_id == public_id)).first()
    if row is None:
        return None
    attachment, version, _record = row
    successor: tuple[str, str] | None = None
    if version.replaced_by_id is not None:
        shown = session.execute(_shown().where(Attachment.id == attachment.id)).first()
        successor = (shown[1].public_id, shown[1].name) if shown else None
    return PublicFile(version.public_id, version.sha256, version.name, version.media_type, version.size, successor)


def public_picture(session: Session, public_id: str, number: int) -> str | None:
    """Give the SHA-256 of the picture of a page of a public file."""
    row = session.execute(_public().where(AttachmentVersion.public_id == public_id)).first()
    page = session.get(AttachmentPage, (row[1].id, number)) if row else None
    return page.picture if page else None


def material_states(session: Session, name: tuple[str, str] | None = None, state: str = "") -> list[MaterialState]:
    """List all materials, or those of a record or in a state, with their newest versions."""
    newest = (
        select(AttachmentVersion.attachment_id, func.max(AttachmentVersion.number).label("number"))
        .group_by(AttachmentVersion.attachment_id)
        .subquery()
    )
    query = (
        select(Attachment, AttachmentVersion, Record)
        .join(newest, newest.c.attachment_id == Attachment.id)
        .join(
            AttachmentVersion,
            (AttachmentVersion.attachment_id == Attachment.id) & (AttachmentVersion.number == newest.c.number),
        )
        .join(Record, Record.id == Attachment.record_id)
    )
    if name:
        query = query.where(Record.kind == name[0], Record.slug == name[1])
    if state:
        query = query.where(AttachmentVersion.state == state)
    order = (Record.kind, Record.slug, Attachment.position)
    return [_state(*row) for row in session.execute(query.order_by(*order))]


def _state(attachment: Attachment, version: AttachmentVersion, record: Record) -> MaterialState:
    return MaterialState(
        id=attachment.public_id,
        kind=record.kind,
        slug=record.slug,
        titles={"ko": attachment.title_ko, "en": attachment.title_en},
        published=attachment.published,
        file=version.public_id,
        name=version.name,
        size=version.size,
        version=version.number,
        state=version.state,
        reason=version.reason or "",
        detail=version.detail or "",
        page_count=version.page_count or 0,
        created_at=version.created_at,
    )


def records_with_attachments(session: Session, record_ids: Sequence[int]) -> set[int]:
    """Tell which of some records have materials, public or not."""
    found: set[int] = set()
    for start in range(0, len(record_ids), _AT_ONCE):
        chunk = record_ids[start : start + _AT_ONCE]
        found.update(session.scalars(select(Attachment.record_id).where(Attachment.record_id.in_(chunk))))
    return found


def stored_files(session: Session) -> Mapping[str, str]:
    """Name every file that the store must have, with what it belongs to: a material's file or the picture of a page."""
    owners = select(Attachment.public_id, AttachmentVersion).join(
        AttachmentVersion, AttachmentVersion.attachment_id == Attachment.id
    )
    names = {
        version.id: (f"{material} version {version.number}", version) for material, version in session.execute(owners)
    }
    found = {version.sha256: name for name, version in names.values()}
    pictures = select(AttachmentPage.version_id, AttachmentPage.number, AttachmentPage.picture)
    for version_id, number, picture in session.execute(pictures.where(AttachmentPage.picture.is_not(None))):
        found.setdefault(str(picture), f"{names[version_id][0]} picture of page {number}")
    return found
