"""The folder of generations: damage, switches, several processes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.search import generations
from kb.search.generations import current, writing
from kb.search.port import IndexBusy, IndexDocument, IndexUnavailable, SearchRequest
from kb.search.whoosh_engine import WhooshEngine
from kb.search.whoosh_writer import WhooshWriter
from tests.search.samples import CONCEPTS, DIGITAL_TWIN, build, document

ONE = document("one", title_en="Owl bus")
TWO = document("two", title_en="Smart parking")
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build(tmp_path / "index", [ONE, TWO])
    return tmp_path / "index"


def found(engine: WhooshEngine, text: str) -> list[str]:
    return [hit.slug for hit in engine.search(SearchRequest(text)).hits]


def test_nothing_is_read_or_written_before_use(tmp_path: Path) -> None:
    WhooshEngine(tmp_path / "index")
    WhooshWriter(tmp_path / "index")
    assert not (tmp_path / "index").exists()


def test_a_missing_index_is_unavailable(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    with pytest.raises(IndexUnavailable):
        engine.search(SearchRequest("bus"))
    with pytest.raises(IndexUnavailable):
        engine.suggest("bus", "en")
    with pytest.raises(IndexUnavailable):
        engine.keys()
    with pytest.raises(IndexUnavailable):
        WhooshWriter(tmp_path).apply([ONE], [])
    assert str(engine.status()["state"]).startswith("unusable")


def test_status_describes_the_generation(folder: Path) -> None:
    status = WhooshEngine(folder).status()
    assert (status["state"], status["generation"], status["documents"]) == ("usable", "g-1", 2)
    assert isinstance(status["bytes"], int)


def test_a_change_is_findable_when_apply_returns(folder: Path) -> None:
    engine = WhooshEngine(folder)
    assert found(engine, "tram") == []
    WhooshWriter(folder).apply(
        [document("two", title_en="Tram"), document("three", title_en="Tram stop")], ["case:one"]
    )
    assert found(engine, "tram") == ["two", "three"]
    assert found(engine, "parking") == []
    assert engine.keys() == ["case:three", "case:two"]


def test_applying_twice_changes_nothing(folder: Path) -> None:
    writer = WhooshWriter(folder)
    for _ in range(3):
        writer.apply([ONE, TWO, TWO], ["case:never-there"])
    assert WhooshEngine(folder).keys() == ["case:one", "case:two"]
    writer.apply([], [])


def test_deleting_everything_leaves_an_empty_usable_index(folder: Path) -> None:
    WhooshWriter(folder).apply([], ["case:one", "case:two"])
    engine = WhooshEngine(folder)
    assert engine.search(SearchRequest("")).total == 0
    assert engine.search(SearchRequest("bus")).total == 0


def test_an_empty_collection_can_be_indexed(tmp_path: Path) -> None:
    assert build(tmp_path, []).search(SearchRequest("bus")).total == 0


def test_many_small_commits_stay_whole(folder: Path) -> None:
    writer = WhooshWriter(folder)
    for number in range(25):
        writer.apply([document(f"n-{number}", title_en=f"number{number}")], [f"case:n-{number - 5}"])
    engine = WhooshEngine(folder)
    assert engine.check(["case:one", "case:two", *(f"case:n-{number}" for number in range(20, 25))]) == []
    assert found(engine, "number24") == ["n-24"]
    assert found(engine, "number3") == []


def test_check_names_what_is_missing_and_what_is_too_much(folder: Path) -> None:
    assert WhooshEngine(folder).check(["case:one", "case:three"]) == ["missing: case:three", "not expected: case:two"]


def test_the_thesaurus_can_be_replaced_alone(folder: Path) -> None:
    engine = WhooshEngine(folder)
    assert engine.search(SearchRequest("IoT")).expanded
    WhooshWriter(folder).set_concepts([DIGITAL_TWIN])
    assert not engine.search(SearchRequest("IoT")).expanded


def test_a_rebuild_switches_and_keeps_only_the_generation_before(folder: Path) -> None:
    engine = WhooshEngine(folder)
    for title in ("First", "Second", "Third"):
        WhooshWriter(folder).rebuild([document("only", title_en=title)], CONCEPTS)
        assert found(engine, title) == ["only"]
    assert sorted(path.name for path in folder.glob("g-*")) == ["g-3", "g-4"]


def test_a_failed_rebuild_leaves_the_present_generation(folder: Path) -> None:
    def documents() -> Iterator[IndexDocument]:
        yield document("only", title_en="Only")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        WhooshWriter(folder).rebuild(documents(), CONCEPTS)
    assert WhooshEngine(folder).keys() == ["case:one", "case:two"]
    assert [path.name for path in folder.glob("g-*")] == ["g-1"]
    WhooshWriter(folder).apply([document("three", title_en="Three")], [])


def test_a_rebuild_counts_a_repeated_key_once_and_tells_its_progress(folder: Path) -> None:
    told: list[int] = []
    WhooshWriter(folder).rebuild([ONE, ONE, TWO], CONCEPTS, told.append)
    assert WhooshEngine(folder).keys() == ["case:one", "case:two"]
    assert told == [1, 2]


def _truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def _segment(folder: Path) -> Path:
    return next(folder.glob("g-*/*.seg"))


def _contents(folder: Path) -> Path:
    return next(folder.glob("g-*/*.toc"))


DAMAGE: dict[str, Callable[[Path], object]] = {
    "folder gone": lambda folder: shutil.rmtree(folder),
    "generation gone": lambda folder: shutil.rmtree(folder / "g-1"),
    "pointer gone": lambda folder: (folder / "current").unlink(),
    "pointer empty": lambda folder: (folder / "current").write_text(""),
    "pointer nonsense": lambda folder: (folder / "current").write_text('["g-1"]'),
    "pointer to nowhere": lambda folder: (folder / "current").write_text('{"generation": 99}'),
    "not complete": lambda folder: (folder / "g-1/complete").unlink(),
    "another schema": lambda folder: (folder / "g-1/complete").write_text('{"schema": 0}'),
    "manifest cut": lambda folder: _truncate(folder / "g-1/manifest"),
    "manifest gone": lambda folder: (folder / "g-1/manifest").unlink(),
    "thesaurus gone": lambda folder: (folder / "g-1/concepts").unlink(),
    "thesaurus nonsense": lambda folder: (folder / "g-1/concepts").write_text("[1]"),
    "segment cut": lambda folder: _truncate(_segment(folder)),
    "segment empty": lambda folder: os.truncate(_segment(folder), 0),
    "segment altered": lambda folder: _flip(_segment(folder)),
    "segment gone": lambda folder: _segment(folder).unlink(),
    "contents cut": lambda folder: _truncate(_contents(folder)),
    "contents gone": lambda folder: _contents(folder).unlink(),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_noticed_at_the_next_search_and_a_rebuild_mends_it(folder: Path, damage: str) -> None:
    running = WhooshEngine(folder)
    assert running.search(SearchRequest("bus")).total == 1
    DAMAGE[damage](folder)
    for engine in (running, WhooshEngine(folder)):
        with pytest.raises(IndexUnavailable):
            engine.search(SearchRequest("bus"))
        assert engine.check([]) != []
    WhooshWriter(folder).rebuild([ONE, TWO], CONCEPTS)
    assert found(running, "bus") == ["one"]


@pytest.mark.parametrize("damage", [name for name in DAMAGE if "thesaurus" not in name])
def test_writing_to_a_damaged_index_is_refused(folder: Path, damage: str) -> None:
    DAMAGE[damage](folder)
    with pytest.raises(IndexUnavailable):
        WhooshWriter(folder).apply([document("three", title_en="Three")], ["case:one"])
    WhooshWriter(folder, wait_seconds=1).rebuild([ONE], CONCEPTS)
    assert WhooshEngine(folder).keys() == ["case:one"]


def test_a_second_writer_waits(folder: Path) -> None:
    done = threading.Event()

    def apply() -> None:
        WhooshWriter(folder).apply([document("late", title_en="Late")], [])
        done.set()

    with writing(folder, 1):
        thread = threading.Thread(target=apply)
        thread.start()
        assert not done.wait(0.2)
    thread.join(10)
    assert found(WhooshEngine(folder), "late") == ["late"]


def test_a_writer_that_waited_too_long_is_told_so(folder: Path) -> None:
    with writing(folder, 1), pytest.raises(IndexBusy):
        WhooshWriter(folder, wait_seconds=0.1).apply([ONE], [])


def test_readers_never_fail_while_another_process_rebuilds_and_commits(folder: Path) -> None:
    engine = WhooshEngine(folder)
    script = """
import sys
from pathlib import Path
from kb.search.whoosh_writer import WhooshWriter
from tests.search.samples import CONCEPTS, document
writer = WhooshWriter(Path(sys.argv[1]))
for number in range(6):
    writer.rebuild([document("one", title_en="Owl bus"), document("two", title_en=f"Number {number}")], CONCEPTS)
    for step in range(4):
        writer.apply([document("three", title_en=f"Step {step}")], [])
"""
    process = _start(script, folder)
    searches = 0
    failures: list[BaseException] = []

    def search() -> None:
        nonlocal searches
        while process.poll() is None:
            try:
                assert found(engine, "owl") == ["one"]
                searches += 1
            except BaseException as error:
                failures.append(error)
                return

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert process.wait(60) == 0
    assert failures == []
    assert searches > 0
    assert found(engine, "number 5") == ["two"]


def test_a_writer_killed_at_any_moment_leaves_a_usable_index(folder: Path) -> None:
    script = """
import sys
from pathlib import Path
from kb.search.whoosh_writer import WhooshWriter
from tests.search.samples import CONCEPTS, document
writer = WhooshWriter(Path(sys.argv[1]))
print("ready", flush=True)
number = 0
while True:
    number += 1
    writer.apply([document(f"n-{number % 7}", title_en=f"Number {number}")], [])
    if number % 5 == 0:
        writer.rebuild([document("one", title_en="Owl bus")], CONCEPTS)
"""
    for pause in (0.0, 0.013, 0.05, 0.11, 0.2, 0.31):
        process = _start(script, folder, pipe=True)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        process.stdout.close()
        engine = WhooshEngine(folder)
        assert found(engine, "owl") == ["one"]
        WhooshWriter(folder, wait_seconds=1).apply([document("after", title_en=f"After {pause}")], [])
        assert "after" in found(engine, "after")
    WhooshWriter(folder).rebuild([ONE], CONCEPTS)
    assert len(list(folder.glob("g-*"))) == 2


def _start(script: str, folder: Path, *, pipe: bool = False) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", script, str(folder)], cwd=REPOSITORY, stdout=subprocess.PIPE if pipe else None
    )


def test_a_killed_rebuild_leaves_rubbish_that_the_next_one_removes(folder: Path) -> None:
    (folder / "g-2").mkdir()
    (folder / "g-2" / "half").write_text("built")
    assert current(folder).number == 1
    WhooshWriter(folder).rebuild([ONE], CONCEPTS)
    assert sorted(path.name for path in folder.glob("g-*")) == ["g-1", "g-3"]


def test_a_commit_whose_manifest_was_never_written_is_still_read(folder: Path) -> None:
    manifest = (folder / "g-1/manifest").read_bytes()
    WhooshWriter(folder).apply([document("three", title_en="Tram")], [])
    (folder / "g-1/manifest").write_bytes(manifest)
    assert found(WhooshEngine(folder), "tram") == ["three"]


def test_the_pointer_is_replaced_not_written_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = json.loads((folder / "current").read_text())

    def fail(_handle: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        generations.write_json(folder / "current", {"generation": 2})
    assert json.loads((folder / "current").read_text()) == before
