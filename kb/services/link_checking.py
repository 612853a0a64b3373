"""Checking the addresses of the sources: which are due, what was found, kept one by one so that nothing done is lost."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from kb import __version__
from kb.clock import now
from kb.config import Config
from kb.db.models.link_check import LinkCheck
from kb.db.queries.links import SourceLink, source_links
from kb.domain.link_outcomes import LinkResult, Outcome
from kb.errors import KBError
from kb.services.link_http import VisitPolicy
from kb.services.link_visiting import Visitor
from kb.services.link_workers import visit_all
from kb.services.site import Site
from kb.uow import UnitOfWork

Progress = Callable[[str, int, int], None]
_UNHEARD: Final = frozenset(("unknown_host", "no_connection", "timeout"))
_UNHEARD_HOSTS: Final = 5
_SOONER: Final = {"slow": timedelta(days=1), "malformed": timedelta(0)}
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DueAddress:
    """An address to visit, without its fragment, and the sources that have it."""

    address: str
    sources: Mapping[int, str]  # record id to the address as the source writes it


def user_agent(config: Config) -> str:
    """Name the site to those it visits, with the page that tells what it is where its public address is known."""
    product = re.sub(r"[^A-Za-z0-9]", "", config.site_name["en"]) or "Casebook"
    about = f"+{config.base_url}/en/about; " if config.base_url else ""
    return f"{product}/{__version__} ({about}link check)"


def due_addresses(session: Session, older_than: timedelta) -> list[DueAddress]:
    """List the addresses never checked, then those whose check is older than that, the oldest first.

    One that was too slow is due again after a day, a malformed one always: it costs no visit. An address that several sources share (their fragments may differ)
    is visited once for all of them.
    """
    known: defaultdict[str, dict[int, str]] = defaultdict(dict)
    oldest: dict[str, datetime] = {}
    present = now()
    for link in source_links(session):
        if not link.address:
            continue
        address = link.address.partition("#")[0]
        known[address][link.source_id] = link.address
        checked = link.check.checked_at if link.check else _NEVER
        if checked <= present - _patience(link, older_than):
            oldest[address] = min(oldest.get(address, checked), checked)
    return [DueAddress(address, known[address]) for address in sorted(oldest, key=lambda item: oldest[item])]


def _patience(link: SourceLink, older_than: timedelta) -> timedelta:
    return min(older_than, _SOONER.get(link.check.outcome, older_than)) if link.check else older_than


def visit_links(
    site: Site, policy: VisitPolicy, older_than: timedelta, limit: int | None, progress: Progress
) -> Counter[Outcome]:
    """Visit what is due, at most `limit` addresses, and keep every result at once; count them by outcome.

    Whatever ends it early (Ctrl-C, a lost connection), what was kept stays and a later call goes on from there.
    Raises `KBError` when nothing at all answers: then it is this machine that is cut off, and nothing is kept.
    """
    with site.reads() as session:
        due = {item.address: item for item in due_addresses(session, older_than)[:limit]}
    counts: Counter[Outcome] = Counter()
    unheard: list[LinkResult] | None = []
    with closing(visit_all(list(due), Visitor(policy))) as results:
        for done, result in enumerate(results, 1):
            progress("addresses", done, len(due))
            counts[result.outcome] += 1
            if unheard is not None and result.detail in _UNHEARD:
                unheard.append(result)
                _insist_on_a_connection(unheard)
                continue
            if unheard is not None and result.outcome != "malformed":
                _keep(site, due, unheard)
                unheard = None
            _keep(site, due, [result])
    _keep(site, due, unheard or [])
    return counts


def _insist_on_a_connection(unheard: Sequence[LinkResult]) -> None:
    if len({urlsplit(result.address).hostname for result in unheard}) >= _UNHEARD_HOSTS:
        raise KBError(f"none of {_UNHEARD_HOSTS} sites answers; is this machine online? Nothing was recorded")


def _keep(site: Site, due: Mapping[str, DueAddress], results: Sequence[LinkResult]) -> None:
    if results:
        with site.unit_of_work() as uow:
            for result in results:
                keep_result(uow, result, due[result.address].sources)
            uow.commit()


def keep_result(uow: UnitOfWork, result: LinkResult, sources: Mapping[int, str]) -> None:
    """Keep what a visit found for every source that has the address, in place of the check before."""
    for source_id, address in sources.items():
        check = uow.session.get(LinkCheck, source_id)
        if check is None:
            check = LinkCheck(source_id=source_id)
            uow.session.add(check)
        if (check.address, check.outcome) != (address, result.outcome):
            check.since = uow.moment
        check.address, check.outcome, check.detail = address, result.outcome, result.detail
        check.status_code, check.final_address = result.status_code, result.final_address
        check.checked_at = uow.moment
