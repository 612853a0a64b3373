import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.errors import BenchError
from bench.load import Shape, read_wrk, with_threads
from bench.serving import read_steps


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(404 if self.path == "/missing" else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_given: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_the_figures_of_wrk_are_read_from_the_line_that_its_script_prints() -> None:
    load = read_wrk("Running 2s test\nfigures requests=3000 microseconds=2000000 failed=1\nRequests/sec: 1\n", "wrk …")
    assert (load.requests, load.seconds, load.failed, load.per_second) == (3000, 2.0, 1, 1499.5)


def test_output_of_wrk_without_figures_is_refused() -> None:
    with pytest.raises(BenchError, match="no figures"):
        read_wrk("unable to connect", "wrk …")


def test_threads_ask_until_the_time_is_up_count_answers_and_say_that_they_are_a_substitute(port: int) -> None:
    load = with_threads(port, ["/a", "/b"], Shape(connections=3, seconds=1))
    assert load.requests > 10
    assert load.failed == 0
    assert 1.0 <= load.seconds < 5.0
    assert "wrk was not found" in load.note


def test_threads_count_errors_as_failed(port: int) -> None:
    load = with_threads(port, ["/missing"], Shape(connections=1, seconds=1))
    assert load.failed == load.requests > 0


def test_the_seconds_of_each_step_are_read_from_what_the_server_prints() -> None:
    printed = """Smart City Casebook · 스마트시티 케이스북
  database     empty to 0003                               0.1 s
  seed         526 new, 0 updated, 0 unchanged             3.1 s
    indexing: 200 of 526
  index        built, 526 records                         12.4 s
Ready: http://127.0.0.1:8000/  (stop with Ctrl-C)
"""
    assert read_steps(printed) == {"database": 0.1, "seed": 3.1, "index": 12.4}
