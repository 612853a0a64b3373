"""Loading the seed: one YAML file a record, through the same services as everything else.

The seed never overwrites people's work and never deletes. Each record keeps the fingerprint of the seed last applied:
a record that people changed, withdrew or renamed since is left alone and listed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select, update

from kb.db.models.record import FormerSlug, Record, Revision, SiteState
from kb.db.queries.public import find_record
from kb.domain.record_types import RECORD_TYPES
from kb.domain.snapshots import clean, fingerprint
from kb.domain.workflow import SEED
from kb.errors import Invalid, Problem
from kb.services.records import SaveDraft, publish_records, save_draft
from kb.uow import UnitOfWork

Progress = Callable[[str, int, int], None]
"""Called with what is going on, how many are done and how many there are."""


@dataclass(slots=True)
class SeedReport:
    """What a load did, by `kind:slug`. `left_alone` names the records that people have made their own."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    left_alone: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SeedRecord:
    """One file of the seed, read and checked."""

    path: Path
    kind: str
    slug: str
    status: str
    values: dict[str, Any]

    @property
    def hash(self) -> str:
        """Fingerprint what the file says."""
        return fingerprint({**self.values, "status": self.status})


def no_progress(_what: str, _done: int, _total: int) -> None:
    """Ignore progress."""


def folder_hash(folder: Path) -> str:
    """Fingerprint all files of the seed, to see cheaply whether anything is to be done."""
    digest = hashlib.sha256()
    for path in seed_files(folder):
        digest.update(f"{path.relative_to(folder)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def seed_files(folder: Path) -> list[Path]:
    """List the record files, one folder a kind."""
    return sorted(folder.glob("*/*.yaml"))


def read_seed(folder: Path, progress: Progress = no_progress) -> list[SeedRecord]:
    """Read and check every file. Raises `Invalid` with all problems of all files, each with file and field."""
    records: list[SeedRecord] = []
    problems: list[Problem] = []
    files = seed_files(folder)
    if not files:
        raise Invalid([Problem(str(folder), "no_seed_files")])
    for done, path in enumerate(files, 1):
        name = str(path.relative_to(folder))
        record, found = _read_file(path)
        problems += [Problem(f"{name}: {item.where}", item.code, item.detail) for item in found]
        if record:
            records.append(record)
        progress("reading", done, len(files))
    keys = [(record.kind, record.slug) for record in records]
    problems += [Problem(f"{key[0]}:{key[1]}", "duplicate") for key in set(keys) if keys.count(key) > 1]
    if problems:
        raise Invalid(problems)
    return records


def _read_file(path: Path) -> tuple[SeedRecord | None, list[Problem]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader, see above
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return None, [Problem("file", "not_yaml", " ".join(str(error).split())[:200])]
    if not isinstance(raw, dict) or raw.get("kind") not in RECORD_TYPES:
        return None, [Problem("kind", "unknown_kind")]
    values, problems = clean(RECORD_TYPES[raw["kind"]], raw)
    record = SeedRecord(path, raw["kind"], str(raw.get("slug") or ""), str(raw.get("status") or "draft"), values)
    return record, problems


def load_seed(uow: UnitOfWork, folder: Path, progress: Progress = no_progress) -> SeedReport:
    """Bring the records up to the seed, in one transaction. Loading the same seed again changes nothing."""
    report = SeedReport()
    whole = folder_hash(folder)
    if uow.session.scalar(select(SiteState.seed_hash)) == whole:
        report.unchanged = len(seed_files(folder))
        return report
    records = read_seed(folder, progress)
    to_publish: list[tuple[str, str]] = []
    for done, seed in enumerate(records, 1):
        if _apply(uow, seed, report) and seed.status == "published":
            to_publish.append((seed.kind, seed.slug))
        progress("saving", done, len(records))
    publish_records(uow, SEED, to_publish)
    uow.session.execute(update(SiteState).values(seed_hash=whole))
    return report


def _apply(uow: UnitOfWork, seed: SeedRecord, report: SeedReport) -> bool:
    name = f"{seed.kind}:{seed.slug}"
    record = find_record(uow.session, seed.kind, seed.slug)
    if record is not None and record.seed_hash == seed.hash:
        report.unchanged += 1
        return False
    if (record is not None and not _untouched(uow, record)) or (record is None and _was_renamed(uow, seed)):
        report.left_alone.append(name)
        return False
    (report.updated if record else report.created).append(name)
    saved = save_draft(uow, SEED, SaveDraft(seed.kind, seed.slug, seed.values))
    saved.seed_hash = seed.hash
    return True


def _untouched(uow: UnitOfWork, record: Record) -> bool:
    """Say whether the seed alone has written to a record: its latest revision is the seed's, and it stands as loaded."""
    author = select(Revision.author).where(Revision.record_id == record.id, Revision.number == record.head_number)
    return record.seed_hash is not None and record.status != "withdrawn" and uow.session.scalar(author) == SEED.name


def _was_renamed(uow: UnitOfWork, seed: SeedRecord) -> bool:
    query = select(FormerSlug.id).where(FormerSlug.kind == seed.kind, FormerSlug.slug == seed.slug)
    return uow.session.scalar(query) is not None
