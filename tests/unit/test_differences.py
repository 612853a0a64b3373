"""What a history shows between two revisions is complete: the former and what changed give the latter."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kb.domain.differences import Change, Piece, compare_snapshots, compare_words
from kb.domain.record_types import CASE

WORDS = st.lists(
    st.sampled_from(["parking", "주차장을", " ", "\n\n", "3,205", "[@nice-report]", "was", ".", "é", "\t", "니스"])
).map("".join)


@given(WORDS | st.text(), WORDS | st.text())
def test_the_pieces_make_up_both_texts(before: str, after: str) -> None:
    pieces = compare_words(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
    assert all(piece.text for piece in pieces)


@given(WORDS)
def test_the_same_text_has_no_other_pieces(text: str) -> None:
    assert {piece.kind for piece in compare_words(text, text)} <= {"same"}


def test_words_numbers_and_citations_change_as_a_whole() -> None:
    assert compare_words("It cost 3,205 euros.[@a-b]", "It cost 3,206 euros.[@a-c]") == [
        Piece("same", "It cost "),
        Piece("removed", "3,205"),
        Piece("added", "3,206"),
        Piece("same", " euros."),
        Piece("removed", "[@a-b]"),
        Piece("added", "[@a-c]"),
    ]


def test_a_text_too_long_to_compare_by_words_is_compared_by_paragraphs() -> None:
    lines = [f"Sentence number {number} of a very long text.\n" for number in range(2000)]
    changed = [*lines[:1000], "Another one.\n", *lines[1001:]]
    pieces = compare_words("".join(lines), "".join(changed))
    assert [(piece.kind, piece.text) for piece in pieces if piece.kind != "same"] == [
        ("removed", lines[1000]),
        ("added", "Another one.\n"),
    ]


def row(name: str, **values: Any) -> dict[str, Any]:
    return {"row_id": name, "indicator__en": "Riders", "outcome_type": "claim", **values}


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str]]:
    return [(change.kind, change.path) for change in compare_snapshots(CASE, before, after)]


def test_fields_are_added_removed_and_changed_in_the_order_of_the_record() -> None:
    before = {"title__en": "Owl Bus", "summary__ko": "요약", "themes": ["buses"], "stage": "pilot"}
    after = {"title__en": "Night Bus", "title__ko": "심야버스", "themes": ["buses", "night"]}
    assert changes(before, after) == [
        ("added", "title__ko"),
        ("changed", "title__en"),
        ("removed", "summary__ko"),
        ("changed", "themes"),
        ("removed", "stage"),
    ]


def test_rows_are_followed_by_their_names() -> None:
    before = {"outcomes": [row("a", value=1), row("b"), row("c"), row("d")]}
    after = {"outcomes": [row("d"), row("a", value=2, note__ko="어림"), row("c"), row("e")]}
    assert changes(before, after) == [
        ("removed", "outcomes/b"),
        ("moved", "outcomes/d"),
        ("changed", "outcomes/a/value"),
        ("added", "outcomes/a/note__ko"),
        ("added", "outcomes/e"),
    ]
    moved = compare_snapshots(CASE, before, after)[1]
    assert moved == Change("moved", "outcomes", 4, 1, row_id="d")


ROWS = st.lists(
    st.builds(row, st.sampled_from("abc"), value=st.integers(0, 2)), unique_by=lambda item: str(item["row_id"])
)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "title__en": st.sampled_from(["A", "B", ""]),
        "themes": st.lists(st.sampled_from(["x", "y"]), unique=True),
        "outcomes": ROWS,
    },
)


def settled(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", [], None)}


def applied(before: dict[str, Any], found: list[Change], after: dict[str, Any]) -> dict[str, Any]:
    """Make the latter revision of the former and what changed; the order of rows is that of the latter."""
    made = {key: value for key, value in before.items() if key != "outcomes"}
    rows = {item["row_id"]: dict(item) for item in before.get("outcomes") or ()}
    for change in found:
        if not change.row_id:
            made[change.key] = change.after
        elif change.column:
            rows[change.row_id][change.column] = change.after
        elif change.kind == "removed":
            del rows[change.row_id]
        elif change.kind == "added":
            rows[change.row_id] = change.after
    order = [item["row_id"] for item in after.get("outcomes") or ()]
    assert sorted(order) == sorted(rows)
    return settled({**made, "outcomes": [rows[name] for name in order]})


@given(VALUES, VALUES)
def test_the_former_and_the_changes_give_the_latter(before: dict[str, Any], after: dict[str, Any]) -> None:
    found = compare_snapshots(CASE, before, after)
    assert applied(before, found, after) == settled(after)
    assert (not found) == (settled(before) == settled(after))
