"""The peer: Datasette, in an environment of its own, serving an SQLite database made of the same records."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from bench.client import HOST
from bench.collection import Entry, texts_of
from bench.errors import BenchError
from bench.serving import Serving, free_port, serving
from kb.domain.locales import LOCALES
from kb.domain.record_types import RECORD_TYPES

ROOT: Final = Path(__file__).parent.parent
LOCK: Final = ROOT / "bench" / "requirements.lock"
ENVIRONMENT: Final = ROOT / ".venv-bench"
HOME: Final = "/"


def prepare_environment() -> None:
    """Install the locked peer, unless that was done. Raises `BenchError` if it can't be installed."""
    stamp = ENVIRONMENT / ".locked"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    command = [sys.executable, str(ROOT / "tools" / "make_environment.py"), str(ENVIRONMENT), str(LOCK)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        raise BenchError(f"the peer could not be installed: {(done.stderr or done.stdout).strip()[-300:]}")
    stamp.write_text(wanted, encoding="ascii")


def site_packages() -> Path:
    """Find where the peer's packages lie."""
    return next((ENVIRONMENT / "lib").glob("python3*")) / "site-packages"


def name() -> str:
    """Name the peer with its version."""
    found = next(iter(distributions(name="datasette", path=[str(site_packages())])), None)
    return f"Datasette {found.version}" if found else "Datasette"


@contextmanager
def serving_peer(database: Path) -> Iterator[Serving]:
    """Serve a database as Datasette's documentation advises for data that doesn't change: immutable."""
    port = free_port()
    options = ["--immutable", str(database), "--host", HOST, "--port", str(port)]
    command = [str(ENVIRONMENT / "bin" / "python"), "-m", "datasette", "serve", *options]
    with serving(command, os.environ, port, "/-/versions.json", database.parent / "peer.log") as running:
        yield running


def record_path(entry: Entry) -> str:
    """Give the address of a record's page."""
    return f"/casebook/{entry.kind}/{entry.slug}"


def search_path(query: str) -> str:
    """Give the address of a full-text search over all texts; 20 results, as on the site."""
    return f"/casebook/texts?{urlencode({'_search': query, '_size': 20})}"


def build_database(path: Path, entries: Iterable[Entry]) -> None:
    """Write a table a kind (a column a field, lists and rows as JSON) and `texts` with a full-text index."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for kind, record_type in RECORD_TYPES.items():
            columns = [key for field in record_type.fields for key in field.keys()]
            listed = ", ".join(f'"{column}"' for column in columns)
            connection.execute(f'CREATE TABLE "{kind}" ("slug" TEXT PRIMARY KEY, {listed})')
        connection.execute("CREATE TABLE texts (id INTEGER PRIMARY KEY, kind TEXT, slug TEXT, title TEXT, text TEXT)")
        for entry in entries:
            _insert(connection, entry)
        connection.execute(
            'CREATE VIRTUAL TABLE texts_fts USING fts5(title, text, content="texts", content_rowid="id")'
        )
        connection.execute("INSERT INTO texts_fts(texts_fts) VALUES ('rebuild')")


def _insert(connection: sqlite3.Connection, entry: Entry) -> None:
    record_type = RECORD_TYPES[entry.kind]
    columns = [key for field in record_type.fields for key in field.keys()]
    values = [entry.slug, *(_plain(entry.values.get(column)) for column in columns)]
    marks = ", ".join("?" * len(values))
    connection.execute(f'INSERT INTO "{entry.kind}" VALUES ({marks})', values)  # noqa: S608 - the kind is our own
    if entry.kind != "source":
        texts = [text for lang in LOCALES for text in texts_of(entry, lang)]
        row = (entry.kind, entry.slug, texts[0] if texts else "", "\n".join(texts))
        connection.execute("INSERT INTO texts (kind, slug, title, text) VALUES (?, ?, ?, ?)", row)


def _plain(value: Any) -> str | int | float | None:
    if value is None or isinstance(value, str | int | float):
        return value
    return json.dumps(value, ensure_ascii=False)
