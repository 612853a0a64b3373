"""How alike records are: by the telling words of title and summary, and by meaning where vectors are at hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kb.search.likeness import RecordLikeness
from kb.search.meaning.meaning import Meaning
from kb.search.meaning.passages import passages_of
from kb.search.meaning.vectors import open_vectors
from kb.search.port import ComparesRecords, IndexDocument
from kb.search.whoosh_engine import WhooshEngine
from tests.search.fake_embedder import PairEmbedder
from tests.search.samples import build, document

SEOUL, NICE = {"city": ["seoul"]}, {"city": ["nice"]}
OWL = document("owl", title_en="Owl Bus: night bus routes", summary_en="Call records of Seoul planned the night bus routes.",
               title_ko="올빼미버스", summary_ko="심야버스 노선을 통화 기록으로 정했습니다.", city_en="Seoul", tags=SEOUL)  # fmt: skip
DOCUMENTS = (
    OWL,
    document("moon", title_en="Moon line", summary_en="A night bus of Nice, planned with call records.", city_en="Nice", tags=NICE),
    document("ko", title_ko="달빛버스", summary_ko="심야버스 노선은 통화 기록을 따릅니다.", tags=NICE),
    document("lamps", title_en="Lamps of Seoul", summary_en="Street lamps of Seoul that dim.", city_en="Seoul", tags=SEOUL),
    document("talk", kind="presentation", title_en="Night bus routes", summary_en="Call records and the night bus."),
    *(document(f"rest-{n}", title_en=f"Rest {n}", summary_en=f"Something of its own, number {n}.") for n in range(30)),
)  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    folder: Path = tmp_path_factory.mktemp("index")
    build(folder, DOCUMENTS, [])
    return WhooshEngine(folder)


def likeness(engine: WhooshEngine, slug: str = "owl") -> RecordLikeness:
    found = engine.likeness("case", slug)
    assert found is not None
    return found


def test_the_engine_says_that_it_compares_records(engine: WhooshEngine) -> None:
    assert isinstance(engine, ComparesRecords)


def test_records_that_share_telling_words_are_closest_and_kinds_are_not_mixed(engine: WhooshEngine) -> None:
    found = likeness(engine)
    closest = sorted(found.closest(5), key=found.words, reverse=True)
    assert set(closest) == {"moon", "ko"}
    assert 0 < found.words("moon") <= 1
    assert found.words("owl") == 0


def test_shared_words_are_written_as_phrases_that_stand_in_both(engine: WhooshEngine) -> None:
    found = likeness(engine)
    assert set(found.shared_words("moon", "en")) >= {"night bus", "Call records"}
    assert not found.shared_words("moon", "ko")
    assert set(found.shared_words("ko", "ko")) == {"심야버스 노선", "통화 기록"}


def test_the_name_of_the_city_is_no_telling_word(engine: WhooshEngine) -> None:
    assert likeness(engine).words("lamps") == 0


def test_a_record_that_the_index_does_not_have_is_like_nothing(engine: WhooshEngine) -> None:
    assert engine.likeness("case", "unknown") is None
    found = likeness(engine)
    assert (found.words("unknown"), found.meaning("unknown"), list(found.shared_words("unknown", "en"))) == (
        0.0,
        None,
        [],
    )


def test_without_vectors_nothing_is_said_of_meaning_and_nothing_is_to_come(engine: WhooshEngine) -> None:
    assert likeness(engine).meaning("moon") is None
    assert likeness(engine).is_final


def meaningful(folder: Path, documents: tuple[IndexDocument, ...], made: int | None = None) -> WhooshEngine:
    build(folder, documents, [])
    embedder = PairEmbedder()
    vectors = open_vectors(folder / "vectors", embedder)
    texts = {item.key: embedder.passage(item.text) for given in documents[:made] for item in passages_of(given)}
    vectors.add(texts)
    return WhooshEngine(folder, Meaning(embedder, vectors))


def test_meaning_compares_records_without_what_their_city_has_in_common(tmp_path: Path) -> None:
    same = "Municipal government of Seoul metropolitan area: "
    documents = (
        document("bus", title_en=same + "buses at night", summary_en=same + "buses at night", tags=SEOUL),
        document("bikes", title_en=same + "xylophone qwzx", summary_en=same + "qwzx qwzx", tags=SEOUL),
        document("lamps", title_en=same + "jumping fjords", summary_en=same + "vexing fjords", tags=SEOUL),
        document("coach", title_en="buses at night", summary_en="more buses at night", tags=NICE),
        document("zinc", title_en="zinc roof", summary_en="zinc roofs of old", tags=NICE),
    )
    found = meaningful(tmp_path, documents).likeness("case", "bus")
    assert found is not None
    told = {slug: found.meaning(slug) or 0.0 for slug in ("bikes", "lamps", "coach", "zinc")}
    assert max(told, key=lambda slug: told[slug]) == "coach"
    assert found.is_final


def test_while_vectors_are_missing_the_answer_is_not_final(tmp_path: Path) -> None:
    found = meaningful(tmp_path, DOCUMENTS, made=3).likeness("case", "owl")
    assert found is not None
    assert not found.is_final
    assert found.meaning("moon") is not None
    assert found.meaning("lamps") is None


def test_a_commit_is_compared_anew(tmp_path: Path) -> None:
    first = build(tmp_path, DOCUMENTS[:1], [])
    assert likeness(first).closest(5) == []
    writer = build(tmp_path, DOCUMENTS, [])
    assert set(likeness(writer).closest(5)) == {"moon", "ko"}
    assert set(likeness(first).closest(5)) == {"moon", "ko"}


def test_an_empty_index_of_vectors_does_no_harm(tmp_path: Path) -> None:
    found = meaningful_without(tmp_path).likeness("case", "owl")
    assert found is not None
    assert found.meaning("moon") is None
    assert np.isfinite(found.words("moon"))


def meaningful_without(folder: Path) -> WhooshEngine:
    build(folder, DOCUMENTS, [])
    embedder = PairEmbedder()
    return WhooshEngine(folder, Meaning(embedder, open_vectors(folder / "vectors", embedder)))
