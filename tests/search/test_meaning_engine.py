"""Search by meaning through the engine, with a model that knows two subjects in both languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kb.search.meaning.embedder import Vector
from kb.search.meaning.meaning import Meaning
from kb.search.meaning.passages import passages_of
from kb.search.meaning.vectors import open_vectors
from kb.search.port import Match, PageText, SearchRequest, SearchResult
from kb.search.whoosh_engine import WhooshEngine
from tests.search.samples import build, document

SLIDES = [PageText("deck", number, "ko", f"{number}쪽에서는 예산과 일정을 소개합니다") for number in range(1, 14)]
SLIDES.append(PageText("deck", 14, "ko", "연석에 묻은 감지기가 빈자리를 알려 줍니다"))
DOCUMENTS = (
    document("fares", title_en="Buses without a ticket", summary_en="Residents ride without paying a fare."),
    replace(document("talk", kind="presentation", title_ko="서울시 발표", summary_ko="발표입니다."), pages=SLIDES),
    *(document(f"other-{n}", title_en=f"Street lights {n}", summary_en=f"Lamps number {n}.") for n in range(30)),
    *(document(f"rest-{n}", title_ko=f"가로등 {n}", summary_ko=f"등 {n}개입니다.") for n in range(30)),
)
SUBJECTS = (("fare", "요금"), ("감지기", "kerbside"))


class SubjectEmbedder:
    """Points into the direction of the subject that a text names a word of."""

    name = "two subjects"
    dimensions = len(SUBJECTS) + 1

    def query(self, text: str) -> Vector:
        return self.passage(text)

    def passage(self, text: str) -> Vector:
        named = [float(any(word in text for word in words)) for words in SUBJECTS]
        vector = np.array([*named, 0.2], dtype=np.float32)
        unit: Vector = vector / np.linalg.norm(vector)
        return unit


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    folder: Path = tmp_path_factory.mktemp("index")
    build(folder, DOCUMENTS, [])
    embedder = SubjectEmbedder()
    vectors = open_vectors(folder / "vectors", embedder)
    vectors.add({item.key: embedder.passage(item.text) for document in DOCUMENTS for item in passages_of(document)})
    return WhooshEngine(folder, Meaning(embedder, vectors))


def ask(engine: WhooshEngine, text: str, **given: Any) -> SearchResult:
    return engine.search(SearchRequest(text, **given))


def test_a_korean_question_finds_the_record_written_in_english_only_and_says_why(engine: WhooshEngine) -> None:
    result = ask(engine, "요금을 안 받은 도시는 어떻게 되었나요?", lang="ko")
    hit = result.hits[0]
    assert (hit.slug, list(hit.matched)) == ("fares", [Match("summary", "meaning")])
    assert (hit.highlights[0].lang, hit.highlights[0].html) == ("en", "Residents ride without paying a fare.")
    assert (result.total, result.close, result.complete) == (1, 1, 0)


def test_an_english_question_finds_the_very_slide_of_a_korean_deck(engine: WhooshEngine) -> None:
    hit = ask(engine, "kerbside devices", lang="en").hits[0]
    assert (hit.slug, list(hit.matched)) == ("talk", [Match("pages", "meaning")])
    shown = hit.highlights[0]
    assert (shown.material, shown.page, shown.html) == ("deck", 14, "연석에 묻은 감지기가 빈자리를 알려 줍니다")


def test_a_slide_found_by_its_words_is_named_and_the_deck_is_one_hit(engine: WhooshEngine) -> None:
    result = ask(engine, "감지기 빈자리", lang="en")
    assert [hit.slug for hit in result.hits] == ["talk"]
    assert (result.hits[0].highlights[0].material, result.hits[0].highlights[0].page) == ("deck", 14)


@pytest.mark.parametrize("text", ['"요금"', "요금 -버스", "title:요금", "요금*"])
def test_nothing_is_added_for_queries_that_say_exactly_what_they_want(engine: WhooshEngine, text: str) -> None:
    assert ask(engine, text).close == 0


def test_it_can_be_turned_off_and_counts_pass_the_filters(engine: WhooshEngine) -> None:
    assert ask(engine, "요금", meaning=False).total == 0
    assert ask(engine, "요금").facets["type"] == {"case": 1}
    assert ask(engine, "요금", filters={"type": ["presentation"]}).total == 0
