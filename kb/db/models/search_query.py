"""What people search for, counted by day: no person, no address, no time of day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kb.db.base import Base, Key


class SearchQuery(Base):
    """How often a query was asked on a day, and what the last answer to it was like."""

    __tablename__ = "search_query"
    __table_args__ = (UniqueConstraint("day", "key", "lang"),)

    id: Mapped[Key]
    day: Mapped[date] = mapped_column(Date, index=True)
    key: Mapped[str] = mapped_column(String(200))  # the text folded, so that spellings of one query count together
    lang: Mapped[str] = mapped_column(String(2))  # of the page or answer
    text: Mapped[str] = mapped_column(String(200))  # as typed last
    mode: Mapped[str] = mapped_column(String(10))  # `all` words or `any`
    results: Mapped[int]
    count: Mapped[int]
