"""What a page does besides showing itself: complaints on the console, requests, their sizes."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request


class Watch:
    """Listens to a page. `problems` lists what no page of the site may do; `requests` all that it asked for."""

    def __init__(self, page: Page, address: str) -> None:
        self.problems: list[str] = []
        self.requests: list[Request] = []
        self._host = urlsplit(address).netloc
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        page.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning") or _tells_status_of_page(message):
            return
        self.problems.append(f"console {message.type}: {message.text}")

    def _on_request(self, request: Request) -> None:
        self.requests.append(request)
        host = urlsplit(request.url).netloc
        if host != self._host:
            self.problems.append(f"request to another host: {request.url}")


def _tells_status_of_page(message: ConsoleMessage) -> bool:
    """Say whether this is only Chromium's line about a page that rightly answers 404 or 410."""
    page = message.page
    return page is not None and message.text.startswith("Failed to load") and message.location["url"] == page.url
