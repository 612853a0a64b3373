"""Database connections: SQLite in WAL mode with `BEGIN IMMEDIATE` for writers, or PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, sessionmaker

BUSY_SECONDS = 30


def make_engine(url: str) -> Engine:
    """Open an engine for `url`. On SQLite a session marked `write` takes the write lock at its first statement.

    Taking it at once, instead of when the first change is flushed, is what keeps two writers from failing with
    "database is locked": the second waits its turn, up to 30 s, and then reads what the first wrote.
    """
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin in _begin_sqlite, not inside the driver
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("kb_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED")


def read_sessions(engine: Engine) -> sessionmaker[Session]:
    """Make sessions for reading; they see one consistent state and never wait for a writer."""
    return sessionmaker(engine, autoflush=False, expire_on_commit=False)


def write_sessions(engine: Engine) -> sessionmaker[Session]:
    """Make sessions for the unit of work."""
    return sessionmaker(engine.execution_options(kb_write=True), expire_on_commit=False)
