"""Vectors on disk: kept, shared, and never wrong after damage."""

import threading
from pathlib import Path

import numpy as np
import pytest

from kb.search.meaning import vectors as vectors_module
from kb.search.meaning.embedder import Vector
from kb.search.meaning.similarity import cosines
from kb.search.meaning.vector_file import HEADER_BYTES, Block, VectorFile, quantise
from kb.search.meaning.vectors import Vectors

MODEL, DIMENSIONS = "model 1", 48


@pytest.fixture(autouse=True)
def look_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors_module, "LOOK_SECONDS", 0.0)


def units(count: int, seed: int = 1) -> Vector:
    made = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True))


def opened(folder: Path, model: str = MODEL, shipped: Path | None = None) -> Vectors:
    return Vectors(folder, model, DIMENSIONS, shipped)


def filled(folder: Path, count: int = 10) -> tuple[Vectors, Path]:
    found = opened(folder)
    found.add(dict(enumerate(units(count), start=100)))
    (path,) = folder.glob("*.vec")
    return found, path


def similarity_to_first(found: Vectors) -> dict[int, float]:
    present = found.present()
    keys = np.concatenate([block.keys for block in present.blocks])
    return dict(zip(keys.tolist(), cosines(present, units(1)[0]).tolist(), strict=True))


def test_a_vector_survives_being_written_as_bytes_within_half_a_percent() -> None:
    vectors, queries = units(500), units(50, seed=2)
    codes, scales = quantise(vectors)
    assert np.abs((codes * scales[:, None]) @ queries.T - vectors @ queries.T).max() < 0.005


def test_what_is_added_is_found_by_another_reader(tmp_path: Path) -> None:
    reader = opened(tmp_path)
    assert reader.missing([100, 101, 999]) == [100, 101, 999]
    filled(tmp_path)
    assert reader.missing([100, 101, 999]) == [999]
    assert similarity_to_first(reader)[100] == pytest.approx(1, abs=0.005)


def test_a_reader_sees_what_is_added_later(tmp_path: Path) -> None:
    reader, _ = filled(tmp_path)
    opened(tmp_path).add({7: units(1)[0]})
    assert len(reader.present()) == 11
    assert reader.missing([7]) == []


def test_vectors_of_another_model_are_never_used(tmp_path: Path) -> None:
    _, path = filled(tmp_path)
    other = opened(tmp_path, "model 2")
    path.rename(tmp_path / "model-2.vec")
    assert other.missing([100]) == [100]
    other.add({100: units(1)[0]})
    assert other.missing([100, 101]) == [101]


@pytest.mark.parametrize("cut", [1, 17, 60])
def test_a_record_cut_short_is_made_anew_and_no_other(tmp_path: Path, cut: int) -> None:
    _, path = filled(tmp_path)
    path.write_bytes(path.read_bytes()[:-cut])
    again = opened(tmp_path)
    assert again.missing(range(100, 110)) == [109]
    again.add({109: units(10)[9]})
    assert opened(tmp_path).missing(range(100, 110)) == []
    assert opened(tmp_path).damaged == 0


@pytest.mark.parametrize("place", [0, 9, 13, 20, 63])
def test_an_altered_record_is_made_anew_and_no_other(tmp_path: Path, place: int) -> None:
    _, path = filled(tmp_path)
    size = VectorFile(path, MODEL, DIMENSIONS).record_bytes
    content = bytearray(path.read_bytes())
    content[HEADER_BYTES + 4 * size + place] ^= 0x10
    path.write_bytes(content)
    again = opened(tmp_path)
    assert again.missing(range(100, 110)) == [104]
    again.add({104: units(10)[4]})
    assert opened(tmp_path).missing(range(100, 110)) == []


def test_every_way_of_cutting_the_file_leaves_the_whole_records_before_it(tmp_path: Path) -> None:
    _, path = filled(tmp_path)
    content = path.read_bytes()
    size = VectorFile(path, MODEL, DIMENSIONS).record_bytes
    for end in range(0, len(content), 11):
        path.write_bytes(content[:end])
        left = max(end - HEADER_BYTES, 0) // size
        assert len(opened(tmp_path).present()) == left
        opened(tmp_path).add({5: units(1)[0]})
        assert len(opened(tmp_path).present()) == left + 1


def test_a_damaged_header_loses_nothing_and_is_mended(tmp_path: Path) -> None:
    found, path = filled(tmp_path)
    content = path.read_bytes()
    path.write_bytes(b"\xff" * 40 + content[40:])
    again = opened(tmp_path)
    assert again.missing(range(100, 110)) == []
    again.add({5: units(1)[0]})
    assert path.read_bytes()[:HEADER_BYTES] == content[:HEADER_BYTES]
    assert b"model 1" in content[:HEADER_BYTES]
    assert found.missing([5]) == []


@pytest.mark.parametrize("damage", ["deleted", "emptied"])
def test_a_lost_file_is_filled_anew_while_readers_go_on(tmp_path: Path, damage: str) -> None:
    reader, path = filled(tmp_path)
    path.unlink()
    if damage == "emptied":
        path.touch()
    assert reader.missing([100]) == [100]
    opened(tmp_path).add({100: units(1)[0]})
    assert reader.missing([100, 101]) == [101]


def test_shipped_vectors_are_found_beside_those_made_here_and_never_written(tmp_path: Path) -> None:
    shipped = tmp_path / "seed.vec"
    codes, scales = quantise(units(3))
    VectorFile(shipped, MODEL, DIMENSIONS).create(Block(np.array([1, 2, 3], np.uint64), codes, scales))
    before = shipped.read_bytes()
    found = opened(tmp_path / "own", shipped=shipped)
    assert found.missing([1, 2, 3, 4]) == [4]
    found.add({4: units(4)[3]})
    assert found.missing([1, 2, 3, 4]) == []
    assert shipped.read_bytes() == before


def test_tidying_drops_what_nobody_wants_and_damage(tmp_path: Path) -> None:
    reader, path = filled(tmp_path)
    content = bytearray(path.read_bytes())
    content[HEADER_BYTES + 30] ^= 1
    path.write_bytes(content)
    reader.add({105: units(10)[5]})
    assert reader.tidy([105, 106]) == 9
    assert sorted(similarity_to_first(reader)) == [105, 106]
    assert sorted(similarity_to_first(opened(tmp_path))) == [105, 106]


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    def add(first: int) -> None:
        writer = opened(tmp_path)
        for key in range(first, first + 25):
            writer.add({key: units(1)[0]})

    threads = [threading.Thread(target=add, args=(start,)) for start in range(0, 100, 25)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened(tmp_path).missing(range(100)) == []
    assert opened(tmp_path).damaged == 0


def test_many_small_additions_stay_in_few_blocks(tmp_path: Path) -> None:
    reader = opened(tmp_path)
    for key in range(60):
        reader.add({key: units(1)[0]})
        reader.present()
    assert len(reader.present().blocks) == 1
