"""Bringing the database to the present schema with Alembic, under a lock where the database has one."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.engine import Connection

_LOCK = 0x5CB  # advisory lock key on PostgreSQL: two starting processes never migrate at once


def _config(folder: Path, connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, folder: Path) -> tuple[str | None, str | None]:
    """Migrate to the newest revision; return the revisions before and after."""
    with engine.execution_options(kb_write=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        before = MigrationContext.configure(connection).get_current_revision()
        command.upgrade(_config(folder, connection), "head")
        return before, MigrationContext.configure(connection).get_current_revision()


def downgrade(engine: Engine, folder: Path, revision: str) -> None:
    """Go back to an older revision, losing what only newer ones can hold."""
    with engine.execution_options(kb_write=True).begin() as connection:
        command.downgrade(_config(folder, connection), revision)


def is_current(engine: Engine, folder: Path) -> bool:
    """Say whether the database has every migration."""
    with engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        return present == ScriptDirectory.from_config(_config(folder, connection)).get_current_head()
