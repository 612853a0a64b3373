"""The help of the search: every example is a search that finds something, and says how much."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from kb.domain.locales import LOCALES, Locale
from kb.services.searching import FIELD_NAMES
from kb.web.public.search_help import EXAMPLES, example_address
from tests.web.shown import Shown

BOTH = [(lang, name) for lang in LOCALES for name in EXAMPLES[lang]]


def records_found(markup: str) -> int:
    """Read the number of records out of the heading of a search page."""
    heading = re.search(r'<h1 id="results" class="results">(.*?)</h1>', markup, re.DOTALL)
    assert heading
    return int(re.findall(r"\d+", re.sub(r"“.*?”", "", heading[1]))[-1])


@pytest.fixture(scope="module", params=LOCALES)
def lang(request: pytest.FixtureRequest) -> Locale:
    """Each language in turn."""
    found: Locale = request.param
    return found


def test_every_example_finds_something_and_its_number_is_true(seeded_client: FlaskClient, lang: Locale) -> None:
    page = Shown(seeded_client.get(f"/{lang}/search/help"))
    assert page.status == 200
    wrong = {}
    for name, query in EXAMPLES[lang].items():
        address = example_address(lang, query)
        assert address in page.links, name
        after = page.markup.split(f'href="{address.replace("&", "&amp;")}"', 1)[1].split("</a>", 1)[1]
        number = int(re.findall(r"\d+", re.sub(r"<[^>]*>", "", after))[0])
        found = records_found(seeded_client.get(address).get_data(as_text=True))
        if not found or found != number:
            wrong[name] = (number, found)
    assert wrong == {}


def test_every_example_is_used_on_the_page_of_its_language(seeded_client: FlaskClient, lang: Locale) -> None:
    links = Shown(seeded_client.get(f"/{lang}/search/help")).links
    examples = [link for link in links if link.startswith(f"/{lang}/search?")]
    assert len(examples) == len(EXAMPLES[lang])


def test_the_fields_named_are_those_that_the_search_knows(reader: FlaskClient, lang: Locale) -> None:
    page = Shown(reader.get(f"/{lang}/search/help"))
    named = {text for tag, _lang, text in page.texts if tag == "code"}
    assert {name for names in FIELD_NAMES[lang] for name in names} <= named


def test_both_languages_name_the_same_fields() -> None:
    assert len(FIELD_NAMES["ko"]) == len(FIELD_NAMES["en"])


def test_without_anything_published_the_help_still_answers(reader: FlaskClient) -> None:
    for path in ("/ko/search/help", "/en/search/help"):
        assert reader.get(path).status_code == 200
