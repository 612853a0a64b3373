"""The picture of a case and those related to it: nothing lies on anything else, and everything is told."""

import re
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from kb.domain.case_relations import SHOWN
from kb.rendering.labelling import text_width
from kb.rendering.relation_graph import (
    IN_A_COLUMN,
    PADDING,
    SIDE,
    TITLE,
    WIDTH,
    RelatedCase,
    draw_relations,
    lay_out,
    wrapped,
)

HERE = RelatedCase("", "This case", "Owl Bus", "")
TITLES = st.text(st.sampled_from("abc WIM버스심야 -"), min_size=1, max_size=120)


def other(relation: str, title: str = "Another", **given: str) -> RelatedCase:
    return RelatedCase(relation, relation, title, f"/en/cases/{title.lower()}", **given)


def drawn(*cases: RelatedCase) -> str:
    return str(draw_relations(lay_out(HERE, cases), "graph", "Title", "What it shows"))


@given(
    st.lists(st.builds(other, st.sampled_from(SHOWN), TITLES, city=st.sampled_from(["", "Nice"])), max_size=16), TITLES
)
def test_no_box_lies_on_another_or_leaves_the_sheet(cases: list[RelatedCase], title: str) -> None:
    layout = lay_out(RelatedCase("", "This case", title, ""), cases)
    placed = [layout.centre, *layout.left, *layout.right]
    for one, two in combinations(placed, 2):
        assert not one.box.overlaps(two.box)
    for item in placed:
        assert 0 <= item.box.left < item.box.right <= WIDTH
        assert 0 <= item.box.top < item.box.bottom <= layout.height
        assert all(text_width(line, TITLE) <= item.box.right - item.box.left - 2 * PADDING for line in item.lines)


@given(TITLES)
def test_lines_hold_the_words_in_order_and_an_ellipsis_tells_what_is_left_out(title: str) -> None:
    lines = wrapped(title, SIDE)
    joined = " ".join(lines)
    assert len(lines) <= 3
    assert joined == " ".join(title.split()) or "…" in joined


def test_at_most_six_boxes_stand_in_a_column_and_the_layout_says_how_many_found_a_place() -> None:
    layout = lay_out(HERE, [other("compare_with", f"Case {number}") for number in range(15)])
    assert (len(layout.left), len(layout.right), layout.drawn) == (IN_A_COLUMN, IN_A_COLUMN, 12)


def test_models_stand_to_the_left_copies_to_the_right_and_comparisons_fill_the_shorter_column() -> None:
    cases = [other("inspired_by", "Model"), other("replicated_in", "Copy"), other("inspired", "Child")]
    layout = lay_out(HERE, [*cases, other("compare_with", "Peer")])
    assert [item.case.title for item in layout.left] == ["Model", "Peer"]
    assert [item.case.title for item in layout.right] == ["Copy", "Child"]


def test_arrows_point_from_the_model_to_the_copy_and_comparisons_have_none() -> None:
    tips = [
        float(tip)
        for tip in re.findall(r'class="head" d="M([\d.]+)', drawn(other("replicated_from"), other("inspired")))
    ]
    layout = lay_out(HERE, [other("replicated_from"), other("inspired")])
    assert tips == [layout.centre.box.left, layout.right[0].box.left]
    assert 'class="head"' not in drawn(other("compare_with"))


def test_the_kind_of_relation_shows_in_the_line_and_in_words() -> None:
    picture = drawn(other("replicated_from"), other("inspired"))
    assert 'class="edge replicated_from"' in picture
    assert ">replicated_from </text>" in picture


def test_a_cut_title_is_told_in_full_and_others_are_not_repeated() -> None:
    long = "A very long title " * 9
    assert f"<title>compare_with · {long} · Nice</title>" in drawn(other("compare_with", long, city="Nice"))
    assert "<title>" not in drawn(other("compare_with", "Short")).partition("</title>")[2]


def test_titles_are_escaped_and_carry_their_language() -> None:
    picture = drawn(other("compare_with", "<b>심야</b>", lang="ko", city="Seoul"))
    assert "<b>" not in picture
    assert re.search(r'<text class="name"[^>]* lang="ko">&lt;b&gt;심야', picture)
    assert re.search(r'<text class="place"[^>]*font-size="12.5">Seoul', picture)


def test_the_picture_names_and_describes_itself() -> None:
    picture = drawn(other("compare_with"))
    assert 'aria-labelledby="graph-title graph-desc"' in picture
    assert '<title id="graph-title">Title</title><desc id="graph-desc">What it shows</desc>' in picture
    assert " style=" not in picture
