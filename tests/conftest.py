"""Fixtures: a site of its own for every test, on SQLite or PostgreSQL; the seeded site, read-only, once a process."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings

from kb.app import create_app
from kb.config import Config, load_config
from kb.db.engine import make_engine
from kb.db.migrating import upgrade
from kb.services import preparing
from kb.services.site import Site, open_site, resource
from tests.factories import SMALL_COLLECTION, publish
from tests.postgresql import Server, running_server

settings.register_profile("suite", deadline=None)  # how long something takes decides no test
settings.load_profile("suite")


def local_config(folder: Path, **given: str) -> Config:
    """Settings of a local site in a folder, deaf to the environment of whoever runs the tests."""
    return load_config({"KB_DATA_DIR": str(folder), "KB_SECRET_KEY": "only for tests", **given})


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite database, to be copied."""
    path = tmp_path_factory.mktemp("template") / "casebook.sqlite3"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine, resource("migrations"))
    engine.dispose()
    return path


@pytest.fixture
def sqlite_site(tmp_path: Path, migrated_file: Path) -> Iterator[Site]:
    """An empty site on SQLite."""
    shutil.copy(migrated_file, tmp_path / "casebook.sqlite3")
    site = open_site(local_config(tmp_path))
    yield site
    site.engine.dispose()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """A PostgreSQL server whose template database is migrated."""
    with running_server() as server:
        engine = make_engine(server.url(server.template))
        upgrade(engine, resource("migrations"))
        engine.dispose()
        yield server


@pytest.fixture
def postgresql_site(tmp_path: Path, postgresql_server: Server) -> Iterator[Site]:
    """An empty site on PostgreSQL."""
    url = postgresql_server.url(postgresql_server.create(postgresql_server.template))
    site = open_site(local_config(tmp_path, KB_DATABASE_URL=url))
    yield site
    site.engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def site(request: pytest.FixtureRequest) -> Site:
    """An empty site, on each database in turn."""
    found: Site = request.getfixturevalue(f"{request.param}_site")
    return found


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """The small collection of `tests.factories`, published and indexed, to be copied."""
    folder = tmp_path_factory.mktemp("small")
    shutil.copy(migrated_file, folder / "casebook.sqlite3")
    site = open_site(local_config(folder))
    publish(site, *SMALL_COLLECTION)
    site.engine.dispose()
    return folder


@pytest.fixture
def small_site(tmp_path: Path, small_folder: Path) -> Iterator[Site]:
    """A site on SQLite with the small collection, free to be changed."""
    shutil.copytree(small_folder, tmp_path, dirs_exist_ok=True)
    site = open_site(local_config(tmp_path))
    yield site
    site.engine.dispose()


@pytest.fixture
def make_app() -> Callable[[Site], Flask]:
    """Build the app of a site."""

    def make(site: Site) -> Flask:
        app = create_app(site=site)
        app.testing = True
        return app

    return make


@pytest.fixture
def client(small_site: Site, make_app: Callable[[Site], Flask]) -> FlaskClient:
    """A browser, as it were, on the small collection."""
    return make_app(small_site).test_client()


@pytest.fixture(scope="session")
def seeded_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with the seed, loaded and indexed once a process. Tests read it and never write."""
    site = open_site(local_config(tmp_path_factory.mktemp("seeded")))
    preparing.migrate(site)
    preparing.load_seed_files(site, None, lambda what, done, total: None)
    preparing.bring_index_up(site, lambda what, done, total: None)
    yield site
    site.engine.dispose()


@pytest.fixture
def seeded_client(seeded_site: Site, make_app: Callable[[Site], Flask]) -> FlaskClient:
    """A browser, as it were, on the seed."""
    return make_app(seeded_site).test_client()
