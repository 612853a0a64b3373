"""axe on every kind of page, in both languages; light and dark, wide and narrow."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import OpenPage
from tests.browser.page_kinds import ALL, LANGS

pytestmark = pytest.mark.browser

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
LIGHT_WIDE, DARK_WIDE, LIGHT_NARROW, DARK_NARROW = ("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)


def looks(kind: str, lang: str) -> list[tuple[str, int]]:
    """Choose how to look at a page: Korean in two ways, English in one of the two others, page kinds taking turns."""
    turn = list(ALL).index(kind) % 2
    return [LIGHT_WIDE, DARK_NARROW] if lang == "ko" else [(DARK_WIDE, LIGHT_NARROW)[turn]]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ALL)
def test_axe_finds_nothing(open_page: OpenPage, kind: str, lang: str) -> None:
    page = open_page()
    found: dict[str, list[str]] = {}
    for scheme, width in looks(kind, lang):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"/{lang}{ALL[kind]}")
        for violation in Axe().run(page, options=OPTIONS).response["violations"]:
            found[f"{violation['id']} ({scheme}, {width})"] = [node["html"][:200] for node in violation["nodes"][:5]]
    assert found == {}
