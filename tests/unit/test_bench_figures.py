import json
from datetime import date
from pathlib import Path

import pytest

from bench.figures import Aim, Figure, as_json, beside, shown, table
from bench.options import read_options

HOME = Figure("store on", "home: load", 1200.0, "requests/s", "wrk ours", Aim(1000, at_least=True))
BARE = Figure("store off", "home: load", 50.0, "requests/s", "wrk ours")
WORDS = Figure("collection", "words, ko", 18071, "", "kb check content", note="counted by spaces")
PEER = Figure("peer", "home: load", 100.0, "requests/s", "wrk peer")


def test_the_peers_figure_stands_beside_every_one_of_ours_with_its_name() -> None:
    stored, bare, words = beside([HOME, BARE, WORDS], [PEER])
    assert (stored.ratio, bare.ratio, words.ratio) == (12.0, 0.5, None)
    assert stored.peer_command == "wrk peer"


def test_a_peer_of_zero_gives_no_ratio() -> None:
    assert Figure("a", "b", 3, "", "c", peer=0).ratio is None


def test_the_table_shows_value_peer_ratio_aim_and_every_command_once() -> None:
    text = table(beside([HOME, BARE, WORDS], [PEER]), "Peer 1.0")
    line = next(line for line in text.splitlines() if "1,200" in line)
    assert line.split() == ["home:", "load", "1,200", "requests/s", "100", "12.00", "≥", "1,000", "met", "[1]", "[2]"]
    assert text.count("wrk ours") == text.count("wrk peer") == text.count("note: counted by spaces") == 1
    assert text.index("-- store on") < text.index("-- store off") < text.index("-- collection")


def test_an_aim_that_is_missed_says_so() -> None:
    assert "≤ 5 NOT MET" in table([Figure("start", "second start", 7.0, "s", "kb serve", Aim(5.0))], "")


def test_the_json_has_what_the_table_has() -> None:
    written = json.loads(json.dumps(as_json(beside([HOME, WORDS], [PEER]))))
    assert written[0]["peer"] == {"value": 100.0, "ratio": 12.0, "command": "wrk peer"}
    assert written[0]["aim"] == {"text": "≥ 1,000", "met": True}
    assert "peer" not in written[1]
    assert written[1]["note"] == "counted by spaces"


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (6, "6"), (60000, "60,000"), (1.234, "1.23"), (12.34, "12.3"), (123.4, "123")]
)
def test_numbers_are_written_with_three_significant_digits_or_whole(value: float, text: str) -> None:
    assert shown(value) == text


def test_figures_go_to_a_file_of_the_day_unless_another_is_given() -> None:
    today = date(2026, 1, 2)
    assert read_options([], today).json == Path("var/bench/2026-01-02.json")
    assert read_options(["--json", "x.json", "--no-peer"], today).json == Path("x.json")
    assert (read_options([], today).requests, read_options([], today).connections) == (500, 20)


@pytest.mark.parametrize("wrong", [["--seconds", "0"], ["--seconds", "3600"], ["--requests", "many"]])
def test_a_run_without_bounds_is_refused(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        read_options(wrong, date(2026, 1, 2))
    assert left.value.code == 2
    assert wrong[0] in capsys.readouterr().err
