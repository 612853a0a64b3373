"""What a visit to an address can find, and which answer means what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

Outcome = Literal["ok", "moved", "dead", "slow", "loop", "refused", "malformed"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("malformed", "dead", "loop", "slow", "refused", "moved", "ok")
"""The worst first. `refused` says nothing about the page: the site turned the check away, not the reader."""

BROKEN: Final = frozenset(("malformed", "dead", "loop"))
"""Outcomes that an editor must mend."""

REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
PERMANENT: Final = frozenset((301, 308))
_TURNED_AWAY: Final = frozenset((401, 402, 403, 405, 406, 407, 429, 451, 503, 999))
_TOOK_TOO_LONG: Final = frozenset((408, 504))

NO_ANSWER: Final[dict[str, Outcome]] = {
    "unknown_host": "dead",
    "no_connection": "dead",
    "connection_closed": "dead",
    "bad_answer": "dead",
    "bad_redirect": "dead",
    "timeout": "slow",
    "certificate": "refused",
    "no_secure_connection": "refused",
    "private_address": "refused",
    "robots": "refused",
    "redirects_repeat": "loop",
    "too_many_redirects": "loop",
}
"""Why a visit ended without an answer that counts, and what that means."""


@dataclass(frozen=True, slots=True)
class LinkResult:
    """What one visit found. `final_address` is where redirects ended, if they led away; `detail` says why, or nothing."""

    address: str
    outcome: Outcome
    detail: str = ""
    status_code: int | None = None
    final_address: str | None = None


def without_answer(address: str, detail: str, status_code: int | None = None, final: str | None = None) -> LinkResult:
    """Make the result of a visit that ended for one of the reasons in `NO_ANSWER`."""
    return LinkResult(address, NO_ANSWER[detail], detail, status_code, final)


def of_answer(address: str, status_code: int, final: str | None, *, permanently: bool) -> LinkResult:
    """Judge the last answer of a visit. `permanently` says that the first redirect, if any, was meant for good."""
    if 200 <= status_code < 300:
        if final and is_home_page(final) and not is_home_page(address):
            return LinkResult(address, "moved", "home_page", status_code, final)
        return LinkResult(address, "moved" if final and permanently else "ok", "", status_code, final)
    if status_code in _TURNED_AWAY:
        return LinkResult(address, "refused", "", status_code, final)
    if status_code in _TOOK_TOO_LONG:
        return LinkResult(address, "slow", "", status_code, final)
    return LinkResult(address, "dead", "", status_code, final)


def is_home_page(address: str) -> bool:
    """Say whether an address is a site's front door, where sites send those who ask for a page that is gone."""
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query
