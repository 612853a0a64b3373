"""Pictures of the pages of materials, drawn once their words can be found. Without them nothing is missing but a view."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Final

import structlog
from sqlalchemy import Select, select, update

from kb.db.models.attachment import Attachment, AttachmentPage, AttachmentVersion
from kb.db.models.record import Record
from kb.files.extraction import Extractor, Picture
from kb.files.refusal import Refused
from kb.files.types import TYPES
from kb.services.materials import touch_if_public
from kb.services.site import Site

log = structlog.get_logger()
AT_ONCE: Final = 20
"""Pages drawn by one child process and kept in one transaction."""
DRAWABLE: Final = frozenset(("application/pdf", "image/png", "image/jpeg", "image/webp"))


def undrawn() -> Select[int]:
    """Select the files whose pages haven't all been drawn yet."""
    query = select(AttachmentVersion.id).where(
        AttachmentVersion.state == "ready",
        AttachmentVersion.has_pictures.is_(None),
        AttachmentVersion.replaced_by_id.is_(None),
        AttachmentVersion.media_type.in_(DRAWABLE),
    )
    return query.order_by(AttachmentVersion.id)


def draw_next(site: Site, extractor: Extractor, progress: Callable[[str, int, int], None]) -> bool:
    """Draw some more pages of the next file, from where it was left; return whether there was anything to draw."""
    with site.reads() as session:
        version = session.scalar(undrawn().limit(1))
        if version is None:
            return False
        row = session.get_one(AttachmentVersion, version)
        drawn = select(AttachmentPage.number).where(
            AttachmentPage.version_id == version, AttachmentPage.picture.is_not(None)
        )
        last = max(session.scalars(drawn), default=0)
    total = row.page_count or 0
    progress("drawing pages", last, total)
    numbers = range(last + 1, min(last + AT_ONCE, total) + 1)
    pictures: list[Picture] = []
    try:
        pictures = list(extractor.draw(site.files.path(row.sha256), TYPES[row.media_type], numbers)) if numbers else []
    except Refused as refused:
        log.info("pages not drawn", version=version, reason=refused.reason, detail=refused.detail)
    _keep(site, version, pictures, is_last=not pictures or numbers.stop > total)
    return True


def _keep(site: Site, version: int, pictures: Sequence[Picture], *, is_last: bool) -> None:
    stored = [(picture, site.files.put(io.BytesIO(picture.body)).sha256) for picture in pictures]
    with site.unit_of_work() as uow:
        for picture, sha256 in stored:
            uow.session.execute(
                update(AttachmentPage)
                .where(AttachmentPage.version_id == version, AttachmentPage.number == picture.number)
                .values(picture=sha256, picture_width=picture.width, picture_height=picture.height)
            )
        row = uow.session.get_one(AttachmentVersion, version)
        if is_last:
            any_drawn = select(AttachmentPage.number).where(
                AttachmentPage.version_id == version, AttachmentPage.picture.is_not(None)
            )
            row.has_pictures = uow.session.scalar(any_drawn.limit(1)) is not None
            attachment = uow.session.get_one(Attachment, row.attachment_id)
            touch_if_public(uow, attachment, uow.session.get_one(Record, attachment.record_id))
        uow.commit()
