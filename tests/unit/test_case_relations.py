"""Relations of a case as both sides tell them."""

from typing import Any

from kb.domain.case_relations import IncomingRelation, relations_of


def row(relation: str, case: str, reason: str = "", sources: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "row_id": "r",
        "relation": relation,
        "case": case,
        "reason__en": reason,
        "reason__ko": None,
        "sources": list(sources),
    }


def told(
    own: list[dict[str, Any]], incoming: list[tuple[str, dict[str, Any]]]
) -> list[tuple[str, str, list[tuple[str, str | None]]]]:
    found = relations_of("here", own, [IncomingRelation(case, given) for case, given in incoming])
    return [
        (item.relation, item.case, [(said.said_by, said.reason["en"]) for said in item.statements]) for item in found
    ]


def test_what_another_case_names_reads_the_other_way_round_here() -> None:
    incoming = [("a", row("inspired_by", "here", "Visited.")), ("b", row("replicated_from", "here", "Bought."))]
    assert told([], incoming) == [("inspired", "a", [("a", "Visited.")]), ("replicated_in", "b", [("b", "Bought.")])]


def test_a_comparison_named_by_both_is_one_entry_with_both_reasons_the_own_first() -> None:
    found = told([row("compare_with", "a", "Ours.")], [("a", row("compare_with", "here", "Theirs."))])
    assert found == [("compare_with", "a", [("here", "Ours."), ("a", "Theirs.")])]


def test_a_reason_in_the_same_words_is_told_once_with_the_sources_of_both() -> None:
    both = [IncomingRelation("a", row("compare_with", "here", "Same.", ("s2", "s1")))]
    (found,) = relations_of("here", [row("compare_with", "a", "Same.", ("s1",))], both)
    assert [(said.said_by, said.sources) for said in found.statements] == [("here", ("s1", "s2"))]


def test_models_come_before_copies_and_copies_before_comparisons() -> None:
    own = [row("compare_with", "c"), row("replicated_from", "m"), row("inspired_by", "i")]
    found = told(own, [("k", row("replicated_from", "here"))])
    assert [relation for relation, _case, _said in found] == [
        "inspired_by",
        "replicated_from",
        "replicated_in",
        "compare_with",
    ]


def test_a_case_is_never_related_to_itself_and_unknown_relations_are_left_out() -> None:
    assert told([row("compare_with", "here"), row("rhymes_with", "a")], [("b", row("rhymes_with", "here"))]) == []
