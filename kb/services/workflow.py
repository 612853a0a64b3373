"""Moving a record's latest revision towards publication: review, changes asked for, a time set, a colleague named.

Each is one change in one transaction: permission, check, change, audit. Publishing itself is in `kb.services.records`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.db.models.drafting import FieldComment
from kb.db.models.record import Record
from kb.db.queries.revisions import head_snapshots
from kb.domain.records import Snapshot
from kb.domain.workflow import Action, Actor, HeadState, Standing, Status, head_state_after
from kb.errors import Invalid, NotFound, Problem, StaleRevision
from kb.services.auditing import audit
from kb.services.publication_check import PublicationCheck, record_type
from kb.services.records import find_for_action, publish_records
from kb.uow import UnitOfWork

LONGEST_TEXT: Final = 5000
"""Characters of a message or comment."""


@dataclass(frozen=True, slots=True)
class ReviewStep:
    """A step of the review of one record. `expected` is the revision that was looked at, None for whichever is latest."""

    kind: str
    slug: str
    message: str = ""
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark on a field of the latest revision; `path` as in `kb.domain.differences`, empty for the whole."""

    kind: str
    slug: str
    text: str
    path: str = ""


def submit_record(uow: UnitOfWork, actor: Actor, command: ReviewStep) -> Record:
    """Hand the latest revision in for review. Raises `NotAllowed`, `Invalid`, `NotFound`."""
    record = _found(uow, actor, "submit", command)
    return _moved(uow, actor, "submit", record, command.message)


def return_record(uow: UnitOfWork, actor: Actor, command: ReviewStep) -> Record:
    """Ask for changes; the message, which must say which, is kept as a comment on the whole record."""
    record = _found(uow, actor, "return", command)
    _keep_comment(uow, actor, record, command.message, "")
    record.scheduled_at = None
    return _moved(uow, actor, "return", record, command.message)


def approve_record(uow: UnitOfWork, actor: Actor, command: ReviewStep, *, works_alone: bool = False) -> Record:
    """Publish the latest revision, if it still is the one that was looked at. Raises as `publish_records` does."""
    record = _found(uow, actor, "publish", command, works_alone=works_alone)
    publish_records(uow, actor, [(record.kind, record.slug)], works_alone=works_alone)
    return record


def schedule_record(
    uow: UnitOfWork, actor: Actor, command: ReviewStep, at: datetime, *, works_alone: bool = False
) -> Record:
    """Have the latest revision published at a time to come. It must be fit to be published now; a later save undoes it."""
    record = _found(uow, actor, "schedule", command, works_alone=works_alone)
    if at <= uow.moment:
        raise Invalid([Problem("scheduled_at", "not_in_the_future", at.isoformat())])
    problems = publish_problems(uow.session, record)
    if problems:
        raise Invalid(problems)
    record.scheduled_at = at
    return _moved(uow, actor, "schedule", record, command.message, scheduled_at=at.isoformat())


def unschedule_record(uow: UnitOfWork, actor: Actor, command: ReviewStep) -> Record:
    """Take a time of publication back; the record is in review again."""
    record = _found(uow, actor, "unschedule", command)
    record.scheduled_at = None
    return _moved(uow, actor, "unschedule", record, command.message)


def assign_record(uow: UnitOfWork, actor: Actor, command: ReviewStep, to: str | None) -> Record:
    """Name the colleague whose turn it is, or nobody; a message is kept as a comment on the whole record."""
    record = _found(uow, actor, "assign", command)
    before, record.assigned_to = record.assigned_to, to
    if command.message.strip():
        _keep_comment(uow, actor, record, command.message, "")
    audit(uow, actor, "assign", record, {"assigned_to": before}, {"assigned_to": to, "message": command.message})
    return record


def comment_on(uow: UnitOfWork, actor: Actor, command: Comment) -> int:
    """Remark on a field of the latest revision; return the comment's number. Raises `Invalid`, `NotAllowed`, `NotFound`."""
    record = find_for_action(uow, actor, "comment", [(command.kind, command.slug)])[command.kind, command.slug]
    if command.path and command.path.split("/")[0] not in record_type(record.kind).by_key:
        raise Invalid([Problem("path", "unknown_field", command.path)])
    comment = _keep_comment(uow, actor, record, command.text, command.path)
    audit(uow, actor, "comment", record, {}, {"path": command.path, "comment": comment.id})
    return comment.id


def resolve_comment(uow: UnitOfWork, actor: Actor, number: int) -> None:
    """Mark a comment as dealt with; again changes nothing. Raises `NotFound`, `NotAllowed`."""
    comment = uow.session.get(FieldComment, number)
    record = uow.session.get(Record, comment.record_id) if comment else None
    if comment is None or record is None:
        raise NotFound(f"comment {number}")
    find_for_action(uow, actor, "comment", [(record.kind, record.slug)])
    if comment.resolved_at is None:
        comment.resolved_at, comment.resolved_by = uow.moment, actor.name
        audit(uow, actor, "resolve", record, {"comment": number}, {"comment": number})


def open_comments(session: Session, kind: str, slug: str) -> list[FieldComment]:
    """List the comments on a record that are still open, the oldest first."""
    query = select(FieldComment).join(Record, Record.id == FieldComment.record_id)
    wanted = Record.kind == kind, Record.slug == slug, FieldComment.resolved_at.is_(None)
    return list(session.scalars(query.where(*wanted).order_by(FieldComment.id)))


def publish_problems(session: Session, record: Record) -> list[Problem]:
    """List what keeps the latest revision from being published: the list that editors always see."""
    return problems_of_drafts(session, {(record.kind, record.slug): _head(session, record)})


def problems_of_drafts(session: Session, snapshots: dict[tuple[str, str], Snapshot]) -> list[Problem]:
    """List what would keep snapshots from being published together, saved or not."""
    check = PublicationCheck(session)
    check.add(snapshots)
    return [problem for _name, problem in check.finish()]


def _found(uow: UnitOfWork, actor: Actor, action: Action, command: ReviewStep, *, works_alone: bool = False) -> Record:
    name = command.kind, command.slug
    record = find_for_action(uow, actor, action, [name], works_alone=works_alone)[name]
    if command.expected is not None and command.expected != record.head_number:
        raise StaleRevision(details={"expected": command.expected, "present": record.head_number})
    return record


def _head(session: Session, record: Record) -> Snapshot:
    return head_snapshots(session, [record.id]).get(record.id, {})


def _keep_comment(uow: UnitOfWork, actor: Actor, record: Record, text: str, path: str) -> FieldComment:
    words = text.strip()
    if not words or len(words) > LONGEST_TEXT:
        raise Invalid([Problem("text", "too_long" if words else "required", str(len(words)) if words else "")])
    comment = FieldComment(
        record_id=record.id, revision=record.head_number, path=path, author=actor.name, text=words,
        created_at=uow.moment,
    )  # fmt: skip
    uow.session.add(comment)
    uow.session.flush()
    return comment


def _moved(uow: UnitOfWork, actor: Actor, action: Action, record: Record, message: str, **more: Any) -> Record:
    before = record.head_state
    standing = Standing(record.kind, cast(Status, record.status), cast(HeadState, before))
    record.head_state = head_state_after(action, standing)
    record.updated_at = uow.moment
    told = {"message": message.strip()} if message.strip() else {}
    after = {"head_state": record.head_state, "revision": record.head_number, **told, **more}
    audit(uow, actor, action, record, {"head_state": before}, after)
    return record
