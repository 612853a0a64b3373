"""A PostgreSQL server of the test run's own: fresh data folder, Unix socket only, thrown away at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.programs import postgresql

_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


class Server:
    """A running server that hands out databases copied from a template."""

    def __init__(self, socket_dir: Path, user: str) -> None:
        self._where = f"host={socket_dir}&user={user}"
        self.template = self.create()

    def url(self, name: str) -> str:
        """Address a database."""
        return f"postgresql+psycopg:///{name}?{self._where}"

    def create(self, template: str | None = None) -> str:
        """Make a database, empty or as a copy; return its name."""
        name = f"kb_{uuid.uuid4().hex}"
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else "")))
        engine.dispose()
        return name


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server and stop it; it refuses to run as root, so root runs it as `postgres`."""
    programs = postgresql()
    folder = Path(tempfile.mkdtemp(prefix="kb-postgresql-"))
    user = "postgres" if os.getuid() == 0 else os.environ.get("USER", "postgres")
    become = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if become:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    options = f"{_FAST} -c listen_addresses='' -c unix_socket_directories={folder}"
    subprocess.run([*become, str(programs / "initdb"), "-D", str(data), "-U", user, "-A", "trust", "-E", "UTF8",
                    "--locale=C.UTF-8"], check=True, capture_output=True, cwd="/")  # fmt: skip
    control = [*become, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    subprocess.run([*control, "-o", options, "-l", str(folder / "log"), "start"], check=True, cwd="/",
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        yield Server(folder, user)
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd="/")
        shutil.rmtree(folder, ignore_errors=True)
