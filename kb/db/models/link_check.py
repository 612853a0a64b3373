"""What the last visit to a source's address found."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kb.db.base import Base, Code, Moment, Words


class LinkCheck(Base):
    """The latest check of one source. It counts only while the source still has the `address` that was checked."""

    __tablename__ = "link_check"

    source_id: Mapped[int] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), primary_key=True)
    address: Mapped[Words]
    checked_at: Mapped[Moment]
    outcome: Mapped[Code]  # one of kb.domain.link_outcomes.OUTCOMES
    detail: Mapped[Code]  # why, or empty
    status_code: Mapped[int | None]
    final_address: Mapped[Words | None]  # where redirects ended, if they led away
    since: Mapped[Moment]  # first of the consecutive checks of this address with this outcome
