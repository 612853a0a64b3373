"""Reading received files: one at a time, to the end or with a reason, whatever happens to the process meanwhile.

Every step is a transaction of its own. A file that was being read when its reader died is read again from its
beginning; its pages appear all together with the state `ready`, so that it ends ready or failed, once.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import structlog
from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.orm import Session

from kb.db.base import table_of
from kb.db.models.attachment import Attachment, AttachmentPage, AttachmentVersion
from kb.db.models.record import Record
from kb.domain.materials import UNFINISHED
from kb.files.extraction import Extractor, Stopped
from kb.files.languages import detect_language
from kb.files.pages import Contents
from kb.files.refusal import Refused
from kb.files.types import FileType, detect_type
from kb.services.material_pictures import draw_next, undrawn
from kb.services.materials import touch_if_public
from kb.services.site import Site
from kb.uow import UnitOfWork

__all__ = ["Stopped", "is_waiting", "new_extractor", "read_version", "work_off"]

log = structlog.get_logger()
MOST_ATTEMPTS: Final = 5
"""Times that a file is begun; one that takes its reader down each time is given up."""
LONGEST_DETAIL: Final = 500
Progress = Callable[[str, int, int], None]


def new_extractor(stop: Callable[[], bool] = lambda: False) -> Extractor:
    """Make what reads files; `stop` is asked now and then and ends the work with `Stopped`."""
    return Extractor(stop=stop)


def no_progress(_what: str, _done: int, _total: int) -> None:
    """Ignore progress."""


def work_off(site: Site, extractor: Extractor, progress: Progress = no_progress, *, draw: bool = True) -> int:
    """Read every file that waits, then draw pages; return how many files were read.

    One process at a time does this; another one gives up at once, having done nothing. Raises `Stopped` where the
    extractor was told to stop.
    """
    done = 0
    with alone(site) as is_ours:
        while is_ours:
            with site.reads() as session:
                version = session.scalar(_waiting().limit(1))
                left = session.scalar(select(func.count()).select_from(_waiting().subquery())) or 0
            if version is not None:
                progress("reading files", done, done + left)
                read_version(site, extractor, version)
                done += 1
            elif not draw or not draw_next(site, extractor, progress):
                break
    return done


def is_waiting(session: Session) -> bool:
    """Say whether there is anything to do."""
    return any(session.scalar(query.limit(1)) is not None for query in (_waiting(), undrawn()))


@contextmanager
def alone(site: Site) -> Iterator[bool]:
    """Hold the lock of whoever reads files, if nobody else does. It goes with its process, however that ends."""
    site.files.root.mkdir(parents=True, exist_ok=True)
    handle = os.open(site.files.root / "work.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield _locked(handle)
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _waiting() -> Select[int]:
    query = select(AttachmentVersion.id).where(AttachmentVersion.state.in_(UNFINISHED))
    return query.order_by(AttachmentVersion.id)


def read_version(site: Site, extractor: Extractor, version: int) -> None:
    """Read one file. To be called by whoever holds the lock; raises `Stopped` where the extractor was told to stop."""
    sha256 = _begin(site, version)
    if sha256 is None:
        return
    try:
        kind = _scan(site, sha256)
        _set(site, version, state="extracting")
        contents = extractor.read(site.files.path(sha256), kind)
    except Refused as refused:
        log.info("material failed", version=version, reason=refused.reason, detail=refused.detail)
        _fail(site, version, refused)
    except Stopped:
        _set(site, version, state="received", attempts=AttachmentVersion.attempts - 1)
        raise
    else:
        _finish(site, version, contents)


def _begin(site: Site, version: int) -> str | None:
    """Mark a file as begun; give its SHA-256, or None where it is given up."""
    with site.unit_of_work() as uow:
        row = uow.session.get_one(AttachmentVersion, version)
        row.attempts += 1
        if row.attempts > MOST_ATTEMPTS:
            row.state, row.reason, row.finished_at = "failed", "interrupted", uow.moment
        else:
            row.state = "scanning"
        sha256 = row.sha256 if row.state == "scanning" else None
        uow.commit()
    return sha256


def _scan(site: Site, sha256: str) -> FileType:
    """See that the stored bytes are those received, and that they are harmless to unpack."""
    if not site.files.is_sound(sha256):
        raise Refused("missing")
    return detect_type(site.files.path(sha256))


def _set(site: Site, version: int, **values: Any) -> None:
    with site.unit_of_work() as uow:
        uow.session.execute(update(AttachmentVersion).where(AttachmentVersion.id == version).values(**values))
        uow.commit()


def _fail(site: Site, version: int, refused: Refused) -> None:
    with site.unit_of_work() as uow:
        row = uow.session.get_one(AttachmentVersion, version)
        row.state, row.reason = "failed", refused.reason
        row.detail, row.finished_at = refused.detail[:LONGEST_DETAIL].replace("\x00", "") or None, uow.moment
        uow.commit()


def _finish(site: Site, version: int, contents: Contents) -> None:
    """Keep what was read, all at once, and show this version instead of the one before."""
    with site.unit_of_work() as uow:
        row = uow.session.get_one(AttachmentVersion, version)
        attachment = uow.session.get_one(Attachment, row.attachment_id)
        record = uow.session.get_one(Record, attachment.record_id)
        _write_pages(uow, row, contents, attachment.language or "")
        _propose_title(attachment, contents.title)
        uow.session.execute(
            update(AttachmentVersion)
            .where(
                AttachmentVersion.attachment_id == attachment.id,
                AttachmentVersion.number < row.number,
                AttachmentVersion.replaced_by_id.is_(None),
            )
            .values(replaced_by_id=row.id)
        )
        row.state, row.reason, row.detail, row.finished_at = "ready", None, None, uow.moment
        row.page_count = len(contents.pages)
        uow.session.flush()
        touch_if_public(uow, attachment, record)
        uow.commit()


def _write_pages(uow: UnitOfWork, version: AttachmentVersion, contents: Contents, declared: str) -> None:
    uow.session.execute(delete(AttachmentPage).where(AttachmentPage.version_id == version.id))
    rows = [
        {
            "version_id": version.id,
            "number": page.number,
            "text": page.text,
            "notes": page.notes,
            "language": detect_language(page.text or page.notes, declared),
        }
        for page in contents.pages
    ]
    uow.session.execute(insert(table_of(AttachmentPage)), rows)


def _propose_title(attachment: Attachment, title: str) -> None:
    """Take the title that a file gives itself for a material that has none yet, in the language that it is in."""
    if attachment.title_ko or attachment.title_en or not title:
        return
    if detect_language(title, attachment.language or "") == "ko":
        attachment.title_ko = title
    else:
        attachment.title_en = title
