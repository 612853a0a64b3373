"""Changing records: save a draft, publish, withdraw, rename. Page, API and command line all come here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import insert, select

from kb.db.live import delete_live, write_live
from kb.db.models.record import AuditEntry, FormerSlug, Record, Revision
from kb.db.models.source import Source
from kb.db.queries.public import cards, find_record
from kb.db.queries.references import referring_ids
from kb.domain.citations import citations_of
from kb.domain.record_types import RECORD_TYPES
from kb.domain.records import Snapshot
from kb.domain.slugs import is_slug
from kb.domain.snapshots import clean, missing_to_publish, references_of
from kb.domain.workflow import Action, Actor, applies, may
from kb.errors import Invalid, NotAllowed, NotFound, Problem, StaleRevision
from kb.uow import UnitOfWork

_LITTLE_SHOWN: Final = ("case", "source")  # of these others show the title, or the type of source, and nothing more
_PASSING_ON: Final = ("theme", "session")


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
    if not may(actor, "save"):
        raise NotAllowed("save")
    values, problems = clean(RECORD_TYPES[command.kind], command.values)
    if not is_slug(command.slug, command.kind):
        problems.insert(0, Problem("slug", "not_a_slug", command.slug))
    if problems:
        raise Invalid(problems, f"{command.kind} {command.slug}: " + "; ".join(map(str, problems)))
    record = find_record(uow.session, command.kind, command.slug) or _create(uow, command)
    if command.expected is not None and command.expected != record.head_number:
        raise StaleRevision(details={"expected": command.expected, "present": record.head_number})
    record.head_number += 1
    record.updated_at = uow.moment
    if record.status != "published":
        record.status = "draft"
    uow.session.add(
        Revision(
            record_id=record.id,
            number=record.head_number,
            snapshot=values,
            author=actor.name,
            note=command.note,
            created_at=uow.moment,
        )
    )
    uow.session.flush()
    audit(uow, actor, "save", record, {"revision": record.head_number - 1}, {"revision": record.head_number})
    return record


def _create(uow: UnitOfWork, command: SaveDraft) -> Record:
    taken = select(FormerSlug.id).where(FormerSlug.kind == command.kind, FormerSlug.slug == command.slug)
    if uow.session.scalar(taken) is not None:
        raise Invalid([Problem("slug", "slug_redirects", command.slug)])
    record = Record(
        kind=command.kind,
        slug=command.slug,
        status="draft",
        head_number=0,
        created_at=uow.moment,
        updated_at=uow.moment,
    )
    uow.session.add(record)
    uow.session.flush()
    return record


def publish_records(uow: UnitOfWork, actor: Actor, keys: Sequence[tuple[str, str]]) -> list[Record]:
    """Make the latest revisions public, all or none; they may refer to one another, and their sources come along.

    Raises `Invalid` naming every required field that is empty and every reference to something not published.
    """
    batch = {key: _for_action(uow, actor, "publish", *key) for key in keys}
    _take_sources_along(uow, actor, batch)
    ids = {key: record.id for key, record in batch.items()}
    resolve = Resolver(uow)
    problems: list[Problem] = []
    for (kind, slug), record in batch.items():
        values = head_snapshot(uow, record)
        where = f"{kind}:{slug}"
        problems += [
            Problem(f"{where}/{item.where}", item.code) for item in missing_to_publish(record_type(kind), values)
        ]
        problems += [
            Problem(f"{where}/{path}", "refers_to_unpublished", f"{target} {name}")
            for path, target, name in (*references_of(record_type(kind), values), *_cited(kind, values))
            if (target, name) not in ids and not resolve.is_published(target, name)
        ]
    if problems:
        raise Invalid(problems)
    for record in batch.values():
        _publish(uow, actor, record, resolve)
    return list(batch.values())


def record_type(kind: str) -> Any:
    """Look up the type of a kind; raises `NotFound` for an unknown one."""
    try:
        return RECORD_TYPES[kind]
    except KeyError:
        raise NotFound(f"no such kind of record: {kind}") from None


def _cited(kind: str, values: Snapshot) -> list[tuple[str, str, str]]:
    return [(where, "source", slug) for where, _row, _locale, slug in citations_of(record_type(kind), values)]


def _take_sources_along(uow: UnitOfWork, actor: Actor, batch: dict[tuple[str, str], Record]) -> None:
    for (kind, _slug), record in list(batch.items()):
        for _path, _kind, slug in _cited(kind, head_snapshot(uow, record)):
            if ("source", slug) not in batch:
                source = find_record(uow.session, "source", slug)
                if source is not None and source.status == "draft":
                    batch["source", slug] = source


def _publish(uow: UnitOfWork, actor: Actor, record: Record, resolve: Resolver) -> None:
    before = {"status": record.status, "published": record.published_number}
    revision = _head_revision(uow, record)
    before_live = _shown_elsewhere(uow, record)
    write_live(uow.session, record, revision.snapshot, resolve)
    revision.published_at = revision.published_at or uow.moment
    record.status = "published"
    record.published_number = record.head_number
    record.first_published_at = record.first_published_at or uow.moment
    record.published_at = record.updated_at = uow.moment
    record.withdrawn_at = record.withdrawal = None
    uow.session.flush()
    uow.touch(record.kind, record.slug)
    if before_live and (record.kind not in _LITTLE_SHOWN or before_live != _shown_elsewhere(uow, record)):
        touch_dependents(uow, record)
    if record.kind == "presentation":
        for slug in revision.snapshot.get("cases") or ():
            uow.touch("case", slug)  # a case's events are known only from its presentations
    audit(uow, actor, "publish", record, before, {"status": "published", "published": record.published_number})


def withdraw_record(uow: UnitOfWork, actor: Actor, command: WithdrawRecord) -> Record:
    """Take a published record away; its page answers 410 with its titles and the reason."""
    record = _for_action(uow, actor, "withdraw", command.kind, command.slug)
    before = {"status": record.status, "published": record.published_number}
    card = cards(uow.session, [record.id]).get(record.id)
    touch_dependents(uow, record)
    delete_live(uow.session, record)
    record.status = "withdrawn"
    record.published_number = None
    record.updated_at = record.withdrawn_at = uow.moment
    record.withdrawal = {"title": dict(card.title) if card else {}, "reason": dict(command.reason)}
    uow.session.flush()
    uow.touch(record.kind, record.slug)
    audit(uow, actor, "withdraw", record, before, {"status": "withdrawn", "reason": dict(command.reason)})
    return record


def rename_record(uow: UnitOfWork, actor: Actor, kind: str, slug: str, new_slug: str) -> Record:
    """Give a record another slug; the old one redirects for ever. An event takes its sessions along."""
    record = _for_action(uow, actor, "rename", kind, slug)
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
        touch_dependents(uow, record)
    audit(uow, actor, "rename", record, {"slug": old}, {"slug": new_slug})


def touch_dependents(uow: UnitOfWork, record: Record) -> None:
    """Have every published record that shows something of this one indexed again.

    Themes and sessions pass what they have from their broader theme or their event on, so their own dependents come too.
    """
    reached: set[int] = set()
    waiting = [record]
    while waiting:
        ids = set(referring_ids(uow.session, waiting.pop())) - reached
        reached |= ids
        ordered = sorted(ids)
        for start in range(0, len(ordered), 500):
            query = select(Record).where(Record.id.in_(ordered[start : start + 500]))
            for dependent in uow.session.scalars(query):
                uow.touch(dependent.kind, dependent.slug)
                if dependent.kind in _PASSING_ON and record.kind in ("event", *_PASSING_ON):
                    waiting.append(dependent)


def head_snapshot(uow: UnitOfWork, record: Record) -> Snapshot:
    """Read the latest revision's fields, published or not."""
    return _head_revision(uow, record).snapshot


def _head_revision(uow: UnitOfWork, record: Record) -> Revision:
    query = select(Revision).where(Revision.record_id == record.id, Revision.number == record.head_number)
    return uow.session.scalars(query).one()


def _shown_elsewhere(uow: UnitOfWork, record: Record) -> tuple[object, ...]:
    """Give what other records' documents hold of this one: its titles and, for a source, its type; empty if not public."""
    if record.published_number is None:
        return ()
    query = select(Source.source_type).where(Source.record_id == record.id)
    kind_of_source = uow.session.scalar(query) if record.kind == "source" else None
    card = cards(uow.session, [record.id]).get(record.id)
    return (dict(card.title) if card else {}, kind_of_source)


def _for_action(uow: UnitOfWork, actor: Actor, action: Action, kind: str, slug: str) -> Record:
    if not may(actor, action):
        raise NotAllowed(action)
    record = find_record(uow.session, record_type(kind).kind, slug)
    if record is None or record.head_number == 0:
        raise NotFound(f"{kind} {slug}")
    if not applies(action, record.status):  # type: ignore[arg-type]  # the column holds a Status
        raise Invalid([Problem("status", f"cannot_{action}", record.status)])
    return record


def audit(
    uow: UnitOfWork, actor: Actor, action: str, record: Record, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Write down who changed what, in the same transaction as the change."""
    entry = {"at": uow.moment, "actor": actor.name, "action": action, "record_id": record.id}
    uow.session.execute(insert(AuditEntry).values(**entry, before=dict(before), after=dict(after)))


class Resolver:
    """Finds record ids by kind and slug, former slugs included; remembers what it found."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._session = uow.session
        self._found: dict[tuple[str, str], Record] = {}

    def __call__(self, kind: str, slug: str) -> int:
        return self._record(kind, slug).id

    def is_published(self, kind: str, slug: str) -> bool:
        """Say whether such a record exists and is public."""
        try:
            return self._record(kind, slug).published_number is not None
        except KeyError:
            return False

    def _record(self, kind: str, slug: str) -> Record:
        key = (kind, slug)
        if key not in self._found:
            former = select(FormerSlug.record_id).where(FormerSlug.kind == kind, FormerSlug.slug == slug)
            record = find_record(self._session, kind, slug) or self._session.scalar(
                select(Record).where(Record.id == former.scalar_subquery())
            )
            if record is None:
                raise KeyError(f"{kind} {slug}")
            self._found[key] = record
        return self._found[key]
