"""What the map of all cases draws enlarged, where names may stand, and how large circles are."""

from __future__ import annotations

from itertools import combinations
from math import isclose
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from kb.rendering.citymap import LAYERS, MOST_COVERED, CityCount, CityMap, draw_city_map
from kb.rendering.labelling import Box, text_width
from kb.rendering.map_insets import MOST_INSETS, NARROWEST, WIDEST, find_insets
from kb.rendering.map_labels import place_names
from kb.rendering.worldmap import SHEET

SHEET_OF_TESTS = Box(-1000, -500, 1000, 500)
CITIES = [
    CityCount("Brussels", 8, "/c?city=brussels", "Brussels: 8 case studies", 4.35, 50.85),
    CityCount("Dresden", 8, "/c?city=dresden", "Dresden: 8 case studies", 13.74, 51.05),
    CityCount("Nice", 7, "/c?city=nice", "Nice: 7 case studies", 7.27, 43.7),
    CityCount("Kampala", 7, "/c?city=kampala", "Kampala: 7 case studies", 32.58, 0.35),
    CityCount("서울", 11, "/c?a=1&city=seoul", "서울: 11 case studies", 126.98, 37.57, lang="ko"),
]


def drawn(*cities: CityCount) -> CityMap:
    return draw_city_map(cities, "World", "Part {letter} with {cities}", "words")


def parse(svg: Markup) -> ElementTree.Element:
    return ElementTree.fromstring(str(svg))  # noqa: S314 - our own drawing


def links(picture: ElementTree.Element) -> list[str]:
    return [str(link.get("href")) for link in picture.iter("a")]


def layers(world: Markup) -> dict[str, ElementTree.Element]:
    return {str(group.get("class")): group for group in parse(world).findall("g") if group.get("class") in LAYERS}


def test_cities_that_crowd_are_enlarged_and_all_others_stay_on_the_world() -> None:
    found = drawn(*CITIES)
    assert [(inset.letter, inset.names) for inset in found.insets] == [("A", ["Brussels", "Dresden", "Nice"])]
    assert links(parse(found.insets[0].picture)) == [city.href for city in CITIES[:3]]
    for layer in layers(found.world).values():
        assert links(layer) == ["/c?a=1&city=seoul", "/c?city=kampala", "#inset-a"]


def test_far_apart_cities_need_no_inset() -> None:
    found = drawn(*CITIES[3:])
    assert found.insets == []
    assert all("#inset-a" not in links(layer) for layer in layers(found.world).values())


def test_two_cities_at_one_place_are_framed_and_a_single_city_or_none_is_not() -> None:
    assert [members for _frame, members in find_insets([(0, 0), (0, 0), (500, 0)], [5, 5, 5])] == [[0, 1]]
    assert find_insets([(0, 0)], [50]) == []
    assert find_insets([], []) == []


points = st.tuples(st.floats(-900, 900), st.floats(-400, 400))


@given(st.lists(points, max_size=60), st.floats(5, 60))
def test_frames_hold_two_or_more_circles_are_worth_enlarging_and_keep_clear_of_one_another(
    dots: list[tuple[float, float]], radius: float
) -> None:
    found = find_insets(dots, [radius] * len(dots))
    assert len(found) <= MOST_INSETS
    members = [number for _frame, numbers in found for number in numbers]
    assert len(members) == len(set(members))
    for frame, numbers in found:
        assert len(numbers) > 1
        assert NARROWEST - 1e-6 <= frame.right - frame.left <= WIDEST + 1e-6
        assert all(
            frame.left <= dots[number][0] <= frame.right and frame.top <= dots[number][1] <= frame.bottom
            for number in numbers
        )
    assert not any(one.overlaps(other) for (one, _), (other, _) in combinations(found, 2))


@given(st.lists(points, min_size=1, max_size=40), st.floats(5, 40))
def test_names_cover_neither_one_another_nor_a_circle_nor_what_is_taken(
    dots: list[tuple[float, float]], radius: float
) -> None:
    taken = [Box(-100, -100, 100, 100)]
    placed = place_names(["A city"] * len(dots), dots, [radius] * len(dots), 28, SHEET_OF_TESTS, taken)
    boxes = [beside.box for beside in placed if beside]
    circles = [Box(x - radius, y - radius, x + radius, y + radius) for x, y in dots]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    assert not any(box.overlaps(other) for box in boxes for other in (*circles, *taken))
    assert all(box.inside(SHEET_OF_TESTS) for box in boxes)


def test_a_name_for_which_there_is_no_room_is_left_out_and_the_weightier_one_stays() -> None:
    tight = Box(0, -20, text_width("First", 28) + 40, 20)
    first, second = place_names(["First", "Second"], [(10, 0), (12, 0)], [5, 5], 28, tight)
    assert first is not None
    assert second is None


def test_a_circle_without_a_name_still_says_what_it_is() -> None:
    same_place = [
        CityCount(f"A city with a long name {number}", 1, f"/{number}", f"City {number}: 1", 10, 10)
        for number in range(40)
    ]
    inset = parse(drawn(*same_place).insets[0].picture)
    named = [link for link in inset.iter("a") if link.find("title") is not None]
    assert len(named) > 20
    assert all(link.get("aria-label") for link in inset.iter("a"))


def test_the_area_of_a_circle_goes_by_the_count() -> None:
    big, small = (LAYERS["wide"].radius(count, 100) for count in (100, 25))
    assert isclose(big**2 / small**2, 4)
    assert LAYERS["wide"].radius(1, 10_000) == LAYERS["wide"].smallest


def test_circles_shrink_where_there_are_many() -> None:
    counts = [50] * 200
    scale = LAYERS["narrow"].fitted(counts, 50, SHEET)
    area = (SHEET.right - SHEET.left) * (SHEET.bottom - SHEET.top)
    assert isclose(
        sum(3.14159265 * scale.radius(count, 50) ** 2 for count in counts), MOST_COVERED * area, rel_tol=1e-6
    )
    assert LAYERS["wide"].fitted([3, 2], 3, SHEET) == LAYERS["wide"]


def test_the_map_is_escaped_marked_with_languages_and_without_inline_style() -> None:
    found = drawn(*CITIES, CityCount("<b>", 1, '/"><script>', '"x" & y', -60, -30))
    markup = found.world + found.insets[0].picture
    assert "<script>" not in markup
    assert "<b>" not in markup
    assert "style=" not in markup
    seoul = next(link for link in layers(found.world)["wide"].iter("a") if "seoul" in str(link.get("href")))
    assert [part.get("lang") for part in seoul.iter("tspan")] == ["ko"]


def test_a_map_of_nothing_is_a_map() -> None:
    found = drawn()
    assert found.insets == []
    assert links(parse(found.world)) == []
