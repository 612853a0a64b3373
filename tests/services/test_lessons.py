"""Lessons of all cases: counted and found by any mixture of filters, in as many statements for many as for few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from kb.domain.record_types import LESSON_CATEGORIES
from kb.services.case_matrix import read_broader_themes
from kb.services.case_table import CaseFacts, read_case_table
from kb.services.lessons import FILTERS, KINDS, Lesson, LessonIndex, parse_filters, read_contents, read_lessons
from kb.services.names import read_names
from kb.services.records import WithdrawRecord, withdraw_record
from kb.services.site import Site
from tests.factories import EDITOR, case_values, draft, publish
from tests.services.test_briefs import counted

CITIES, THEMES = ("nice", "seoul", ""), ("mobility", "parking", "energy")


def lesson_row(
    row_id: str, kind: str = "barrier", category: str = "legal", **given_values: object
) -> dict[str, object]:
    return {"row_id": row_id, "lesson_type": kind, "category": category, "text__ko": "법이 늦었습니다.",
            "text__en": "The law came late.", "sources": ["report"], **given_values}  # fmt: skip


def read_all(site: Site) -> Sequence[Lesson]:
    with site.reads() as session:
        return read_lessons(session, read_case_table(session, read_names(session)), read_broader_themes(session))


def facts(number: int, city: str, themes: Sequence[str]) -> CaseFacts:
    return CaseFacts(f"case-{number}", {}, city or None, themes, "ended", "N", "", None, None, False)


lessons = st.builds(
    lambda number, city, themes, kind, category: Lesson(
        facts(number, city, sorted(themes)), number, 1, f"row-{number}", kind, category, frozenset(themes)
    ),
    st.integers(1, 5),
    st.sampled_from(CITIES),
    st.sets(st.sampled_from(THEMES)),
    st.sampled_from(KINDS),
    st.sampled_from(LESSON_CATEGORIES),
)
filters = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.lists(st.sampled_from(KINDS), max_size=2),
        "category": st.lists(st.sampled_from(LESSON_CATEGORIES), max_size=3),
        "city": st.lists(st.sampled_from(("nice", "seoul", "absent")), max_size=2),
        "theme": st.lists(st.sampled_from(THEMES), max_size=2),
    },
)


def values_of(lesson: Lesson, name: str) -> set[str]:
    own = {
        "kind": {lesson.kind},
        "category": {lesson.category},
        "city": {lesson.case.city or ""},
        "theme": lesson.themes,
    }
    return set(own[name])


def passes(lesson: Lesson, asked: Mapping[str, Sequence[str]], without: str = "") -> bool:
    return all(values_of(lesson, name) & set(values) for name, values in asked.items() if values and name != without)


@given(st.lists(lessons, max_size=12), filters)
def test_what_is_found_and_counted_is_what_passes_one_by_one(
    given_lessons: list[Lesson], asked: Mapping[str, Sequence[str]]
) -> None:
    index = LessonIndex(given_lessons)
    assert sorted(index.matching(asked)) == [at for at, lesson in enumerate(given_lessons) if passes(lesson, asked)]
    counts = index.counts(asked)
    for name in FILTERS:
        others = [lesson for lesson in given_lessons if passes(lesson, asked, name)]
        values = {value for lesson in others for value in values_of(lesson, name) if value}
        expected = {value: sum(value in values_of(lesson, name) for lesson in others) for value in values}
        assert counts[name] == expected


def test_only_obstacles_and_failures_of_published_cases_are_read(small_site: Site) -> None:
    rows = [lesson_row("law"), lesson_row("went-well", "success"), lesson_row("broke", "failure", "technical")]
    publish(small_site, ("case", "smart-parking", case_values(lessons=rows)), index=False)
    publish(small_site, ("case", "gone", case_values(lessons=[lesson_row("gone")])), index=False)
    draft(small_site, "case", "secret", case_values(lessons=[lesson_row("secret")]))
    draft(small_site, "case", "smart-parking", case_values(lessons=[*rows, lesson_row("not-yet")]))
    with small_site.unit_of_work() as uow:
        withdraw_record(uow, EDITOR, WithdrawRecord("case", "gone", {"ko": "중복입니다.", "en": "A duplicate."}))
        uow.commit()
    found = read_all(small_site)
    assert [(lesson.case.slug, lesson.row_id, lesson.kind) for lesson in found] == [
        ("smart-parking", "law", "barrier"),
        ("smart-parking", "broke", "failure"),
    ]
    assert found[0].themes == {"parking", "mobility"}
    with small_site.reads() as session:
        contents = read_contents(session, found)
        assert contents.keys() == {(found[0].case_id, row["row_id"]) for row in rows}
        assert read_contents(session, found, whole=True) == contents
    law = contents[found[0].case_id, "law"]
    assert law.text == {"ko": "법이 늦었습니다.", "en": "The law came late."}
    assert [(source.slug, source.title, source.url) for source in law.sources] == [
        ("report", "Annual report", "https://example.org/report")
    ]


def test_many_lessons_take_as_many_statements_as_few(small_site: Site) -> None:
    def statements() -> list[int]:
        with small_site.reads() as session:
            table, broader = read_case_table(session, read_names(session)), read_broader_themes(session)
            with counted(small_site) as of_index:
                found = read_lessons(session, table, broader)
            with counted(small_site) as of_contents:
                read_contents(session, found)
        return [len(of_index), len(of_contents)]

    publish(small_site, ("case", "first", case_values(lessons=[lesson_row("law")])), index=False)
    few = statements()
    more = [lesson_row(f"row-{number}") for number in range(3)]
    publish(small_site, *(("case", f"case-{n}", case_values(lessons=more)) for n in range(9)), index=False)
    assert few == statements() == [1, 2]


def test_a_bad_filter_value_is_listed_and_left_out() -> None:
    params = {"kind": ["failure", "success"], "category": ["legal", "legal", " "], "city": ["atlantis"], "q": ["x"]}
    found, problems = parse_filters(params, {"theme": frozenset(), "city": frozenset({"nice"})})
    assert found == {"kind": ["failure"], "category": ["legal"]}
    assert [(problem.where, problem.detail) for problem in problems] == [("kind", "success"), ("city", "atlantis")]
