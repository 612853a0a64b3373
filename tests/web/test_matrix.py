"""The matrix of cities and themes: every number is what its link lists, and nothing is counted that isn't public."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.services.case_matrix import ANY, count_cases
from kb.services.site import Site
from kb.web.public.explore_matrix import COLUMNS, ROWS
from tests.factories import case_values, city_values, draft, publish, theme_values
from tests.services.test_briefs import counted
from tests.web.json_answers import json_of
from tests.web.shown import Shown

CELL = re.compile(r'<a data-label="[^"]*" href="([^"]+)" aria-label="([^"]+)">(?:<b>(\w)</b> )?<span>(\d+)</span></a>')
ROW = re.compile(r'<tr[^>]*>\s*<th scope="row">(.*?)</th>(.*?)</tr>', re.S)


@dataclass(frozen=True)
class ShownCell:
    href: str
    label: str
    grade: str
    count: int


def cells_of(markup: str) -> list[ShownCell]:
    return [
        ShownCell(unescape(href), unescape(label), grade, int(count))
        for href, label, grade, count in CELL.findall(markup)
    ]


def rows_of(markup: str) -> Iterator[tuple[str, list[str]]]:
    """Give the head and the numbers of each row; an empty cell is empty."""
    for head, cells in ROW.findall(markup):
        told = [re.search(r"<span>(\d+)</span></a>", cell) for cell in cells.split("</td>")[:-1]]
        yield re.sub(r"<[^>]+>", "", head).strip(), [found.group(1) if found else "" for found in told]


def listed(client: FlaskClient, href: str) -> int:
    path, _mark, query = href.partition("?")
    return int(json_of(client.get(f"{path}.json?{query}"))["total"])


@pytest.fixture
def many_sided(small_site: Site) -> Site:
    """Two countries; a case with two themes of different groups, one without any, and a draft."""
    publish(
        small_site,
        ("theme", "energy", theme_values(pref_label__en="Energy", pref_label__ko="에너지")),
        ("theme", "water", theme_values(pref_label__en="Water", pref_label__ko="물", broader="energy")),
        ("city", "seoul", city_values(name__ko="서울", name__en="Seoul (Capital)", country="KR")),
        ("city", "busan", city_values(name__ko="부산", name__en=None, country="KR")),
        ("case", "both", case_values(themes=["parking", "mobility", "energy"], city="seoul", outcomes=[])),
        ("case", "bare", case_values(themes=[], city="seoul")),
    )
    draft(small_site, "case", "secret", case_values(city="seoul"))
    return small_site


@pytest.fixture
def client(many_sided: Site, make_app: Callable[[Site], Flask]) -> FlaskClient:
    return make_app(many_sided).test_client()


def test_a_case_counts_once_under_each_group_and_once_in_the_total(client: FlaskClient) -> None:
    page = client.get("/en/explore/matrix")
    assert page.status_code == 200
    assert list(rows_of(page.get_data(as_text=True))) == [
        ("Nice", ["", "1", "1"]),
        ("Seoul", ["1", "1", "2"]),
        ("부산", ["", "", ""]),
        ("All, 3 cities", ["1", "2", "3"]),
    ]


def test_all_themes_are_rows_under_their_top_concept(client: FlaskClient) -> None:
    markup = client.get("/en/explore/matrix?show=all").get_data(as_text=True)
    assert dict(rows_of(markup)) == {
        "Energy": ["", "1", "", "1"],
        "Water": ["", "", "", ""],
        "Mobility": ["1", "1", "", "2"],
        "Parking": ["1", "1", "", "2"],
    }
    assert markup.count('<details class="branch') == 2


@pytest.mark.parametrize(
    "query", ["", "?show=all", "?cells=evidence", "?show=all&cells=evidence", "?country=KR&show=all"]
)
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_number_is_what_its_link_lists(
    seeded_client: FlaskClient, client: FlaskClient, lang: str, query: str
) -> None:
    for reader in (seeded_client, client):
        found = cells_of(reader.get(f"/{lang}/explore/matrix{query}").get_data(as_text=True))
        assert len(found) > 3
        wrong = [cell for cell in found if listed(reader, cell.href) != cell.count]
        assert wrong == []


def test_evidence_cells_name_the_best_grade_and_count_the_cases_that_have_it(client: FlaskClient) -> None:
    markup = client.get("/en/explore/matrix?cells=evidence").get_data(as_text=True)
    told = {cell.label: (cell.grade, cell.count) for cell in cells_of(markup)}
    assert told["Nice, Mobility: grade B, 1 case study"] == ("B", 1)
    assert told["Seoul, Energy: grade N, 1 case study"] == ("N", 1)
    assert told["Seoul, All themes: grade B, 1 case study"] == ("B", 1)
    assert "What the letters mean" in markup


def test_what_is_missing_is_said_in_words(client: FlaskClient) -> None:
    text = Shown(client.get("/en/explore/matrix")).text()
    assert "3 case studies from 3 cities." in text
    assert "3 of 6 cells are empty." in text
    assert "1 case study without a theme or city is in the totals only." in text
    assert "1 theme without any case study Water" in text
    assert "1 city without any case study 부산" in text
    assert "Nice Energy" in text


def test_a_text_in_the_other_language_is_marked(client: FlaskClient) -> None:
    page = Shown(client.get("/en/explore/matrix"))
    assert {lang for _tag, lang, text in page.texts if text == "부산"} == {"ko"}


def test_a_country_narrows_cities_totals_and_links(client: FlaskClient) -> None:
    page = client.get("/en/explore/matrix?country=KR").get_data(as_text=True)
    assert [head for head, _cells in rows_of(page)] == ["Seoul", "부산", "South Korea"]
    assert "2 case studies from 2 cities in South Korea." in page
    assert 'name="robots" content="noindex"' in page


def test_bad_parameters_are_left_out_with_a_notice_and_refused_as_data(client: FlaskClient) -> None:
    answer = client.get("/en/explore/matrix?show=everything&cells=%00&country=XX&page=0")
    assert answer.status_code == 200
    assert "Some filters were left out" in Shown(answer).text()
    assert client.get("/en/explore/matrix?page=9").status_code == 404
    assert client.get("/en/explore/matrix.csv?country=XX").status_code == 400


def test_the_table_has_every_city_and_theme_and_its_licence(client: FlaskClient) -> None:
    answer = client.get("/ko/explore/matrix.csv?show=all")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Link"] == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert len(rows) == 3 * 4
    found = {(row["city"], row["theme"]): row for row in rows}
    parking = found["nice", "parking"]
    assert (parking["cases"], parking["evidence_B"], parking["evidence_N"]) == ("1", "1", "0")
    assert (parking["theme_name__ko"], parking["theme_name__en"], parking["broader"]) == ("주차", "Parking", "mobility")
    assert (found["busan", "energy"]["cases"], found["busan", "energy"]["city_name__en"]) == ("0", "")


def many_cities(count: int) -> list[tuple[str, str, dict[str, Any]]]:
    cities = [
        ("city", f"city-{n:02}", city_values(name__en=f"City {n:02}", name__ko=f"도시 {n:02}")) for n in range(count)
    ]
    return [*cities, *(("case", f"case-{n:02}", case_values(city=f"city-{n:02}")) for n in range(count))]


def test_many_cities_are_paged_with_totals_of_all(many_sided: Site, make_app: Callable[[Site], Flask]) -> None:
    publish(many_sided, *many_cities(ROWS), index=False)
    client = make_app(many_sided).test_client()
    first, second = (list(rows_of(client.get(f"/en/explore/matrix?page={n}").get_data(as_text=True))) for n in (1, 2))
    assert (len(first), len(second)) == (ROWS + 1, 3 + 1)
    assert first[-1] == second[-1] == ("All, 43 cities", ["1", "42", "43"])
    across = client.get("/en/explore/matrix?show=all&page=2").get_data(as_text=True)
    assert {len(cells) for _head, cells in rows_of(across)} == {COLUMNS + 1}


@pytest.mark.parametrize("query", ["", "?show=all&cells=evidence"])
def test_many_cases_take_as_many_statements_as_few(
    many_sided: Site, make_app: Callable[[Site], Flask], query: str
) -> None:
    def statements() -> list[int]:
        client = make_app(many_sided).test_client()
        counts = []
        for address in (f"/en/explore/matrix{query}", f"/en/explore/matrix{query or '?'}&again=1"):
            with counted(many_sided) as found:
                client.get(address)
            counts.append(len(found))
        return counts

    few = statements()
    publish(many_sided, *many_cities(ROWS), index=False)
    assert statements() == few
    assert few[1] <= 2


def test_a_vocabulary_that_runs_in_a_circle_is_counted_all_the_same() -> None:
    from tests.services.test_lessons import facts

    matrix = count_cases([facts(1, "nice", ["a", "b"]), facts(2, "", ["a"])], {"a": "b", "b": "a"})
    assert matrix.cell("nice", "b").count == 1
    assert matrix.cell(ANY, "b").count == matrix.cell(ANY, ANY).count == 2
    assert matrix.total(["nice", "seoul"], ANY).grades == {"N": 1}
