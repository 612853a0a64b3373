"""Changing records: save a draft, publish, withdraw, rename. Page, API and command line all come here.

Each change takes many records at once, in a number of statements that hardly grows; one record is many with one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar, cast

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from kb.db.base import table_of
from kb.db.live import delete_live, write_live
from kb.db.models.record import FormerSlug, Record, Revision
from kb.db.pairs import in_pairs
from kb.db.queries.public import cards, find_record
from kb.db.queries.revisions import head_snapshots
from kb.domain.records import Snapshot
from kb.domain.slugs import is_slug
from kb.domain.snapshots import clean
from kb.domain.workflow import Action, Actor, HeadState, Standing, Status, may, needs_other_eyes, refusal
from kb.errors import Invalid, NotAllowed, NotFound, Problem, StaleRevision
from kb.services.auditing import audit, audit_all
from kb.services.dependents import shown_elsewhere, touch_changed, touch_dependents
from kb.services.publication_check import PublicationCheck, record_type, referred_by
from kb.services.resolving import RecordName, Resolver
from kb.uow import UnitOfWork

AT_ONCE: Final = 500
"""Records changed by one round of statements."""

T = TypeVar("T")
Progress = Callable[[int], None]
"""Called with how many are done."""


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """A record as somebody wants it: `values` under import names. `expected` is the revision they started from."""

    kind: str
    slug: str
    values: Mapping[str, Any]
    note: str = ""
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class WithdrawRecord:
    """Take a record off the site, leaving a tombstone with the reason in both languages."""

    kind: str
    slug: str
    reason: Mapping[str, str] = field(default_factory=dict)


def save_draft(uow: UnitOfWork, actor: Actor, command: SaveDraft) -> Record:
    """Write a new revision; the public content stays as it is. A first save creates the record.

    Raises `Invalid` with every problem, `StaleRevision` when somebody saved after `expected`, `NotAllowed`.
    """
    return save_drafts(uow, actor, [command])[0]


def save_drafts(uow: UnitOfWork, actor: Actor, commands: Sequence[SaveDraft]) -> list[Record]:
    """Write a new revision of each record, as `save_draft` does; `Invalid` is about the first that has a problem."""
    if not may(actor, "save"):
        raise NotAllowed("save")
    if not commands:
        return []
    cleaned = [_cleaned(command) for command in commands]
    known = _find_or_create(uow, list(dict.fromkeys((command.kind, command.slug) for command in commands)))
    records: list[Record] = []
    revisions: list[dict[str, Any]] = []
    changes: list[tuple[Record, Mapping[str, int], Mapping[str, int]]] = []
    for command, values in zip(commands, cleaned, strict=True):
        record = known[command.kind, command.slug]
        if command.expected is not None and command.expected != record.head_number:
            raise StaleRevision(details={"expected": command.expected, "present": record.head_number})
        record.head_number += 1
        record.updated_at = uow.moment
        record.head_state, record.scheduled_at = "draft", None
        records.append(record)
        revisions.append(_revision(uow, actor, record, command, values))
        changes.append((record, {"revision": record.head_number - 1}, {"revision": record.head_number}))
    uow.session.flush()
    uow.session.execute(insert(table_of(Revision)), revisions)
    audit_all(uow, actor, "save", changes)
    return records


def _revision(uow: UnitOfWork, actor: Actor, record: Record, command: SaveDraft, values: Snapshot) -> dict[str, Any]:
    return {
        "record_id": record.id,
        "number": record.head_number,
        "snapshot": values,
        "author": actor.name,
        "note": command.note,
        "created_at": uow.moment,
    }


def draft_problems(command: SaveDraft) -> tuple[dict[str, Any], list[Problem]]:
    """Read a draft's values and list what is wrong with them or with the slug."""
    values, problems = clean(record_type(command.kind), command.values)
    if not is_slug(command.slug, command.kind):
        problems.insert(0, Problem("slug", "not_a_slug", command.slug))
    return values, problems


def _cleaned(command: SaveDraft) -> dict[str, Any]:
    values, problems = draft_problems(command)
    if problems:
        raise Invalid(problems, f"{command.kind} {command.slug}: " + "; ".join(map(str, problems)))
    return values


def find_records(session: Session, names: Sequence[RecordName], *, to_change: bool = False) -> dict[RecordName, Record]:
    """Find record rows, public or not, by their present slugs.

    `to_change` keeps others from changing them until this transaction ends; in one order, so that two never wait for
    each other.
    """
    found: dict[RecordName, Record] = {}
    for chunk in _chunks(names):
        query = select(Record).where(in_pairs(Record.kind, Record.slug, chunk))
        if to_change:
            query = query.order_by(Record.id).with_for_update().execution_options(populate_existing=True)
        for record in session.scalars(query):
            found[record.kind, record.slug] = record
    return found


def redirecting_slugs(session: Session, names: Sequence[RecordName]) -> set[RecordName]:
    """Tell which of these slugs once belonged to a record that has another now: no new record may have them."""
    former = select(FormerSlug.kind, FormerSlug.slug)
    return {
        (kind, slug)
        for chunk in _chunks(names)
        for kind, slug in session.execute(former.where(in_pairs(FormerSlug.kind, FormerSlug.slug, chunk)))
    }


def _find_or_create(uow: UnitOfWork, names: Sequence[RecordName]) -> dict[RecordName, Record]:
    known = find_records(uow.session, names, to_change=True)
    fresh = [name for name in names if name not in known]
    taken = redirecting_slugs(uow.session, fresh)
    if taken:
        raise Invalid([Problem("slug", "slug_redirects", slug) for _kind, slug in fresh if (_kind, slug) in taken])
    created = [
        Record(kind=kind, slug=slug, status="draft", head_number=0, created_at=uow.moment, updated_at=uow.moment)
        for kind, slug in fresh
    ]
    uow.session.add_all(created)
    uow.session.flush()
    return known | {(record.kind, record.slug): record for record in created}


def publish_records(uow: UnitOfWork, actor: Actor, names: Sequence[RecordName], *, works_alone: bool = False) -> None:
    """Make the latest revisions public, all or none; they may refer to one another, and their sources come along.

    Raises `Invalid` naming every required field that is empty and every reference to something not published, and
    `NotAllowed` for a case that the actor wrote, unless they work alone.
    """
    check = PublicationCheck(uow.session)
    for chunk in _chunks(names):
        records = find_for_action(uow, actor, "publish", chunk, works_alone=works_alone)
        heads = head_snapshots(uow.session, [record.id for record in records.values()])
        check.add({name: heads[record.id] for name, record in records.items()})
    problems = check.finish()
    if problems:
        raise Invalid([Problem(f"{':'.join(name)}/{item.where}", item.code, item.detail) for name, item in problems])
    publish_checked(uow, actor, list(check.names))


def publish_checked(
    uow: UnitOfWork, actor: Actor, names: Sequence[RecordName], progress: Progress = lambda done: None
) -> None:
    """Make the latest revisions public of records that a `PublicationCheck` in this transaction has nothing against."""
    resolver = Resolver(uow.session)
    done = 0
    for chunk in _chunks(names):
        found = find_for_action(uow, actor, "publish", chunk, works_alone=True)  # looked at by whoever checked
        _publish(uow, actor, list(found.values()), resolver)
        done += len(chunk)
        progress(done)


def _publish(uow: UnitOfWork, actor: Actor, records: Sequence[Record], resolver: Resolver) -> None:
    before = [{"status": record.status, "published": record.published_number} for record in records]
    shown = shown_elsewhere(uow, records)
    heads = head_snapshots(uow.session, [record.id for record in records])
    by_kind: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_kind[record.kind].append(record)
    resolver.preload(target for record in records for _path, target in referred_by(record.kind, heads[record.id]))
    for kind, alike in by_kind.items():
        write_live(uow.session, kind, [(record, heads[record.id]) for record in alike], resolver)
    for record in records:
        _mark_published(uow, record)
        uow.touch(record.kind, record.slug)
        if record.kind == "presentation":
            for slug in heads[record.id].get("cases") or ():
                uow.touch("case", slug)  # a case's events are known only from its presentations
    uow.session.flush()
    _stamp_heads(uow, records)
    touch_changed(uow, records, shown)
    after = [{"status": "published", "published": record.published_number} for record in records]
    audit_all(uow, actor, "publish", zip(records, before, after, strict=True))


def _mark_published(uow: UnitOfWork, record: Record) -> None:
    record.status = record.head_state = "published"
    record.scheduled_at = record.assigned_to = None
    record.published_number = record.head_number
    record.first_published_at = record.first_published_at or uow.moment
    record.published_at = record.updated_at = uow.moment
    record.withdrawn_at = record.withdrawal = None


def _stamp_heads(uow: UnitOfWork, records: Sequence[Record]) -> None:
    """Note on the revisions just published that they are public from now on, unless they were before."""
    numbers = [(record.head_number, record.id) for record in records]
    uow.session.execute(
        update(Revision)
        .where(in_pairs(Revision.number, Revision.record_id, numbers), Revision.published_at.is_(None))
        .values(published_at=uow.moment)
        .execution_options(synchronize_session=False)
    )


def withdraw_record(uow: UnitOfWork, actor: Actor, command: WithdrawRecord) -> Record:
    """Take a published record away; its page answers 410 with its titles and the reason."""
    return withdraw_records(uow, actor, [command])[0]


def withdraw_records(uow: UnitOfWork, actor: Actor, commands: Sequence[WithdrawRecord]) -> list[Record]:
    """Take published records away, as `withdraw_record` does, all or none."""
    return [record for chunk in _chunks(commands) for record in _withdraw(uow, actor, chunk)]


def _withdraw(uow: UnitOfWork, actor: Actor, commands: Sequence[WithdrawRecord]) -> list[Record]:
    found = find_for_action(uow, actor, "withdraw", [(command.kind, command.slug) for command in commands])
    records = [found[command.kind, command.slug] for command in commands]
    before = [{"status": record.status, "published": record.published_number} for record in records]
    titles = cards(uow.session, [record.id for record in records])
    touch_dependents(uow, records)
    for kind in {record.kind for record in records}:
        delete_live(uow.session, kind, [record for record in records if record.kind == kind])
    for record, command in zip(records, commands, strict=True):
        record.status, record.head_state = "withdrawn", "draft"
        record.scheduled_at = record.published_number = None
        record.updated_at = record.withdrawn_at = uow.moment
        title = dict(titles[record.id].title) if record.id in titles else {}
        record.withdrawal = {"title": title, "reason": dict(command.reason)}
        uow.touch(record.kind, record.slug)
    uow.session.flush()
    after = [{"status": "withdrawn", "reason": dict(command.reason)} for command in commands]
    audit_all(uow, actor, "withdraw", zip(records, before, after, strict=True))
    return records


def rename_record(uow: UnitOfWork, actor: Actor, kind: str, slug: str, new_slug: str) -> Record:
    """Give a record another slug; the old one redirects for ever. An event takes its sessions along."""
    record = find_for_action(uow, actor, "rename", [(kind, slug)])[kind, slug]
    if not is_slug(new_slug, kind):
        raise Invalid([Problem("slug", "not_a_slug", new_slug)])
    _change_slug(uow, actor, record, new_slug)
    if kind == "event":
        own = select(Record).where(Record.kind == "session", Record.slug.startswith(f"{slug}/", autoescape=True))
        for session_record in uow.session.scalars(own).all():
            _change_slug(uow, actor, session_record, new_slug + session_record.slug[len(slug) :])
    return record


def _change_slug(uow: UnitOfWork, actor: Actor, record: Record, new_slug: str) -> None:
    former = select(FormerSlug).where(FormerSlug.kind == record.kind, FormerSlug.slug == new_slug)
    earlier = uow.session.scalar(former)
    if find_record(uow.session, record.kind, new_slug) or (earlier and earlier.record_id != record.id):
        raise Invalid([Problem("slug", "slug_taken", new_slug)])
    if earlier:
        uow.session.delete(earlier)
    old = record.slug
    uow.session.add(FormerSlug(kind=record.kind, slug=old, record_id=record.id))
    record.slug = new_slug
    record.updated_at = uow.moment
    uow.session.flush()
    if record.published_number is not None:
        uow.touch(record.kind, old)
        uow.touch(record.kind, new_slug)
        touch_dependents(uow, [record])
    audit(uow, actor, "rename", record, {"slug": old}, {"slug": new_slug})


def find_for_action(
    uow: UnitOfWork, actor: Actor, action: Action, names: Sequence[RecordName], *, works_alone: bool = False
) -> dict[RecordName, Record]:
    """Find the records that somebody wants to do something with.

    Raises `NotAllowed` unless they may, `NotFound`, and `Invalid` where it doesn't apply to one.
    """
    if not may(actor, action):
        raise NotAllowed(action)
    found = find_records(uow.session, [(record_type(kind).kind, slug) for kind, slug in names], to_change=True)
    for name in names:
        if name not in found or found[name].head_number == 0:
            raise NotFound(" ".join(name))
    wanted = {name: found[name] for name in names}
    for record, standing in zip(wanted.values(), standings(uow.session, action, list(wanted.values())), strict=True):
        reason = refusal(actor, action, standing, works_alone=works_alone)
        if reason == "own_work":
            raise NotAllowed(action, {"reason": reason, "record": f"{record.kind}:{record.slug}"})
        if reason:
            raise Invalid([Problem(reason, f"cannot_{action}", getattr(record, reason))])
    return wanted


def standings(session: Session, action: Action, records: Sequence[Record]) -> list[Standing]:
    """Tell where records stand, in their order; who wrote them only where the action needs somebody else."""
    watched = [record for record in records if needs_other_eyes(action, record.kind)]
    writers: dict[int, set[str]] = defaultdict(set)
    if watched:
        fresh = Revision.number > func.coalesce(Record.published_number, 0)
        query = select(Revision.record_id, Revision.author).distinct().join(Record, Record.id == Revision.record_id)
        for record_id, author in session.execute(
            query.where(Revision.record_id.in_([record.id for record in watched]), fresh)
        ):
            writers[record_id].add(author)
    return [
        Standing(
            record.kind, cast(Status, record.status), cast(HeadState, record.head_state), frozenset(writers[record.id])
        )
        for record in records
    ]


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))
