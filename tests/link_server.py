"""A small web server on the loopback address with good, moved, dead, slow, looping and rude pages."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from kb.services.link_http import VisitPolicy

FAST = VisitPolicy("Casebook/1 (link check)", timeout=2.0, pause=0.0, private_networks=True)
REDIRECTS = {
    "/moved": (301, "/good"),
    "/moved-for-now": (302, "/good"),
    "/moved-twice": (308, "/moved"),
    "/to-home": (302, "/"),
    "/to-dead": (301, "/gone"),
    "/loop": (302, "/loop-back"),
    "/loop-back": (302, "/loop"),
    "/to-mail": (301, "mailto:somebody@example.org"),
    "/to-nowhere": (301, ""),
    "/to-broken": (301, "http://[broken/"),
    "/to-korean": (301, "/좋은 글?q=서울"),
    **{f"/chain-{number}": (302, f"/chain-{number + 1}") for number in range(9)},
    **{f"/five-{number}": (302, f"/five-{number + 1}" if number < 4 else "/good") for number in range(5)},
}
STATUS = {
    "/gone": 404,
    "/for-ever-gone": 410,
    "/forbidden": 403,
    "/busy": 429,
    "/broken": 500,
    "/away": 503,
    "/late": 504,
}


@dataclass
class LinkServer:
    """What a test sees of the running server."""

    address: str
    requests: list[tuple[str, str]] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    robots: tuple[int, str] = (404, "")
    sent: int = 0  # bytes of the endless page
    closing: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str) -> str:
        return f"{self.address}{path}"

    def visits(self) -> list[tuple[str, str]]:
        """List the requests but those for robots.txt."""
        return [request for request in self.requests if request[1] != "/robots.txt"]


class _Pages(BaseHTTPRequestHandler):
    server: Any
    protocol_version = "HTTP/1.1"

    def log_message(self, *_arguments: object) -> None:
        """Keep the tests' output clean."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        seen: LinkServer = self.server.seen
        seen.requests.append((self.command, self.path))
        seen.moments.append(time.monotonic())
        seen.agents.add(self.headers["User-Agent"])
        self.close_connection = True
        with contextlib.suppress(OSError):
            if self.path in REDIRECTS:
                self._redirect(*REDIRECTS[self.path])
            elif self.path == "/robots.txt":
                self._send(seen.robots[0], seen.robots[1].encode())
            elif self.path in ("/closes", "/slow", "/drip", "/endless", "/nonsense"):
                self._misbehave(seen)
            elif self.path == "/no-head" and self.command == "HEAD":
                self._send(405)
            elif self.path == "/hangs-up-on-head" and self.command == "HEAD":
                return
            else:
                self._send(STATUS.get(self.path, 200), b"<p>Good day</p>")

    def _send(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def _redirect(self, status: int, location: str) -> None:
        self.wfile.write(f"HTTP/1.1 {status} Elsewhere\r\nContent-Length: 0\r\n".encode())
        self.wfile.write(f"Location: {location}\r\n\r\n".encode() if location else b"\r\n")

    def _misbehave(self, seen: LinkServer) -> None:
        if self.path == "/slow":
            seen.closing.wait(30)
        elif self.path == "/nonsense":
            self.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
        elif self.path == "/drip":
            while not seen.closing.wait(0.05):
                self.wfile.write(b"H")
        elif self.path == "/endless" and self.command == "HEAD":
            self._send(405)
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            while not seen.closing.is_set():
                self.wfile.write(b"x" * 8192)
                seen.sent += 8192


@contextmanager
def link_server(host: str = "127.0.0.1") -> Iterator[LinkServer]:
    """Run the server on a free port of a loopback address."""
    server = ThreadingHTTPServer((host, 0), _Pages)
    server.daemon_threads = True
    seen = LinkServer(f"http://{host}:{server.server_address[1]}")
    server.seen = seen  # type: ignore[attr-defined]  # read by the handler
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        seen.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
