"""Web processes that start together begin to answer together."""

from __future__ import annotations

import mmap
import time
from threading import Thread
from types import SimpleNamespace

import pytest

from kb.cli import gunicorn_hooks
from kb.cli.gunicorn_hooks import MOST_PROCESSES, post_worker_init


@pytest.fixture(autouse=True)
def _nothing_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gunicorn_hooks, "_ready", mmap.mmap(-1, MOST_PROCESSES))


def _process(age: int, workers: int = 2) -> SimpleNamespace:
    return SimpleNamespace(age=age, cfg=SimpleNamespace(workers=workers))


def test_the_first_process_waits_for_the_last() -> None:
    first = Thread(target=post_worker_init, args=(_process(1),))
    first.start()
    first.join(0.2)
    assert first.is_alive()
    post_worker_init(_process(2))
    first.join(5)
    assert not first.is_alive()


def test_a_process_started_later_does_not_wait() -> None:
    begun = time.monotonic()
    post_worker_init(_process(3))
    post_worker_init(_process(1, workers=MOST_PROCESSES + 1))
    assert time.monotonic() - begun < 1


def test_a_process_that_never_gets_ready_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gunicorn_hooks, "LONGEST_WAIT", 0.05)
    post_worker_init(_process(1))
