"""What readers may report about a record: limits of the texts, how often, and what is kept of where they are."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal

from kb.domain.addresses import SERIOUS, form_faults
from kb.errors import Problem

State = Literal["open", "closed"]
STATES: Final[tuple[State, ...]] = ("open", "closed")

LIMITS: Final[Mapping[str, int]] = {"what": 4000, "where": 300, "source": 1000, "contact": 200}
"""The fields of a report with the most characters each may have."""

REQUIRED: Final = ("what", "where")
STAFF: Final = frozenset(("editor", "administrator"))
"""Roles that may close a report."""

SENDER_KEPT: Final = timedelta(hours=24)
"""How long the mark of a sender's network is kept."""

ALLOWED: Final[Sequence[tuple[int, timedelta]]] = ((10, timedelta(hours=1)), (30, SENDER_KEPT))
"""How many reports one network may send in how long: enough for an office behind one address."""

_BIDI: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def tidy(text: str) -> str:
    """Compose letters, unify line ends, and drop what could mislead a terminal or a database: controls, reversals."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(char for char in lines if char in "\n\t" or unicodedata.category(char) != "Cc")
    return _BIDI.sub("", kept).strip()


def is_blank(text: str) -> bool:
    """Say whether a text shows nothing: it is empty, or made of spaces and invisible signs."""
    return all(unicodedata.category(char)[0] == "Z" or unicodedata.category(char) in ("Cc", "Cf") for char in text)


def clean_report(given: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """Tidy every field of a report; list all problems: `missing`, `too_long` (detail: its length), `not_an_address`."""
    fields = {name: tidy(given.get(name, "")) for name in LIMITS}
    fields = {name: "" if is_blank(text) else text for name, text in fields.items()}
    problems = [Problem(name, "missing") for name in REQUIRED if not fields[name]]
    problems += [
        Problem(name, "too_long", str(len(fields[name]))) for name, most in LIMITS.items() if len(fields[name]) > most
    ]
    address = with_scheme(fields["source"])
    if not SERIOUS.isdisjoint(form_faults(address)) if address else False:
        problems.append(Problem("source", "not_an_address"))
    else:
        fields["source"] = address
    order = list(LIMITS)
    return fields, sorted(problems, key=lambda problem: order.index(problem.where))


def with_scheme(address: str) -> str:
    """Complete an address typed as people say it (`www.seoul.go.kr/news`); leave any other as it is."""
    return f"https://{address}" if re.match(r"[\w-]+(\.[\w-]+)+(?:[/?#:]|$)", address) else address


def sender_mark(secret: str, address: str) -> str:
    """Give a mark by which a network is recognised and from which, without the secret, its address can't be found.

    An IPv6 network counts by its first 64 bits, which is what one household or office has.
    """
    return hmac.new(f"report-sender:{secret}".encode(), _network(address).encode(), hashlib.sha256).hexdigest()


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def seconds_to_wait(sent: Sequence[datetime], moment: datetime) -> int:
    """Say how long a network must wait that sent reports at these moments (oldest first); 0 if it may send now."""
    waits = [0.0]
    for most, period in ALLOWED:
        recent = [at for at in sent if at > moment - period]
        if len(recent) >= most:
            waits.append((recent[-most] + period - moment).total_seconds())
    return math.ceil(max(waits))
