"""Materials of records: slides and documents, their immutable versions, and the pages of each."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kb.db.base import Base, Code, Key, Moment, RecordRef, Short, Words


class Attachment(Base):
    """A material of a record. It is public exactly while it and its record are published and a version is ready.

    What is shown is the version that is ready and not replaced; there is never more than one.
    """

    __tablename__ = "attachment"

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(20), unique=True)  # in the address of its pages, for ever the same
    record_id: Mapped[RecordRef]
    position: Mapped[int]
    title_ko: Mapped[Words | None]
    title_en: Mapped[Words | None]
    language: Mapped[Code | None]
    licence: Mapped[Code | None]  # a key of kb.domain.materials.LICENCES
    credit: Mapped[Words | None]
    consent: Mapped[Words | None]  # who allowed it and when; for staff only
    published: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[Moment | None]
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]


class AttachmentVersion(Base):
    """One file, never changed; the bytes lie in the file store under their SHA-256."""

    __tablename__ = "attachment_version"
    __table_args__ = (
        UniqueConstraint("attachment_id", "number"),
        Index("ix_attachment_version_state_id", "state", "id"),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(20), unique=True)  # in the address of the file
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id", ondelete="CASCADE"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[Short]
    media_type: Mapped[Short]
    size: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[Code]  # one of kb.domain.materials.STATES
    reason: Mapped[Code | None]  # why it failed: a key of kb.domain.materials.REASONS
    detail: Mapped[Words | None]
    attempts: Mapped[int] = mapped_column(default=0)
    page_count: Mapped[int | None]
    has_pictures: Mapped[bool | None]  # None: not yet tried
    created_at: Mapped[Moment]
    finished_at: Mapped[Moment | None]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("attachment_version.id"))


class AttachmentPage(Base):
    """A page, slide or section of a version, numbered from 1."""

    __tablename__ = "attachment_page"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("attachment_version.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[Words]
    notes: Mapped[Words]
    language: Mapped[Code]  # as detected; `und` for too little text
    picture: Mapped[str | None] = mapped_column(String(64))  # SHA-256 of a WebP in the file store
    picture_width: Mapped[int | None]
    picture_height: Mapped[int | None]
