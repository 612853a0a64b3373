"""Changing materials: attach a file to a record, replace it, publish, withdraw, read it again.

A file is received into the store first (`receive_file`), outside any transaction; what the transaction adds are rows.
Reading its pages is the worker's (`kb.services.material_work`).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from sqlalchemy import func, select

from kb.db.models.attachment import Attachment, AttachmentVersion
from kb.db.models.record import Record
from kb.db.queries.public import find_record
from kb.domain.error_reports import tidy
from kb.domain.locales import LOCALES, Locale
from kb.domain.materials import ATTACHABLE, LICENCES, REASONS, clean_file_name, is_language_tag
from kb.domain.workflow import Action, Actor, may
from kb.errors import Invalid, NotAllowed, NotFound, Problem
from kb.files.refusal import Refused
from kb.files.storage import FileStore, TooLarge
from kb.files.types import FileType, detect_type
from kb.services.auditing import audit
from kb.uow import UnitOfWork

LONGEST_TITLE: Final = 300
LONGEST_WORDS: Final = 1000
_ALPHABET: Final = "23456789abcdefghjkmnpqrstvwxyz"
_ID_LENGTH: Final = 10


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file in the store, with the type that its content has and the name to serve it under."""

    sha256: str
    size: int
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class AddAttachment:
    """A file for a record. Without a title the one that the file gives itself is proposed when it is read."""

    kind: str
    slug: str
    file: ReceivedFile
    titles: Mapping[Locale, str] = field(default_factory=dict)
    language: str = ""
    licence: str = ""
    credit: str = ""
    consent: str = ""
    publish: bool = False


@dataclass(frozen=True, slots=True)
class ReplaceFile:
    """A new version of a material. The old one is shown until the new one is ready, and then says so."""

    material: str
    file: ReceivedFile


def receive_file(
    store: FileStore, source: BinaryIO, name: str, limit: int, progress: Callable[[int], None] = lambda done: None
) -> ReceivedFile:
    """Keep what somebody sent and tell its type by its content. Raises `Invalid` with the reason."""
    kinds: list[FileType] = []
    try:
        stored = store.put(source, limit, progress, lambda path: kinds.append(detect_type(path)))
    except TooLarge:
        raise Invalid([Problem("file", "too_large")], f"{name}: {REASONS['too_large']} ({limit} bytes)") from None
    except Refused as refused:
        raise Invalid([Problem("file", refused.reason, refused.detail)], f"{name}: {REASONS[refused.reason]}") from None
    return ReceivedFile(stored.sha256, stored.size, clean_file_name(name, kinds[0].extension), kinds[0].media_type)


def add_attachment(uow: UnitOfWork, actor: Actor, command: AddAttachment) -> str:
    """Attach a received file to a record, public or not; return the material's public id.

    Raises `NotAllowed`, `NotFound`, or `Invalid` with every problem.
    """
    _insist(actor, "save")
    if command.publish:
        _insist(actor, "publish")
    problems = list(_problems(command))
    if problems:
        raise Invalid(problems)
    record = find_record(uow.session, command.kind, command.slug)
    if record is None or record.status == "withdrawn":
        raise NotFound(f"there is no {command.kind} {command.slug}")
    _insist_on_new(uow, record, command.file.sha256)
    attachment = Attachment(
        public_id=_public_id(), record_id=record.id, position=_next_position(uow, record),
        title_ko=_line(command.titles.get("ko", "")), title_en=_line(command.titles.get("en", "")),
        language=command.language or None, licence=command.licence or None, credit=_line(command.credit),
        consent=_line(command.consent), published=command.publish,
        published_at=uow.moment if command.publish else None, created_at=uow.moment, updated_at=uow.moment,
    )  # fmt: skip
    uow.session.add(attachment)
    uow.session.flush()
    version = _add_version(uow, attachment, command.file, 1)
    after = {"material": attachment.public_id, "file": version.sha256, "published": command.publish}
    audit(uow, actor, "attach", record, {}, after)
    return attachment.public_id


def replace_file(uow: UnitOfWork, actor: Actor, command: ReplaceFile) -> str:
    """Give a material a new file; return the new version's public id. Raises `NotAllowed`, `NotFound`, `Invalid`."""
    _insist(actor, "publish")
    attachment, record = _find(uow, command.material)
    _insist_on_new(uow, record, command.file.sha256)
    query = select(func.max(AttachmentVersion.number)).where(AttachmentVersion.attachment_id == attachment.id)
    version = _add_version(uow, attachment, command.file, (uow.session.scalar(query) or 0) + 1)
    attachment.updated_at = uow.moment
    about = {"material": attachment.public_id}
    audit(uow, actor, "replace_file", record, about, {**about, "file": version.sha256, "version": version.number})
    return version.public_id


def publish_attachment(uow: UnitOfWork, actor: Actor, material: str) -> None:
    """Make a material public, with its record and as soon as it is ready. Doing so again changes nothing.

    Raises `NotAllowed`, `NotFound`, or `Invalid` for one whose file can't be read.
    """
    _insist(actor, "publish")
    attachment, record = _find(uow, material)
    states = set(
        uow.session.scalars(
            select(AttachmentVersion.state).where(AttachmentVersion.attachment_id == attachment.id)
        )
    )  # fmt: skip
    if states == {"failed"}:
        raise Invalid([Problem(material, "cannot_publish", "failed")])
    if not attachment.published:
        attachment.published_at = uow.moment
        _set_published(uow, actor, attachment, record, published=True)


def withdraw_attachment(uow: UnitOfWork, actor: Actor, material: str) -> None:
    """Take a material off the site: its pages, files and words. Doing so again changes nothing.

    Raises `NotAllowed`, or `NotFound`.
    """
    _insist(actor, "withdraw")
    attachment, record = _find(uow, material)
    if attachment.published:
        _set_published(uow, actor, attachment, record, published=False)


def retry_extraction(uow: UnitOfWork, actor: Actor, material: str) -> None:
    """Have the newest file of a material read again after it failed.

    Raises `NotAllowed`, `NotFound`, or `Invalid` where it hasn't failed.
    """
    _insist(actor, "save")
    attachment, record = _find(uow, material)
    query = select(AttachmentVersion).where(AttachmentVersion.attachment_id == attachment.id)
    version = uow.session.scalars(query.order_by(AttachmentVersion.number.desc()).limit(1)).one()
    if version.state != "failed":
        raise Invalid([Problem(material, "not_failed", version.state)])
    before = {"material": material, "state": version.state, "reason": version.reason}
    version.state, version.reason, version.detail, version.attempts = "received", None, None, 0
    version.finished_at = None
    audit(uow, actor, "retry_extraction", record, before, {"material": material, "state": "received"})


def touch_if_public(uow: UnitOfWork, attachment: Attachment, record: Record) -> None:
    """Have the record indexed anew where the public sees what changed."""
    if attachment.published and record.published_number is not None:
        uow.touch(record.kind, record.slug)


def _set_published(
    uow: UnitOfWork, actor: Actor, attachment: Attachment, record: Record, *, published: bool
) -> None:  # fmt: skip
    about = {"material": attachment.public_id}
    attachment.published, attachment.updated_at = published, uow.moment
    uow.session.flush()
    if record.published_number is not None:
        uow.touch(record.kind, record.slug)
    action = "publish_material" if published else "withdraw_material"
    audit(uow, actor, action, record, {**about, "published": not published}, {**about, "published": published})


def _insist(actor: Actor, action: Action) -> None:
    if not may(actor, action):
        raise NotAllowed(action)


def _find(uow: UnitOfWork, material: str) -> tuple[Attachment, Record]:
    attachment = uow.session.scalar(select(Attachment).where(Attachment.public_id == material))
    if attachment is None:
        raise NotFound(f"there is no material {material}")
    return attachment, uow.session.get_one(Record, attachment.record_id)


def _line(text: str) -> str | None:
    """Make one clean line of what was typed; None for nothing."""
    return " ".join(tidy(text).split()) or None


def _problems(command: AddAttachment) -> list[Problem]:
    problems: list[Problem] = []
    if command.kind not in ATTACHABLE:
        problems.append(Problem("to", "not_attachable", command.kind))
    if command.language and not is_language_tag(command.language):
        problems.append(Problem("language", "not_a_language", command.language))
    if command.licence and command.licence not in LICENCES:
        problems.append(Problem("licence", "unknown_licence", f"{command.licence}; one of {', '.join(LICENCES)}"))
    texts = {f"title__{locale}": (command.titles.get(locale) or "", LONGEST_TITLE) for locale in LOCALES}
    texts |= {"credit": (command.credit, LONGEST_WORDS), "consent": (command.consent, LONGEST_WORDS)}
    return problems + [Problem(name, "too_long") for name, (text, most) in texts.items() if len(text) > most]


def _insist_on_new(uow: UnitOfWork, record: Record, sha256: str) -> None:
    query = (
        select(Attachment.public_id)
        .join(AttachmentVersion, AttachmentVersion.attachment_id == Attachment.id)
        .where(
            Attachment.record_id == record.id,
            AttachmentVersion.sha256 == sha256,
            AttachmentVersion.replaced_by_id.is_(None),
        )
    )
    known = uow.session.scalar(query)
    if known is not None:
        raise Invalid([Problem("file", "already_attached", known)])


def _add_version(uow: UnitOfWork, attachment: Attachment, file: ReceivedFile, number: int) -> AttachmentVersion:
    version = AttachmentVersion(
        public_id=_public_id(), attachment_id=attachment.id, number=number, sha256=file.sha256, name=file.name,
        media_type=file.media_type, size=file.size, state="received", attempts=0, created_at=uow.moment,
    )  # fmt: skip
    uow.session.add(version)
    uow.session.flush()
    return version


def _next_position(uow: UnitOfWork, record: Record) -> int:
    query = select(func.max(Attachment.position)).where(Attachment.record_id == record.id)
    return (uow.session.scalar(query) or 0) + 1


def _public_id() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_ID_LENGTH))
