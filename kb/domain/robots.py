"""What a site's robots.txt permits (RFC 9309): groups by product token, longest rule wins, `*` and `$` in rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """The rules for one visitor: (allowed, pattern) pairs, and the pause in seconds that the site asks for, if any."""

    rules: tuple[tuple[bool, str], ...] = ()
    pause: float | None = None

    def allow(self, path: str) -> bool:
        """Say whether a path (with its query) may be visited; where two rules are equally long, the permission wins."""
        same = _same_escapes(path)
        matching = [(len(pattern), allowed) for allowed, pattern in self.rules if _matches(pattern, same)]
        return max(matching)[1] if matching else True


EVERYTHING = RobotsRules()
NOTHING = RobotsRules(((False, "/"),))


def parse_robots(text: str, product: str) -> RobotsRules:
    """Read the rules for the visitor that calls itself `product`; those for `*` where none name it."""
    own: list[tuple[str, str]] = []
    general: list[tuple[str, str]] = []
    named = False
    for agents, lines in _groups(text):
        if product.lower() in agents:
            named = True
            own += lines
        elif "*" in agents:
            general += lines
    lines = own if named else general
    pauses = [pause for name, value in lines if name == "crawl-delay" and (pause := _seconds(value)) is not None]
    return RobotsRules(
        tuple((name == "allow", _same_escapes(value)) for name, value in lines if name != "crawl-delay" and value),
        max(pauses, default=None),
    )


def _groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    """Yield each group: the product tokens it is for, and its rule lines."""
    agents: set[str] = set()
    lines: list[tuple[str, str]] = []
    for line in text.removeprefix("\ufeff").splitlines():
        name, _colon, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        name = name.lower()
        if name == "user-agent":
            if lines:
                yield agents, lines
                agents, lines = set(), []
            agents.add(value.partition("/")[0].strip().lower())
        elif name in ("allow", "disallow", "crawl-delay") and agents:
            lines.append((name, value))
    yield agents, lines


def _seconds(value: str) -> float | None:
    return float(value) if re.fullmatch(r"\d{1,6}(\.\d{1,3})?", value) else None


def _same_escapes(path: str) -> str:
    escaped = quote(path, safe="/%:@!$&'()*+,;=~?")
    return _ESCAPE.sub(lambda match: match.group().upper(), escaped)


def _matches(pattern: str, path: str) -> bool:
    """Match without backtracking: each piece between asterisks is looked for after the one before."""
    anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not rest:
        return not anchored or at == len(path)
    last = rest.pop() if anchored else ""
    for piece in rest:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return path.endswith(last) and len(path) - len(last) >= at
