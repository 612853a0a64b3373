"""Choosing what to compare as the pages offer it: boxes, forms and links that work without script, in both languages."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from kb.domain.comparison import MOST
from kb.domain.locales import choose
from kb.search.port import Hit
from kb.services.site import Site
from kb.web.public.links import twin_title
from tests.factories import case_values, publish
from tests.web.scripted import MakeApp
from tests.web.test_search_hits import page_of

LANGS = ("ko", "en")


class Controls(HTMLParser):
    """The controls of a page: its forms by id, the boxes and links that choose something."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self.boxes: list[dict[str, str]] = []
        self.links: list[dict[str, str]] = []
        self.tray: dict[str, str] = {}
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms[given.get("id", "")] = given
        elif tag == "template" and given.get("id") == "compare-tray":
            self.tray = given
        elif "data-choice" in given:
            (self.boxes if tag == "input" else self.links).append(given)


def controls(reader: FlaskClient, path: str) -> Controls:
    return Controls(reader.get(path).get_data(as_text=True))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/cases/", "case"),
        ("/search?q=parking&type=case", "case"),
        ("/search?q=nice&type=city", "city"),
        ("/cities/", "city"),
        ("/cities/nice", "case"),
        ("/themes/parking", "case"),
    ],
)
def test_every_entry_of_a_list_has_a_box_that_belongs_to_the_form_of_its_kind(
    reader: FlaskClient, lang: str, path: str, kind: str
) -> None:
    page = controls(reader, f"/{lang}{path}")
    assert page.boxes
    for box in page.boxes:
        assert (box["type"], box["name"], box["form"]) == ("checkbox", kind, f"compare-{kind}")
        assert box["value"] == box["data-slug"] != ""
        assert box["data-ko"] or box["data-en"]
    form = page.forms[f"compare-{kind}"]
    assert form["action"] == f"/{lang}/compare"
    assert form.get("method", "get") == "get"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("path", "address"),
    [("/cases/smart-parking", "compare?case=smart-parking"), ("/cities/nice", "compare?city=nice")],
)
def test_a_case_and_a_city_lead_to_the_comparison_with_themselves_in_it(
    reader: FlaskClient, lang: str, path: str, address: str
) -> None:
    (link,) = controls(reader, f"/{lang}{path}").links
    assert link["href"] == f"/{lang}/{address}"


@pytest.mark.parametrize("path", ["/cases/smart-parking/history/1", "/cities/nice/history/1"])
def test_a_former_revision_is_not_offered_for_comparison(reader: FlaskClient, path: str) -> None:
    assert controls(reader, f"/en{path}").links == []


def test_a_control_tells_both_titles_on_pages_of_either_language(reader: FlaskClient) -> None:
    pages = [controls(reader, f"/{lang}/cases/smart-parking") for lang in LANGS]
    ko, en = [(page.links[0]["data-ko"], page.links[0]["data-en"]) for page in pages]
    assert ko == en
    assert all(ko)
    assert ko[0] != ko[1]


def test_a_case_in_one_language_tells_only_the_title_it_has(small_site: Site, make_app: MakeApp) -> None:
    values = {name: value for name, value in case_values().items() if not name.endswith("__en")}
    publish(small_site, ("case", "only-korean", values | {"original_language": "ko", "outcomes": []}))
    page = Controls(page_of(small_site, make_app, Hit("case", "only-korean", 1.0)).markup)
    (box,) = page.boxes
    assert box["data-ko"] == values["title__ko"]
    assert "data-en" not in box


def test_a_twin_title_is_one_that_is_written() -> None:
    assert twin_title({"ko": "가", "en": "A"}, "ko") == choose({"ko": None, "en": "A"}, "en")
    assert twin_title({"ko": None, "en": "A"}, "ko") is None
    assert twin_title({"ko": "가", "en": None}, "ko") is None


def test_hits_that_cannot_be_compared_have_no_box_and_no_form(reader: FlaskClient) -> None:
    page = controls(reader, "/en/search?q=&type=organization&type=event")
    assert page.boxes == []
    assert not any(name.startswith("compare") for name in page.forms)


@pytest.mark.parametrize("lang", LANGS)
def test_a_box_is_named_with_the_title_of_its_record(reader: FlaskClient, lang: str) -> None:
    markup = reader.get(f"/{lang}/cases/").get_data(as_text=True)
    titles = {"ko": "스마트 주차", "en": "Smart parking"}
    assert f'<span class="hush">: {titles[lang]}</span></label>' in markup


@pytest.mark.parametrize(
    ("path", "about"), [("/", "case"), ("/cases/smart-parking", "case"), ("/cities/", "city"), ("/cities/nice", "city")]
)
def test_every_page_brings_the_tray_as_a_template_that_knows_what_the_page_is_about(
    reader: FlaskClient, path: str, about: str
) -> None:
    tray = controls(reader, f"/ko{path}").tray
    assert tray["data-about"] == about
    assert tray["data-most"] == str(MOST)
    sentences = [value for name, value in tray.items() if name not in ("id", "data-about", "data-most")]
    assert all(sentences)
    assert not any("%(" in sentence for sentence in sentences)
    assert "{title}" in tray["data-added"]


def test_nothing_about_a_reader_is_in_the_pages(reader: FlaskClient) -> None:
    answer = reader.get("/en/cases/")
    assert "Set-Cookie" not in answer.headers
    assert "checked" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("lang", LANGS)
def test_comparing_is_in_the_main_navigation_after_exploring(reader: FlaskClient, lang: str) -> None:
    markup = reader.get(f"/{lang}/about").get_data(as_text=True)
    nav = markup[markup.index('<nav class="nav"') : markup.index("</nav>")]
    assert nav.index(f'"/{lang}/explore/matrix"') < nav.index(f'"/{lang}/compare"') < nav.index(f'"/{lang}/events/"')
