import itertools
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from kb.rendering.bars import Figure, draw_bars
from kb.rendering.labelling import Box, place_labels
from kb.rendering.matrix import shade_levels
from kb.rendering.projection import project
from kb.rendering.timeline import Axis, axis_of, draw_span
from kb.rendering.worldmap import Place, draw_locator, draw_world

CITIES = [
    Place("Brussels", "/en/cities/brussels", 4.35, 50.85),
    Place("Dresden", "/en/cities/dresden", 13.74, 51.05),
    Place("Nice", "/en/cities/nice", 7.27, 43.7),
    Place("Kampala", "/en/cities/kampala", 32.58, 0.35),
    Place("서울", "/en/cities/seoul", 126.98, 37.57, lang="ko"),
]


def parse(svg: Markup) -> ElementTree.Element:
    return ElementTree.fromstring(str(svg))  # noqa: S314 - our own drawing


def test_the_world_shows_every_city_as_a_link_with_its_name() -> None:
    picture = parse(draw_world(CITIES, "World map"))
    for layer in picture.findall("g"):
        assert [link.get("href") for link in layer.findall("a")] == [place.href for place in CITIES]
        assert ["".join(link.itertext()) for link in layer.findall("a")] == [place.name for place in CITIES]
    assert picture.get("aria-label") == "World map"


def test_a_name_in_the_other_language_is_marked() -> None:
    picture = parse(draw_world(CITIES, "World map"))
    assert [link.get("lang") for link in picture.findall("g")[0].findall("a")] == [None, None, None, None, "ko"]


def test_names_are_escaped() -> None:
    assert "<script>" not in draw_world([Place("<script>", "/x", 0, 0)], "t")


def test_a_drawing_has_no_inline_style() -> None:
    assert "style=" not in draw_world(CITIES, "t") + draw_locator("Nice", 7.27, 43.7, "t")


def test_the_locator_marks_the_city_even_at_the_edge_of_the_map() -> None:
    picture = parse(draw_locator("Edge", -168.5, 70, "t"))
    left, top, width, height = (float(number) for number in str(picture.get("viewBox")).split())
    pin = picture.findall("circle")[-1]
    assert left <= float(str(pin.get("cx"))) <= left + width
    assert top <= float(str(pin.get("cy"))) <= top + height


points = st.tuples(st.floats(-900, 900), st.floats(-400, 300))


@settings(max_examples=40, deadline=None)
@given(st.lists(points, min_size=1, max_size=12))
def test_labels_overlap_neither_each_other_nor_a_dot(dots: list[tuple[float, float]]) -> None:
    sheet = Box(-1000, -500, 1000, 400)
    placed = [label for label in place_labels([f"City {i}" for i in range(len(dots))], dots, 40, 12, sheet) if label]
    for first, second in itertools.combinations(placed, 2):
        assert not first.box.overlaps(second.box)
    for label in placed:
        assert label.box.inside(sheet)
        assert not any(label.box.overlaps(Box(x - 12, y - 12, x + 12, y + 12)) for x, y in dots)


def test_the_projection_keeps_the_equator_straight_and_the_sheet_2000_units_wide() -> None:
    left, right = project(-168.999, 0), project(190.999, 0)
    assert right[0] - left[0] == pytest.approx(2000, abs=0.1)
    assert left[1] == right[1] == pytest.approx(0)
    assert project(11, 0) == pytest.approx((0, 0))
    assert project(11, 60)[1] < project(11, 0)[1]


def test_only_figures_that_compare_get_a_bar() -> None:
    bars = draw_bars(
        [
            Figure("a", "riders|people", 50),
            Figure("b", "riders|people", 100),
            Figure("c", "kiosks|kiosks", 291),
            Figure("d", "share|%", 20, baseline=40),
            Figure("e", "change|%", -3, baseline=4),
        ]
    )
    assert set(bars) == {"a", "b", "d"}
    assert 'width="60.0"' in bars["a"]
    assert 'class="was"' in bars["d"]


@pytest.mark.parametrize(
    ("counts", "levels"),
    [
        ([0, 1, 2], {0: 0, 1: 1, 2: 2}),
        ([0, 1, 4, 8], {0: 0, 1: 1, 4: 2, 8: 4}),
        ([], {}),
    ],
)
def test_shades_grow_with_the_count(counts: list[int], levels: dict[int, int]) -> None:
    assert shade_levels(counts) == levels


def test_a_time_line_covers_whole_years_and_prints_nine_of_them_at_most() -> None:
    axis = axis_of([(2012, 2016), (2000, 2024)])
    assert axis == Axis(2000, 2024)
    assert axis.position(2000) == 0
    assert axis.position(2025) == 100
    assert [tick.year for tick in axis.ticks()] == [2000, 2005, 2010, 2015, 2020]
    assert axis_of([]) is None


def test_an_open_end_has_no_mark() -> None:
    axis = Axis(2010, 2019)
    assert "<circle" in draw_span(axis, 2012, 2016, is_open=False)
    assert "<circle" not in draw_span(axis, 2012, 2016, is_open=True)
    assert 'x="20.0%" y="6" width="50.0%"' in draw_span(axis, 2012, 2016, is_open=True)
