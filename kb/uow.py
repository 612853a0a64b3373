"""The unit of work: one transaction, one commit point.

A service gets a `UnitOfWork`, changes things through its session, and calls `touch` for every record whose public
content changed. It never commits. Whoever opened the unit (a request, a command) commits once at the end; leaving the
block without that, or with an error, undoes everything. What `touch` noted becomes outbox rows and a raised content
generation in the same transaction, so neither can be lost or come alone.

    with UnitOfWork(write_sessions) as uow:
        publish_record(uow, actor, PublishRecord("case", "owl-bus"))
        uow.commit()
"""

from __future__ import annotations

import secrets
from datetime import datetime
from itertools import islice
from types import TracebackType
from typing import Final, Self

from sqlalchemy import insert, update
from sqlalchemy.orm import Session, sessionmaker

from kb.clock import Clock, now
from kb.db.base import table_of
from kb.db.models.record import OutboxEntry, SiteState

_AT_ONCE: Final = 5000


class UnitOfWork:
    """A transaction in progress. `session` is for services; `moment` is the one time that all its rows carry."""

    def __init__(self, sessions: sessionmaker[Session], clock: Clock = now) -> None:
        self._sessions = sessions
        self._clock = clock
        self._touched: dict[tuple[str, str], None] = {}

    def __enter__(self) -> Self:
        self.session = self._sessions()
        self.moment: datetime = self._clock()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.session.close()

    def touch(self, kind: str, slug: str) -> None:
        """Note that the public content of a record changed: it will be indexed again."""
        self._touched[kind, slug] = None

    def commit(self) -> None:
        """Write the outbox and the generation, then commit. The only commit in the program."""
        if self._touched:
            rows = (
                {"kind": kind, "slug": slug, "token": secrets.token_hex(16), "created_at": self.moment}
                for kind, slug in self._touched
            )
            while chunk := list(islice(rows, _AT_ONCE)):
                self.session.execute(insert(table_of(OutboxEntry)), chunk)
            self.session.execute(
                update(SiteState).values(content_generation=SiteState.content_generation + 1, changed_at=self.moment)
            )
        self.session.commit()
        self._touched.clear()

    @property
    def touched(self) -> list[tuple[str, str]]:
        """List what will be indexed again, in order."""
        return list(self._touched)
