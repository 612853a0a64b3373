"""The record, its revisions, its former slugs, and the work that its changes leave behind."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.db.base import Base, Code, Key, Moment, RecordRef, Short


class Record(Base):
    """A record of any kind. It is public exactly while `published_number` is set; its live rows exist only then."""

    __tablename__ = "record"
    __table_args__ = (UniqueConstraint("kind", "slug"), Index("ix_record_kind_published", "kind", "published_number"))

    id: Mapped[Key]
    kind: Mapped[Code]
    slug: Mapped[Short]
    status: Mapped[Code]
    head_state: Mapped[Code] = mapped_column(default="draft")  # that of the latest revision (`kb.domain.workflow`)
    head_number: Mapped[int] = mapped_column(default=0)
    published_number: Mapped[int | None]
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]
    first_published_at: Mapped[Moment | None]
    published_at: Mapped[Moment | None]
    withdrawn_at: Mapped[Moment | None]
    withdrawal: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # tombstone: titles and reason in both languages
    seed_hash: Mapped[str | None] = mapped_column(String(64))  # fingerprint of the seed last applied
    assigned_to: Mapped[Short | None] = mapped_column(index=True)  # name of the colleague whose turn it is
    scheduled_at: Mapped[Moment | None] = mapped_column(index=True)  # when the latest revision is to go live

    revisions: Mapped[list[Revision]] = relationship(order_by="Revision.number", back_populates="record")


class Revision(Base):
    """A full snapshot of a record in both languages, numbered from 1. Never changed, never deleted."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("record_id", "number"),)

    id: Mapped[Key]
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    number: Mapped[int]
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)
    author: Mapped[Short]
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[Moment]
    published_at: Mapped[Moment | None]  # when it first went live; only such revisions are public

    record: Mapped[Record] = relationship(back_populates="revisions")


class FormerSlug(Base):
    """A slug that a record once had; it redirects for ever and is never given to another record of the kind."""

    __tablename__ = "former_slug"
    __table_args__ = (UniqueConstraint("kind", "slug"),)

    id: Mapped[Key]
    kind: Mapped[Code]
    slug: Mapped[Short]
    record_id: Mapped[RecordRef]


class OutboxEntry(Base):
    """A record to index again. Only the key is kept: the worker reads what is true when it comes to it.

    The token tells one request from a later one for the same record, so that exactly the rows that were worked off
    are deleted and a change made meanwhile stays in the queue.
    """

    __tablename__ = "outbox"

    id: Mapped[Key]
    kind: Mapped[Code]
    slug: Mapped[Short]
    token: Mapped[str] = mapped_column(String(32), unique=True)
    created_at: Mapped[Moment]


class AuditEntry(Base):
    """One state change: who did what to which record, when, with the states before and after."""

    __tablename__ = "audit"

    id: Mapped[Key]
    at: Mapped[Moment] = mapped_column(index=True)
    actor: Mapped[Short]
    action: Mapped[Code]
    record_id: Mapped[RecordRef | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class SiteState(Base):
    """The site's own state, one row. `content_generation` rises in every transaction that changes public content."""

    __tablename__ = "site_state"

    id: Mapped[Key]
    content_generation: Mapped[int] = mapped_column(default=0)
    seed_hash: Mapped[str | None] = mapped_column(String(64))
    changed_at: Mapped[Moment | None]
