"""Keeps rendered public pages in memory for as long as the content they show stays the same.

A page is found under its full address and the content generation, which rises in the transaction that publishes; so
nothing is ever shown that a later publication changed. Requests with a session cookie pass the store by.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PUBLIC: Final = "public, max-age=0, must-revalidate"
CAPACITY: Final = 24 * 1024 * 1024  # bytes of page text a process
LARGEST_SHARE: Final = 20  # a page may take at most one part in so many of the capacity


def store_key(environ: WSGIEnvironment) -> str:
    """Name what a request asks for: its full address, as it came."""
    host = environ.get("HTTP_HOST") or environ["SERVER_NAME"]
    return f"{environ['wsgi.url_scheme']}://{host}{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}"


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A rendered page; `zipped` is the same body compressed, `headers` are those of its own (file name, licence)."""

    content_type: str
    body: bytes
    zipped: bytes
    etag: str
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def size(self) -> int:
        """Count the bytes that the page takes up."""
        return len(self.body) + len(self.zipped)


class PageStore:
    """The pages of one content generation, the least recently asked for dropped first. Safe for threads."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._pages: OrderedDict[str, StoredPage] = OrderedDict()
        self._generation = 0
        self._size = 0
        self._lock = Lock()

    @property
    def size(self) -> int:
        """Count the bytes kept."""
        return self._size

    def holds(self, address: str) -> bool:
        """Say whether there is a page under this address, of whatever generation."""
        return address in self._pages

    def get(self, generation: int, address: str) -> StoredPage | None:
        """Find a page of the given generation."""
        with self._lock:
            if generation != self._generation or address not in self._pages:
                return None
            self._pages.move_to_end(address)
            return self._pages[address]

    def put(self, generation: int, address: str, page: StoredPage) -> None:
        """Keep a page. One of another generation than the others empties the store first."""
        with self._lock:
            if page.size * LARGEST_SHARE > self._capacity:
                return
            if generation != self._generation:
                self._pages.clear()
                self._generation, self._size = generation, 0
            if address in self._pages:
                self._size -= self._pages.pop(address).size
            self._pages[address] = page
            self._size += page.size
            while self._size > self._capacity:
                self._size -= self._pages.popitem(last=False)[1].size
