"""Searching a small collection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.search.port import Match, SearchRequest, SearchResult
from kb.search.whoosh_engine import WhooshEngine
from tests.search.samples import build, document

DOCUMENTS = (
    document(
        "owl-bus",
        title_ko="올빼미버스",
        title_en="Owl Bus",
        summary_ko="서울의 심야버스로 자정 이후에 운행합니다.",
        summary_en="The night bus of Seoul runs after midnight.",
        approach_en="Call records showed where people travel at night.",
        tags={"city": ["seoul"], "theme": ["public-transport", "mobility"], "language": ["ko", "en"]},
        years=(2013, 2016),
        newest="2013-04-19",
    ),
    document(
        "smart-parking",
        title_ko="스마트 주차",
        title_en="Smart parking",
        summary_ko="연석 센서로 빈자리를 알려 주는 주차장을 만들었습니다.",
        summary_en="Kerb sensors show free parking spaces.",
        tags={"city": ["nice"], "theme": ["parking", "mobility"], "language": ["ko", "en"]},
        years=(2012, 2016),
        newest="2012-01-01",
        confirmed="2024-05-01",
    ),
    document(
        "twin",
        title_en="A digital twin of the quarter",
        summary_en="A digital twin of a school saves heating.",
        tags={"city": ["dresden"], "theme": ["digital-twin"], "language": ["en"]},
        newest="2021-01-01",
    ),
    document(
        "virtual",
        title_ko="에스맵",
        summary_ko="서울을 본뜬 가상도시에서 바람길을 시험합니다.",
        tags={"city": ["seoul"], "language": ["ko"]},
    ),
    document(
        "metaverse",
        title_ko="메타버스 서울",
        title_en="Metaverse Seoul",
        summary_en="A public metaverse.",
        tags={"city": ["seoul"]},
    ),
    document("parking-talk", kind="presentation", title_en="Talk about parking", tags={"city": ["nice"]}),
    document("nice", kind="city", title_ko="니스", title_en="Nice", tags={"city": ["nice"]}),
    document("source-1", kind="source", title_en="Parking report 2016"),
    document("evil", title_en="Evil", approach_en="Look: <script>alert('x')</script> & parking <b>here</b>"),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    return build(tmp_path_factory.mktemp("index"), DOCUMENTS)


def ask(engine: WhooshEngine, text: str, **given: Any) -> SearchResult:
    return engine.search(SearchRequest(text, **given))


def slugs(result: SearchResult) -> list[str]:
    return [hit.slug for hit in result.hits]


def test_all_words_must_match_in_any_fields(engine: WhooshEngine) -> None:
    assert slugs(ask(engine, "owl midnight", match="all"))[0] == "owl-bus"


def test_a_bilingual_record_is_found_from_either_language_and_counted_once(engine: WhooshEngine) -> None:
    assert slugs(ask(engine, "심야버스", expand=False)) == ["owl-bus"]
    assert ask(engine, "owl OR 올빼미", expand=False).total == 1


def test_an_exact_title_comes_first(engine: WhooshEngine) -> None:
    assert slugs(ask(engine, "nice"))[0] == "nice"
    assert slugs(ask(engine, "smart  PARKING"))[0] == "smart-parking"


def test_below_five_matches_any_word_suffices_and_the_answer_says_so(engine: WhooshEngine) -> None:
    result = ask(engine, "owl parking")
    assert result.mode == "any"
    assert {"owl-bus", "smart-parking", "parking-talk", "evil"} == set(slugs(result))


def test_records_with_all_words_come_before_those_with_any(engine: WhooshEngine) -> None:
    result = ask(engine, "parking talk")
    assert result.mode == "any"
    assert slugs(result)[0] == "parking-talk"


def test_one_word_has_nothing_to_loosen(engine: WhooshEngine) -> None:
    assert ask(engine, "owl").mode == "all"


def test_any_can_be_asked_for(engine: WhooshEngine) -> None:
    assert ask(engine, "parking", match="any").mode == "any"


def test_an_exclusion_a_phrase_and_a_field_bind_in_either_mode(engine: WhooshEngine) -> None:
    assert "evil" not in slugs(ask(engine, "parking owl -script"))
    assert set(slugs(ask(engine, '"free parking" owl nonsense'))) <= {"smart-parking"}
    assert set(slugs(ask(engine, "city:nice owl parking"))) <= {"smart-parking", "parking-talk"}


def test_a_query_of_exclusions_only_lists_the_rest(engine: WhooshEngine) -> None:
    assert "smart-parking" not in slugs(ask(engine, "-parking"))
    assert "owl-bus" in slugs(ask(engine, "-parking"))


def test_an_empty_query_lists_everything_newest_first(engine: WhooshEngine) -> None:
    result = ask(engine, "  ")
    assert result.total == len(DOCUMENTS) - 1
    assert slugs(result)[0] == "twin"


def test_sources_are_listed_only_when_asked_for(engine: WhooshEngine) -> None:
    assert "source-1" not in slugs(ask(engine, "report"))
    assert "source" not in ask(engine, "").facets["type"]
    asked = ask(engine, "parking", filters={"type": ["source"]})
    assert slugs(asked) == ["source-1"]
    assert asked.facets["type"]["case"] == 2


def test_a_concept_is_searched_in_the_other_language_too_and_it_says_so(engine: WhooshEngine) -> None:
    result = ask(engine, "디지털 트윈", lang="ko")
    assert [expansion.concept for expansion in result.expanded] == ["digital-twin"]
    assert "Digital twin" in result.expanded[0].terms
    hits = {hit.slug: hit for hit in result.hits}
    assert Match("title", "other_language") in hits["twin"].matched
    assert Match("summary", "synonym") in hits["virtual"].matched


def test_a_label_is_recognised_with_a_particle_plural_or_other_spacing(engine: WhooshEngine) -> None:
    for text in ("디지털트윈을", "digital twins", "디지털-트윈"):
        assert [expansion.concept for expansion in ask(engine, text).expanded] == ["digital-twin"]


def test_expansion_can_be_switched_off(engine: WhooshEngine) -> None:
    result = ask(engine, "디지털 트윈", expand=False)
    assert (result.total, result.expanded) == (0, ())


def test_the_word_typed_outranks_its_synonym(engine: WhooshEngine) -> None:
    scores = {hit.slug: hit.score for hit in ask(engine, "가상도시").hits}
    assert scores["virtual"] > scores["twin"]


def test_a_synonym_must_begin_a_word(engine: WhooshEngine) -> None:
    assert "metaverse" not in slugs(ask(engine, "대중교통"))
    assert "owl-bus" in slugs(ask(engine, "대중교통"))


def test_a_quoted_label_is_not_expanded(engine: WhooshEngine) -> None:
    assert ask(engine, '"디지털 트윈"').expanded == ()


def test_a_field_finds_only_there_or_by_tag(engine: WhooshEngine) -> None:
    assert slugs(ask(engine, "title:parking")) == ["smart-parking", "parking-talk"]
    assert set(slugs(ask(engine, "city:nice"))) == {"smart-parking", "parking-talk", "nice"}
    assert slugs(ask(engine, "type:presentation")) == ["parking-talk"]
    assert slugs(ask(engine, "theme:digital-twin")) == ["twin"]


def test_matched_names_each_section_once(engine: WhooshEngine) -> None:
    hit = ask(engine, "owl bus night", lang="en").hits[0]
    assert [match.field for match in hit.matched] == ["title", "summary", "approach"]
    assert {match.how for match in hit.matched} == {"word"}


def test_highlights_are_in_the_reader_s_language_where_that_matched(engine: WhooshEngine) -> None:
    hit = ask(engine, "주차", lang="ko").hits[0]
    assert {highlight.lang for highlight in hit.highlights} == {"ko"}
    assert any("<mark>주차</mark>장을" in highlight.html for highlight in hit.highlights)


def test_highlights_are_in_the_other_language_where_only_that_matched(engine: WhooshEngine) -> None:
    hit = ask(engine, "바람길", lang="en").hits[0]
    assert [highlight.lang for highlight in hit.highlights] == ["ko"]


def test_text_in_a_snippet_is_escaped(engine: WhooshEngine) -> None:
    html = ask(engine, "script", lang="en").hits[0].highlights[0].html
    assert html == (
        "Look: &lt;<mark>script</mark>&gt;alert(&#x27;x&#x27;)&lt;/<mark>script</mark>&gt; &amp; parking &lt;b&gt;here&lt;/b&gt;"
    )


def test_sorting(engine: WhooshEngine) -> None:
    filters = {"city": ["seoul", "nice"], "type": ["case"]}
    assert slugs(ask(engine, "", sort="newest", filters=filters))[:2] == ["metaverse", "virtual"]
    assert slugs(ask(engine, "", sort="confirmed", filters=filters))[0] == "smart-parking"


def test_titles_sort_hangul_first_on_korean_pages_and_last_on_english_ones(engine: WhooshEngine) -> None:
    korean = slugs(ask(engine, "", sort="title", lang="ko"))
    assert korean == ["nice", "metaverse", "smart-parking", "virtual", "owl-bus", "twin", "evil", "parking-talk"]
    english = slugs(ask(engine, "", sort="title", lang="en"))
    assert english == ["twin", "evil", "metaverse", "nice", "owl-bus", "smart-parking", "parking-talk", "virtual"]


def test_pages_follow_one_another_without_gap_or_overlap(engine: WhooshEngine) -> None:
    whole = slugs(ask(engine, ""))
    pages = [slugs(ask(engine, "", page=number, per_page=3)) for number in (1, 2, 3, 4)]
    assert [slug for page in pages for slug in page] == whole
    assert pages[3] == []


def test_a_page_beyond_the_last_is_empty_but_counts(engine: WhooshEngine) -> None:
    result = ask(engine, "", page=1000)
    assert (slugs(result), result.total) == ([], len(DOCUMENTS) - 1)


def test_years_overlap(engine: WhooshEngine) -> None:
    assert set(slugs(ask(engine, "", year_from=2014))) == {"owl-bus", "smart-parking"}
    assert set(slugs(ask(engine, "", year_to=2012))) == {"smart-parking"}
    assert slugs(ask(engine, "", year_from=2017)) == []


def test_an_unknown_filter_value_finds_nothing(engine: WhooshEngine) -> None:
    result = ask(engine, "", filters={"city": ["atlantis"]})
    assert result.total == 0
    assert result.facets["city"]["atlantis"] == 0


def test_a_shortened_query_says_so(engine: WhooshEngine) -> None:
    assert ask(engine, "parking " * 100).shortened


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=40)
    | st.lists(st.sampled_from(['"', "-", "title:", "OR", "*", "주차", "parking", "e-", "smart", "the", "버스를"])).map(
        " ".join
    )
)
def test_no_query_makes_the_engine_raise(engine: WhooshEngine, text: str) -> None:
    result = ask(engine, text)
    assert len(result.hits) <= result.total <= len(DOCUMENTS)


def test_suggestions_are_by_the_beginning_of_a_title_or_of_a_word_in_it(engine: WhooshEngine) -> None:
    assert engine.suggest("park", "en") == [("case", "smart-parking"), ("presentation", "parking-talk")]
    assert engine.suggest("스마트주", "ko") == [("case", "smart-parking")]
    assert engine.suggest("주", "ko")[0] == ("case", "smart-parking")
    assert engine.suggest("올빼ㅁ", "ko") == [("case", "owl-bus")]
    assert engine.suggest("올뺌", "ko") == [("case", "owl-bus")]


@pytest.mark.parametrize("text", ["", "  ", '"', "zzz", "\u0000", "\ud800"])
def test_a_hopeless_beginning_suggests_nothing(engine: WhooshEngine, text: str) -> None:
    assert engine.suggest(text, "en") == []


def test_suggestions_leave_sources_out_and_keep_to_the_limit(engine: WhooshEngine) -> None:
    kinds: Sequence[str] = [kind for kind, _slug in engine.suggest("parking", "en")]
    assert "source" not in kinds
    assert len(engine.suggest("s", "en", limit=1)) == 1
