"""The parts that a running site is made of, built once a process from the settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from kb.config import Config
from kb.db.engine import make_engine, read_sessions, write_sessions
from kb.files.storage import FileStore
from kb.search.meaning.meaning import Meaning
from kb.search.meaning.opening import open_meaning
from kb.search.port import IndexWriter, SearchEngine
from kb.search.whoosh_engine import WhooshEngine
from kb.search.whoosh_writer import WhooshWriter
from kb.uow import UnitOfWork

PACKAGE = Path(__file__).resolve().parent.parent
SHIPPED_VECTORS = "passages.vec"
"""The vectors of the seed's texts, made by tools/make_seed_vectors.py."""


@dataclass(frozen=True, slots=True)
class Site:
    """Everything with a connection or a folder behind it."""

    config: Config
    engine: Engine
    reads: sessionmaker[Session]
    writes: sessionmaker[Session]
    search: SearchEngine
    index: IndexWriter
    meaning: Meaning | None
    """Search by meaning; None where it is turned off or can't run."""

    @property
    def files(self) -> FileStore:
        """The files of materials."""
        return FileStore(self.config.files_dir)

    def unit_of_work(self) -> UnitOfWork:
        """Open a transaction for a service."""
        return UnitOfWork(self.writes)


def open_site(config: Config) -> Site:
    """Build the parts; nothing is read or written yet."""
    config.data_dir.mkdir(parents=True, exist_ok=True)
    engine = make_engine(config.database_url)
    meaning = open_meaning(config.index_dir, resource("seed") / SHIPPED_VECTORS) if config.meaning else None
    return Site(
        config=config,
        engine=engine,
        reads=read_sessions(engine),
        writes=write_sessions(engine),
        search=WhooshEngine(config.index_dir, meaning),
        index=WhooshWriter(config.index_dir),
        meaning=meaning,
    )


def resource(name: str) -> Path:
    """Find `templates`, `migrations` or `seed`: inside the package when installed, beside it in a checkout."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
