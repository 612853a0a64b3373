"""`kb serve` as its operator meets it: it starts whole, ends whole, and mends its own parts."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import pytest

from tests.faults.processes import free_port, serving, start, still_running, wait_for

LONGEST_END = 10.0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["terminate", "Ctrl-C"])
def test_a_signal_ends_everything_within_ten_seconds(data_folder: Path, tmp_path: Path, number: signal.Signals) -> None:
    with serving(data_folder, tmp_path / "log") as served:
        assert served.worker()
        assert len(served.seen) >= 3, "gunicorn, its workers and the background worker"
        assert served.status("/en/") == 200
        assert served.stop(number) < LONGEST_END
        assert served.process.returncode == 0
        assert still_running(served.seen) == {}
        assert served.status("/healthz") == 0
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_a_killed_worker_is_started_again_and_a_killed_web_server_ends_the_whole(
    data_folder: Path, tmp_path: Path
) -> None:
    with serving(data_folder, tmp_path / "log") as served:
        first = served.worker()
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: served.worker() not in (0, first), "another worker")
        assert served.status("/readyz") == 200

        web = next(pid for pid, command in served.seen.items() if "gunicorn" in command)
        os.kill(web, signal.SIGKILL)
        wait_for(lambda: served.process.poll() is not None, "the end")
        assert served.process.returncode == 1
        wait_for(lambda: not still_running(served.seen), "nothing is left", LONGEST_END)
    assert "the web server ended" in (tmp_path / "log").read_text()


def test_a_taken_port_is_said_in_one_line(data_folder: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port()))
        taken.listen()
        with (tmp_path / "log").open("w") as log:
            process = start(data_folder, "serve", "--port", str(taken.getsockname()[1]), log=log)
            assert process.wait(60) == 1
    said = (tmp_path / "log").read_text()
    assert "Traceback" not in said
    assert "can't listen" in said.splitlines()[-1]
