"""Visiting one address politely: robots.txt first, HEAD then GET, redirects followed one by one, loops noticed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final
from urllib.parse import urldefrag, urljoin

from kb.domain.addresses import SERIOUS, form_faults, wire_form
from kb.domain.link_outcomes import PERMANENT, REDIRECTS, LinkResult, of_answer, without_answer
from kb.domain.robots import EVERYTHING, NOTHING, RobotsRules, parse_robots
from kb.services.link_http import Answer, Method, NoAnswer, VisitPolicy, ask
from kb.services.link_pace import Pace

MAX_REDIRECTS: Final = 5
_WORTH_A_GET: Final = frozenset(("connection_closed", "bad_answer", "timeout"))
_LEAVE_ALONE: Final = frozenset((429, 503))

Ask = Callable[[Method, str, VisitPolicy], Answer]


class Visitor:
    """Visits addresses; threads may share one. What it learns of a site's robots.txt is kept for its lifetime."""

    def __init__(self, policy: VisitPolicy, pace: Pace | None = None, send: Ask = ask) -> None:
        self.policy = policy
        self.pace = pace or Pace(policy.pause)
        self._send = send
        self._robots: dict[str, RobotsRules] = {}
        self._origins: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def visit(self, address: str) -> LinkResult:
        """Say what is found at an address. Raises `Stopped` when the pace was stopped meanwhile."""
        faults = form_faults(address, private_networks=self.policy.private_networks)
        if faults and faults[0] in SERIOUS:
            return LinkResult(address, "malformed", faults[0])
        here, seen, permanently, status = address, {_place(address)}, False, None
        for hop in range(MAX_REDIRECTS + 1):
            away = here if hop else None
            if not self._may_visit(here):
                return without_answer(address, "robots", status, away)
            try:
                answer = self._look(here)
            except NoAnswer as failure:
                return without_answer(address, failure.detail, None, away)
            status = answer.status
            if status not in REDIRECTS:
                return of_answer(address, status, away, permanently=permanently)
            permanently = permanently or (hop == 0 and status in PERMANENT)
            there = _joined(here, answer.location)
            if there is None:
                return without_answer(address, "bad_redirect", status, away)
            here = there
            if _place(here) in seen:
                return without_answer(address, "redirects_repeat", status, here)
            seen.add(_place(here))
        return without_answer(address, "too_many_redirects", status, here)

    def _look(self, address: str) -> Answer:
        """Ask for the head only; where a site doesn't answer that properly, for the page."""
        try:
            answer = self._request("HEAD", address)
        except NoAnswer as failure:
            if failure.detail not in _WORTH_A_GET:
                raise
        else:
            if answer.status < 400 or answer.status in _LEAVE_ALONE:
                return answer
        return self._request("GET", address)

    def _request(self, method: Method, address: str) -> Answer:
        self.pace.take_turn(wire_form(address).host)
        return self._send(method, address, self.policy)

    def _may_visit(self, address: str) -> bool:
        target = wire_form(address)
        with self._lock:
            one_at_a_time = self._origins.setdefault(target.origin, threading.Lock())
        with one_at_a_time:
            if target.origin not in self._robots:
                rules = self._read_robots(f"{target.origin}/robots.txt")
                self._robots[target.origin] = rules
                if rules.pause:
                    self.pace.slow_down(target.host, rules.pause)
        return self._robots[target.origin].allow(target.path)

    def _read_robots(self, address: str) -> RobotsRules:
        """Fetch a site's rules. None there: everything may be visited. Out of order (5xx): nothing may (RFC 9309)."""
        for _hop in range(MAX_REDIRECTS + 1):
            try:
                answer = self._request("GET", address)
            except NoAnswer:
                return EVERYTHING  # the page itself will show what is wrong
            if answer.status in REDIRECTS:
                there = _joined(address, answer.location)
                if there is None:
                    return EVERYTHING
                address = there
                continue
            if 200 <= answer.status < 300:
                product = self.policy.user_agent.partition("/")[0]
                return parse_robots(answer.body.decode("utf-8", "replace"), product)
            return NOTHING if answer.status >= 500 else EVERYTHING
        return EVERYTHING


def _joined(here: str, location: str) -> str | None:
    """Find where a redirect leads; None where that is no web address. Sites leave signs unescaped, as browsers forgive."""
    try:
        there = urldefrag(urljoin(here, location.replace(" ", "%20"))).url
    except ValueError:
        return None
    faults = form_faults(there, private_networks=True)  # a private one is refused when its name is looked up
    usable = not faults or faults[0] not in SERIOUS - {"characters", "percent"}
    return there if location and usable else None


def _place(address: str) -> str:
    target = wire_form(address)
    return f"{target.origin}{target.path}"
