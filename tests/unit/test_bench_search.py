"""What the comparison of search engines rests on: the same records and queries in every run, the same tokens for all."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from bench.collection import Entry
from bench.figures import Aim
from bench.speed.documents import Source, query_line, write_documents
from bench.speed.engine_process import OURS, PEERS, Kind, running
from bench.speed.generator import import_record, index_document
from bench.speed.queries import KINDS, Query, make_queries
from bench.speed.sentences import collect_sentences
from bench.speed.side_by_side import EngineFigures, Measurement, count_disagreements
from bench.speed.tables import engines_json, engines_table
from bench.speed.tokens import PeerQuery, document_tokens, peer_query
from kb.domain.record_types import RECORD_TYPES
from kb.domain.snapshots import clean

TEXTS = {
    "ko": "서울시는 스마트 주차 시스템을 시험했습니다. 공공자전거 대여소는 도시 전체에 있습니다. 대기질 센서가 동네마다 있습니다.",
    "en": "The city tested smart parking meters downtown. Bike sharing stations stand across the town. "
    "Air quality sensors measure every neighbourhood.",
}
ENTRIES = [
    Entry("city", "seoul", {"name__ko": "서울", "name__en": "Seoul", "country": "KR"}),
    Entry("city", "nice", {"name__ko": "니스", "name__en": "Nice", "country": "FR"}),
    Entry("theme", "mobility", {"pref_label__ko": "모빌리티", "pref_label__en": "Mobility"}),
    Entry("theme", "parking", {"pref_label__ko": "주차", "pref_label__en": "Parking", "broader": "mobility"}),
    Entry("case", "one", {f"summary__{lang}": text for lang, text in TEXTS.items()}),
]


@pytest.fixture(scope="module")
def source() -> Source:
    return Source.of(ENTRIES, collect_sentences(ENTRIES))


def test_generated_records_are_the_same_in_every_run_and_a_larger_number_goes_on(source: Source) -> None:
    few, more = list(source.records(20)), list(source.records(50))
    assert more[:20] == few
    assert len({record.slug for record in more}) == 50


def test_some_two_fifths_are_in_each_language_alone_and_a_fifth_in_both(source: Source) -> None:
    langs = Counter(tuple(record.title) for record in source.records(1000))
    assert {key: round(count / 100) for key, count in langs.items()} == {("ko",): 4, ("en",): 4, ("ko", "en"): 2}


def test_a_generated_record_is_valid_for_import_and_tagged_with_broader_themes(source: Source) -> None:
    for record in source.records(30):
        line = import_record(record)
        _values, problems = clean(RECORD_TYPES["case"], line)
        assert problems == []
        tags = index_document(record, source.vocabulary).tags
        assert ("mobility" in tags["theme"]) == bool({"mobility", "parking"} & set(record.themes))
        assert tags["country"] == [{"seoul": "KR", "nice": "FR"}[record.city.slug]]


def test_no_query_comes_twice_and_every_sort_is_there(source: Source) -> None:
    queries = list(islice(make_queries(source.sentences), 150))
    assert len({query.text.casefold() for query in queries}) == len(queries) > 50
    assert {query.kind for query in queries} == KINDS.keys()
    assert queries == list(islice(make_queries(source.sentences), 150))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Parking meters", "parking meter"),
        ("스마트 주차를", "스마 마트 스마트 주차 차를 주차를"),
        ("2018년", "2018 년"),
    ],
)
def test_tokens_are_stems_bigrams_and_whole_words_without_our_own_marks(text: str, expected: str) -> None:
    assert set(document_tokens(text).split()) == set(expected.split())


def test_a_query_asks_for_tokens_that_its_own_text_has() -> None:
    assert peer_query("How did the city test parking?") == PeerQuery((("citi",), ("test",), ("parking",)))
    assert peer_query("스마트 park*") == PeerQuery((("스마", "마트"),), "park")
    for text in ("스마트 주차를 시험했습니다", "smart parking meters 2018"):
        tokens = set(document_tokens(text).split())
        assert {token for word in peer_query(text).words for token in word} <= tokens


@pytest.mark.parametrize("kind", [OURS, PEERS["fts5"]], ids=["ours", "fts5"])
def test_an_engine_finds_counts_shows_and_takes_a_change(kind: Kind, source: Source, tmp_path: Path) -> None:
    files = write_documents(source, 40, tmp_path)
    wanted = {record.slug for record in source.records(40) if "parking" in str(record.summary.values()).casefold()}
    assert wanted
    with running(kind, tmp_path / kind.name) as process:
        process.order("build", documents=str(files.ours if kind is OURS else files.peers))
        process.order("open")
        line = query_line(Query("words", "en", "parking meters downtown"))
        found = process.order("ask", queries=[line], details=True)["found"][0]
        assert found["total"] >= 1
        assert len(found["keys"]) == min(10, found["total"])
        assert any("parking" in snippet for snippet in found["snippets"])
        assert sum(found["facets"]["type"].values()) == found["total"]
        assert sum(found["facets"]["city"].values()) == found["total"]


def measured(name: str, p95: float) -> EngineFigures:
    return EngineFigures(name, f"{name} 1", p95 / 2, p95, p95 * 2, p95 / 2, p95, {"words": p95}, 1, 2, 3, 4, 5, 6)


def test_peers_that_find_different_numbers_of_records_are_counted_and_ours_may_find_more() -> None:
    assert count_disagreements({"ours": [9, 9, 9], "fts5": [1, 2, 3], "xapian": [1, 2, 4]}) == 1
    assert count_disagreements({"ours": [9], "fts5": [1]}) == 0


def test_the_table_names_ratios_aims_and_who_was_not_run() -> None:
    measurement = Measurement(10_000, 400, [measured("ours", 2.0), measured("fts5", 8.0)], {"xapian": "no package"}, 0)
    shown = engines_table(measurement)
    assert "our p95 ÷ fts5's: 0.25  aim ≤ 0.20 NOT MET" in shown
    assert "not run: xapian: no package" in shown
    plain = engines_json([measurement])[0]
    assert plain["p95_ratios"] == {"fts5": {"ratio": 0.25, "aim": str(Aim(0.2)), "met": False}}
