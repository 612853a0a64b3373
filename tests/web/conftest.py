"""One small collection for all tests that only read it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.app import create_app
from kb.services.site import Site, open_site
from tests.conftest import local_config
from tests.factories import SMALL_COLLECTION, publish


@pytest.fixture(scope="session")
def settled_site(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Site]:
    """The small collection, published and indexed once a process. Tests read it and never write."""
    folder = tmp_path_factory.mktemp("settled")
    shutil.copy(migrated_file, folder / "casebook.sqlite3")
    site = open_site(local_config(folder))
    publish(site, *SMALL_COLLECTION)
    yield site
    site.engine.dispose()


@pytest.fixture(scope="session")
def settled_app(settled_site: Site) -> Flask:
    """The app of that site, with its templates compiled once a process."""
    app = create_app(site=settled_site)
    app.testing = True
    return app


@pytest.fixture
def reader(settled_app: Flask) -> FlaskClient:
    """A browser, as it were, of somebody who only reads the small collection."""
    return settled_app.test_client()
