"""The pace of the link check: one request a pause to each host."""

import threading

import pytest

from kb.services.link_pace import LONGEST_PAUSE, Pace, Stopped


class Clock:
    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        self.now += seconds
        return False


def pace(clock: Clock) -> Pace:
    return Pace(1.0, lambda: clock.now, clock.wait)


def test_the_first_request_to_a_host_doesnt_wait_and_the_next_ones_wait_a_second_each() -> None:
    clock = Clock()
    taking = pace(clock)
    for _number in range(4):
        taking.take_turn("nice.fr")
    assert clock.waits == [1.0, 1.0, 1.0]


def test_hosts_dont_wait_for_each_other() -> None:
    clock = Clock()
    taking = pace(clock)
    for host in ("nice.fr", "seoul.go.kr", "dresden.de"):
        taking.take_turn(host)
    assert clock.waits == []


def test_time_that_passed_meanwhile_counts() -> None:
    clock = Clock()
    taking = pace(clock)
    taking.take_turn("nice.fr")
    clock.now = 0.75
    taking.take_turn("nice.fr")
    clock.now = 60
    taking.take_turn("nice.fr")
    assert clock.waits == [0.25]


def test_a_site_may_ask_for_longer_pauses_within_reason_but_not_for_shorter_ones() -> None:
    clock = Clock()
    taking = pace(clock)
    for host, pause in (("slow.fr", 4.0), ("quick.fr", 0.1), ("endless.fr", 86400.0)):
        taking.slow_down(host, pause)
        taking.take_turn(host)
        taking.take_turn(host)
    assert clock.waits == [4.0, 1.0, LONGEST_PAUSE]


def test_whoever_waits_gives_up_when_the_check_is_stopped() -> None:
    taking = Pace(3600)
    taking.take_turn("nice.fr")
    gave_up = threading.Event()

    def wait() -> None:
        with pytest.raises(Stopped):
            taking.take_turn("nice.fr")
        gave_up.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    taking.stop()
    waiting.join(5)
    assert gave_up.is_set()
    with pytest.raises(Stopped):
        taking.take_turn("other.fr")
