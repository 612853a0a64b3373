"""Posting lists on disk: what is written over many commits is what is read."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kb.search.bounded_cache import BoundedCache
from kb.search.entries import make_entry
from kb.search.generations import current
from kb.search.matching import DOCUMENT_SHIFT
from kb.search.port import IndexDocument
from kb.search.snapshot import Snapshot
from kb.search.whoosh_writer import WhooshWriter
from tests.search.samples import CONCEPTS, build, document

WORDS = [
    "서울",
    "주차",
    "주차장을",
    "스마트시티",
    "parking",
    "the",
    "city's",
    "data",
    "e-government",
    "2018년도",
    "AI기반",
]


def _made(chance: random.Random, number: int) -> IndexDocument:
    text = " ".join(chance.choices(WORDS, k=chance.randint(1, 30)))
    return document(f"d-{number}", title_ko=f"사례 {number}", summary_ko=text, summary_en=text)


def _expected(documents: dict[str, IndexDocument], term: str) -> dict[str, list[int]]:
    entries = {key: make_entry(item).terms for key, item in documents.items()}
    return {key: list(terms[term]) for key, terms in entries.items() if term in terms}


def _stored(snapshot: Snapshot, term: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for key in snapshot.keys(term).tolist():
        number = key >> DOCUMENT_SHIFT
        if snapshot.columns.alive[number]:
            kind, slug = snapshot.columns.key(number)
            found.setdefault(f"{kind}:{slug}", []).append(key & 0xFFFFFFFF)
    return found


def test_many_commits_with_edits_deletions_and_merges_hold_what_was_last_written(tmp_path: Path) -> None:
    chance = random.Random(5)
    now = {item.key: item for item in (_made(chance, number) for number in range(10))}
    build(tmp_path, list(now.values()))
    writer = WhooshWriter(tmp_path)
    snapshot: Snapshot | None = None
    for _ in range(25):
        changed = {item.key: item for item in (_made(chance, chance.randrange(30)) for _ in range(3))}
        gone = [key for key in chance.sample(sorted(now), 2) if key not in changed]
        writer.apply(list(changed.values()), gone)
        now = {key: item for key, item in (now | changed).items() if key not in gone}
        snapshot = Snapshot(current(tmp_path), snapshot)
    assert snapshot is not None
    terms = {term for item in now.values() for term in make_entry(item).terms}
    for term in sorted(terms):
        assert _stored(snapshot, term) == _expected(now, term), term
    assert not len(snapshot.keys("=없는말"))


def test_segments_that_did_not_change_are_not_read_again(tmp_path: Path) -> None:
    chance = random.Random(6)
    build(tmp_path, [_made(chance, number) for number in range(40)])
    first = Snapshot(current(tmp_path))
    WhooshWriter(tmp_path).apply([_made(chance, 3)], [])
    second = Snapshot(current(tmp_path), first)
    (kept,) = first.segments.values()
    assert kept in second.segments.values()
    assert len(second.segments) == 2


def test_long_posting_lists_are_read_across_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.search.whoosh_store._BLOCK", 7)
    chance = random.Random(7)
    now = {item.key: item for item in (_made(chance, number) for number in range(60))}
    build(tmp_path, list(now.values()), CONCEPTS)
    snapshot = Snapshot(current(tmp_path))
    for term in ("주차", "parking", "~citi"):
        assert _stored(snapshot, term) == _expected(now, term)
    assert sorted(snapshot.terms_with_prefix("park", 5)) == ["parking"]


def test_a_rebuild_in_several_parts_holds_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.search.whoosh_writer.SEGMENT", 8)
    chance = random.Random(8)
    now = {item.key: item for item in (_made(chance, number) for number in range(24))}
    build(tmp_path, list(now.values()))
    snapshot = Snapshot(current(tmp_path))
    assert len(snapshot.segments) == 3
    assert _stored(snapshot, "주차") == _expected(now, "주차")


def test_what_is_kept_in_memory_is_bounded_and_the_longest_unused_goes_first() -> None:
    cache: BoundedCache[str] = BoundedCache(300)
    cache.put("a", "A", 50)
    cache.put("b", "B", 50)
    assert cache.get("a") == "A"
    cache.put("c", "C", 100)
    assert (cache.get("a"), cache.get("b"), cache.get("c")) == ("A", None, "C")
    cache.put("huge", "H", 10_000)
    assert (cache.get("huge"), cache.get("a")) == ("H", None)
