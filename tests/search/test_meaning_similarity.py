"""How close documents are: the best passage of each in each language."""

from pathlib import Path

import numpy as np
import pytest

from kb.search.meaning.embedder import Vector
from kb.search.meaning.meaning import KEPT_QUERIES, Meaning
from kb.search.meaning.passages import key_of
from kb.search.meaning.similarity import cosines, passage_table, similarities
from kb.search.meaning.vector_file import Block, quantise
from kb.search.meaning.vectors import Vectors, open_vectors, vector_set
from tests.search.fake_embedder import PairEmbedder


def block(keys: list[int], vectors: Vector) -> Block:
    codes, scales = quantise(vectors)
    return Block(np.array(keys, np.uint64), codes, scales)


def test_cosines_are_those_of_the_vectors_whatever_the_blocks() -> None:
    random = np.random.default_rng(3)
    vectors = random.normal(size=(1300, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    blocks = [block(list(range(700)), vectors[:700]), block(list(range(700, 1300)), vectors[700:])]
    found = cosines(vector_set(blocks), vectors[5])
    assert np.abs(found - vectors @ vectors[5]).max() < 0.01


def test_each_language_of_a_document_has_its_best_passage_and_none_where_no_vector_is() -> None:
    vectors = vector_set([block([1, 2, 3], np.array([[1, 0], [0.6, 0.8], [0, 1]], np.float32))])
    table = passage_table(
        4,
        [
            (0, [("summary", "ko", 3, None), ("approach", "ko", 2, None), ("summary", "en", 1, None)]),
            (2, [("title", "en", 99, None)]),
        ],
    )
    found = similarities(vectors, cosines(vectors, np.array([1, 0], np.float32)), table)
    assert found.best[0].tolist() == pytest.approx([0.6, 1.0], abs=0.01)
    assert np.isnan(found.best[1:]).all()
    nearest = found.near(0)
    assert nearest is not None
    assert (nearest.section, nearest.lang) == ("summary", "en")
    assert nearest.cosine == pytest.approx(1.0, abs=0.01)
    assert found.near(1) is None
    assert found.near(2) is None


def test_a_segment_without_passages_has_no_similarities() -> None:
    vectors = vector_set([block([1], np.ones((1, 2), np.float32))])
    found = similarities(vectors, np.ones(1, np.float32), passage_table(3, []))
    assert found.best.shape == (3, 2)
    assert np.isnan(found.best).all()


@pytest.fixture
def vectors(tmp_path: Path) -> Vectors:
    embedder = PairEmbedder()
    found = open_vectors(tmp_path, embedder)
    found.add({key_of(text): embedder.passage(text) for text in ("night bus", "parking")})
    return found


TABLE = passage_table(
    2, [(0, [("summary", "en", key_of("night bus"), None)]), (1, [("summary", "en", key_of("parking"), None)])]
)


def test_the_document_that_says_the_same_is_the_closest(vectors: Vectors) -> None:
    answer = Meaning(PairEmbedder(), vectors).ask("a bus at night", [TABLE])
    assert answer is not None
    first, second = answer.parts[0].best[:, 1]
    assert first > second


def test_a_query_is_embedded_once_however_it_is_spaced(vectors: Vectors) -> None:
    embedder = PairEmbedder()
    meaning = Meaning(embedder, vectors)
    for text in ("night bus", "night bus", "  night   bus "):
        meaning.ask(text, [TABLE])
    assert embedder.embedded == ["night bus"]


def test_old_queries_are_forgotten(vectors: Vectors) -> None:
    embedder = PairEmbedder()
    meaning = Meaning(embedder, vectors)
    for number in range(KEPT_QUERIES + 1):
        meaning.ask(f"query {number}", [TABLE])
    meaning.ask("query 1", [TABLE])
    meaning.ask("query 0", [TABLE])
    assert embedder.embedded[-1] == "query 0"
    assert len(embedder.embedded) == KEPT_QUERIES + 2


@pytest.mark.parametrize("text", ["", "   ", "?!…", "-"])
def test_a_query_without_a_word_is_compared_with_nothing(vectors: Vectors, text: str) -> None:
    assert Meaning(PairEmbedder(), vectors).ask(text, [TABLE]) is None


def test_nothing_is_embedded_while_no_document_has_a_vector(tmp_path: Path, vectors: Vectors) -> None:
    embedder = PairEmbedder()
    assert Meaning(embedder, open_vectors(tmp_path / "empty", embedder)).ask("night bus", [TABLE]) is None
    other = passage_table(1, [(0, [("summary", "en", key_of("another text"), None)])])
    assert Meaning(embedder, vectors).ask("night bus", [other]) is None
    assert embedder.embedded == []


def test_a_vector_made_later_counts_in_the_next_answer(vectors: Vectors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.search.meaning.vectors.LOOK_SECONDS", 0.0)
    table = passage_table(1, [(0, [("summary", "en", key_of("late"), None)])])
    meaning = Meaning(PairEmbedder(), vectors)
    before = meaning.ask("late", [TABLE, table])
    vectors.add({key_of("late"): PairEmbedder().passage("late")})
    after = meaning.ask("late", [table])
    assert before is not None
    assert after is not None
    assert np.isnan(before.parts[1].best).all()
    assert after.parts[0].best[0, 1] == pytest.approx(1, abs=0.01)
