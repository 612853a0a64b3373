"""One browser and one listening site a process, a new context a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kb.services.site import Site
from tests.browser.live_site import listening, prepare_copy
from tests.browser.watch import Watch
from tests.programs import chromium

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
PATIENCE_MS = 20_000

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    program = chromium()
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(seeded_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site listens, without a final slash."""
    site = prepare_copy(seeded_site, tmp_path_factory.mktemp("listening"))
    with listening(site) as found:
        yield found
    site.engine.dispose()


@pytest.fixture
def open_page(chromium_browser: Browser, address: str) -> Iterator[OpenPage]:
    """Open pages, each in a context of its own. At the end none may have complained or been given a cookie."""
    opened: list[tuple[Page, Watch]] = []

    def open_one(width: int = 1280, height: int = 900, script: bool = True, **options: Any) -> Page:
        context = chromium_browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            reduced_motion="reduce",
            **options,
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        opened.append((page, Watch(page, address)))
        return page

    yield open_one
    problems = [problem for _page, watch in opened for problem in watch.problems]
    cookies = [cookie for page, _watch in opened for cookie in page.context.cookies()]
    for page, _watch in opened:
        page.context.close()
    assert problems == []
    assert cookies == []
