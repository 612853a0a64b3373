"""A client for one server on the loopback address, and the time that its answers take."""

from __future__ import annotations

import http.client
import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bench.errors import BenchError

HOST: Final = "127.0.0.1"
TIMEOUT_SECONDS: Final = 30.0
HEADERS: Final = {"Accept-Encoding": "gzip", "Accept": "text/html"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; the body as it was sent, compressed or not."""

    status: int
    body: bytes
    encoding: str
    content_type: str


class Client:
    """One connection, kept open; it is made again where the server has closed it."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=TIMEOUT_SECONDS)

    def get(self, path: str) -> Answer:
        """Ask for a path (percent-encoded). Raises `BenchError` if there is no answer."""
        try:
            return self._ask(path)
        except (http.client.RemoteDisconnected, ConnectionError):
            self._connection.close()
        try:
            return self._ask(path)
        except (http.client.HTTPException, OSError) as error:
            raise BenchError(f"no answer to {path}: {error!r}") from None

    def get_ok(self, path: str) -> Answer:
        """Ask for a path that must answer 200: an error page is no measurement."""
        answer = self.get(path)
        if answer.status != 200:
            raise BenchError(f"{path} answered {answer.status}")
        return answer

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _ask(self, path: str) -> Answer:
        self._connection.request("GET", path, headers=HEADERS)
        response = self._connection.getresponse()
        body = response.read()
        encoding, content_type = response.getheader("Content-Encoding", ""), response.getheader("Content-Type", "")
        return Answer(response.status, body, encoding or "", content_type or "")


def time_answers(client: Client, paths: Iterable[str]) -> list[float]:
    """Ask for each path once, one after another; return the seconds from sending to the last byte, in that order."""
    spent = []
    for path in paths:
        started = time.perf_counter()
        client.get_ok(path)
        spent.append(time.perf_counter() - started)
    return spent


def percentile(values: Sequence[float], share: float) -> float:
    """Give the smallest value that at least `share` (0 to 1) of the values don't exceed (nearest rank)."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
