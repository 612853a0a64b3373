"""One HTTP request of the link check: nothing followed, little read, and never longer than agreed."""

from __future__ import annotations

import io
import socket
import ssl
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead, RemoteDisconnected
from typing import Any, Final, Literal, cast

from kb.domain.addresses import Target, is_public_ip, wire_form

BODY_LIMIT: Final = 64 * 1024
Method = Literal["HEAD", "GET"]


@dataclass(frozen=True, slots=True)
class VisitPolicy:
    """How the check behaves: what it calls itself, how long it waits, how often and how many at once it asks."""

    user_agent: str
    timeout: float = 20.0  # seconds for one request, to its last byte; a slow name server counts but isn't cut short
    pause: float = 1.0  # seconds between two requests to one host
    at_once: int = 4  # addresses visited at the same time
    private_networks: bool = False  # visit this machine and private networks, too


@dataclass(frozen=True, slots=True)
class Answer:
    """The head of an answer, and up to `BODY_LIMIT` bytes of its body."""

    status: int
    location: str
    body: bytes


class NoAnswer(Exception):
    """A request had no answer; `detail` is a key of `kb.domain.link_outcomes.NO_ANSWER`."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


def ask(method: Method, address: str, policy: VisitPolicy) -> Answer:
    """Send one request to an address without serious faults. Raises `NoAnswer`."""
    target = wire_form(address)
    deadline = time.monotonic() + policy.timeout
    try:
        with _connect(target, deadline, policy.private_networks) as plain, _secured(plain, target) as connected:
            return _exchange(connected, method, target, deadline, policy.user_agent)
    except NoAnswer:
        raise
    except TimeoutError:
        raise NoAnswer("timeout") from None
    except ssl.SSLCertVerificationError:
        raise NoAnswer("certificate") from None
    except (RemoteDisconnected, IncompleteRead, ConnectionError, ssl.SSLEOFError):
        raise NoAnswer("connection_closed") from None
    except ssl.SSLError:
        raise NoAnswer("no_secure_connection") from None
    except (HTTPException, ValueError):
        raise NoAnswer("bad_answer") from None
    except OSError:
        raise NoAnswer("no_connection") from None


def _connect(target: Target, deadline: float, private_networks: bool) -> socket.socket:
    """Connect to the first of the host's addresses that takes the call.

    The host's IP addresses are looked at here, once, and connected to as they are: a name that leads into a private
    network is refused, and can't lead elsewhere between the look and the connection.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        raise NoAnswer("unknown_host") from None
    if not private_networks and not all(is_public_ip(str(place[0])) for *_kind, place in found):
        raise NoAnswer("private_address")
    failure: OSError = OSError("no address")
    for family, kind, protocol, _name, place in found:
        connected = socket.socket(family, kind, protocol)
        try:
            connected.settimeout(_left(deadline))
            connected.connect(place)
        except OSError as error:
            connected.close()
            failure = error
        else:
            return connected
    raise NoAnswer("timeout" if isinstance(failure, TimeoutError) else "no_connection")


def _secured(connected: socket.socket, target: Target) -> socket.socket:
    if target.scheme == "http":
        return connected
    return ssl.create_default_context().wrap_socket(connected, server_hostname=target.host)


def _exchange(connected: socket.socket, method: Method, target: Target, deadline: float, user_agent: str) -> Answer:
    connection = HTTPConnection(target.host, target.port)
    connection.sock = connected
    connection.request(
        method,
        target.path,
        headers={
            "Host": target.authority,
            "User-Agent": user_agent,
            "Accept": "text/html,application/pdf;q=0.9,*/*;q=0.8",
            "Accept-Encoding": "identity",
            "Connection": "close",
        },
    )
    timed = cast(socket.socket, _TimedSocket(connected, deadline))  # HTTPResponse only calls `makefile`
    with HTTPResponse(timed, method=method) as response:
        response.begin()
        body = b"" if method == "HEAD" else _read(response)
        return Answer(response.status, _decoded(response.getheader("Location") or ""), body)


def _read(response: HTTPResponse) -> bytes:
    body = b""
    while len(body) < BODY_LIMIT and (part := response.read(min(8192, BODY_LIMIT - len(body)))):
        body += part
    return body


def _decoded(header: str) -> str:
    """Undo the Latin-1 that `http.client` reads headers as; addresses in them are often plain UTF-8."""
    return header.encode("latin-1", "replace").decode("utf-8", "replace").strip()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _TimedSocket:
    """A socket for reading by a deadline, however slowly the bytes drip in; a socket's own timeout starts anew at each."""

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self._connected = connected
        self._deadline = deadline

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Open the reading side."""
        return io.BufferedReader(_TimedReader(self._connected, self._deadline))


class _TimedReader(io.RawIOBase):
    def __init__(self, connected: socket.socket, deadline: float) -> None:
        super().__init__()
        self._connected = connected
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._connected.settimeout(_left(self._deadline))
        return self._connected.recv_into(buffer)
