"""The form of web addresses: what is wrong with one that can be seen without visiting it."""

from __future__ import annotations

import ipaddress
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit

SERIOUS: Final = frozenset(
    ("scheme", "spaces", "characters", "percent", "host", "port", "credentials", "not_public", "repeated_scheme")
)
"""Faults that make an address unusable; the others are for a person to weigh."""

_SCHEMES: Final = ("http", "https")
_UNSAFE = re.compile(r"[\x00-\x20\x7f<>\"{}|\\^`]")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_LOCAL_ENDINGS: Final = (".local", ".localhost", ".internal", ".lan", ".test", ".invalid", ".example")
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|ocid|_ga|xtor|at_medium|at_campaign")
_REFERRERS: Final = frozenset(("naver", "daum", "google", "facebook", "fb", "twitter", "tw", "kakao"))
_SESSION = re.compile(r"jsessionid|phpsessid|aspsessionid\w*|cfid|cftoken|session_?id", re.IGNORECASE)
_SHORTENERS: Final = frozenset(
    ("bit.ly", "t.co", "goo.gl", "tinyurl.com", "ow.ly", "buff.ly", "me2.do", "url.kr", "han.gl")
)


def form_faults(address: str, *, private_networks: bool = False) -> list[str]:
    """Name what is wrong with the form of an address, the worst first; the codes in `SERIOUS` make it unusable.

    `private_networks` accepts addresses of this machine and of private networks.
    """
    serious = _serious_faults(address, private_networks)
    return serious or list(_lesser_faults(address, urlsplit(address)))


def _serious_faults(address: str, private_networks: bool) -> list[str]:
    if any(char.isspace() for char in address):
        return ["spaces"]
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ["port"] if re.match(r"https?://[^/\[]+:", address) else ["host"]
    if parts.scheme not in _SCHEMES:
        return ["scheme"]
    faults = ["repeated_scheme"] if re.match(r"https?://(https?[:/]|//)", address) else []
    faults += ["credentials"] if parts.username is not None else []
    faults += ["port"] if port == 0 else []
    if not _is_host(host):
        faults.append("host")
    elif not private_networks and not is_public_host(host):
        faults.append("not_public")
    faults += ["characters"] if _UNSAFE.search(address) else []
    faults += ["percent"] if _BROKEN_ESCAPE.search(address) else []
    return faults


def _lesser_faults(address: str, parts: SplitResult) -> Iterator[str]:
    balanced = address.count("(") == address.count(")")
    if address.endswith((".", ",", ";", "'", "…")) or (address.endswith(")") and not balanced):
        yield "trailing_punctuation"
    if without_tracking(address) != address:
        yield "tracking"
    if _SESSION.search(parts.query) or ";jsessionid=" in parts.path.lower():
        yield "session"
    if (parts.hostname or "").removeprefix("www.") in _SHORTENERS:
        yield "shortened"


def _is_host(host: str) -> bool:
    if _as_ip(host):
        return True
    try:
        name = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return False
    return bool(name) and len(name) <= 253 and all(_LABEL.fullmatch(label) for label in name.split("."))


def is_public_host(host: str) -> bool:
    """Say whether a host name or IP address may lie on the public internet."""
    ip = _as_ip(host)
    if ip:
        return is_public_ip(host)
    name = host.rstrip(".").lower()
    return "." in name and not name.endswith(_LOCAL_ENDINGS) and not name.rpartition(".")[2].isdigit()


def is_public_ip(text: str) -> bool:
    """Say whether an IP address can be reached by everybody. A text that is no IP address can't."""
    ip = _as_ip(text)
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return bool(ip and ip.is_global and not ip.is_multicast)


def _as_ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def without_tracking(address: str) -> str:
    """Leave out the parameters that only say how a reader came to the page; otherwise the same text."""
    parts = urlsplit(address)
    pairs = parts.query.split("&") if parts.query else []
    kept = [pair for pair in pairs if not _only_tracks(*pair.partition("=")[::2])]
    return address if kept == pairs else parts._replace(query="&".join(kept)).geturl()


def _only_tracks(name: str, value: str) -> bool:
    return bool(_TRACKING.fullmatch(name.lower())) or (name.lower() == "ref" and value.lower() in _REFERRERS)


def same_place(address: str) -> str:
    """Give a text that two addresses share when they very likely lead to the same page."""
    parts = urlsplit(without_tracking(address))
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=False)))
    return f"{host}{parts.path.rstrip('/')}?{query}"


def shared_places(addresses: Mapping[str, str]) -> Mapping[str, list[str]]:
    """Map each key whose address leads to the same page as others' to those other keys."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for key, address in addresses.items():
        places[same_place(address)].append(key)
    return {key: [other for other in keys if other != key] for keys in places.values() if len(keys) > 1 for key in keys}


@dataclass(frozen=True, slots=True)
class Target:
    """An address as it goes over the wire, in ASCII."""

    scheme: str
    host: str
    port: int
    path: str  # with the query

    @property
    def authority(self) -> str:
        """Write host and port as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _default_port(self.scheme) else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Name the site: scheme, host and port."""
        return f"{self.scheme}://{self.authority}"


def wire_form(address: str) -> Target:
    """Write an address without serious faults as it is asked for: host in Punycode, other signs escaped."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    ascii_host = host if _as_ip(host) else host.encode("idna").decode("ascii").lower()
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~[]")
    return Target(
        parts.scheme, ascii_host, parts.port or _default_port(parts.scheme), f"{path}?{query}" if query else path
    )


def _default_port(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def spread_by_host(addresses: Iterable[str]) -> list[str]:
    """Order addresses so that those of one host stand far apart: the first of every host, then the second, and so on."""
    seen: defaultdict[str, int] = defaultdict(int)
    rounds: list[tuple[int, int, str]] = []
    for place, address in enumerate(addresses):
        host = urlsplit(address).hostname or ""
        rounds.append((seen[host], place, address))
        seen[host] += 1
    return [address for _round, _place, address in sorted(rounds)]
