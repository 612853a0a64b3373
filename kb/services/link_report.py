"""The state of the sources' addresses, for those who mend them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sqlalchemy.orm import Session

from kb.clock import now
from kb.config import Config
from kb.db.queries.links import SourceLink, source_links
from kb.domain.addresses import SERIOUS, form_faults, shared_places, without_tracking
from kb.domain.content_findings import Finding
from kb.domain.link_outcomes import BROKEN, OUTCOMES, Outcome
from kb.domain.locales import Locale
from kb.rendering.standalone import render_standalone
from kb.services.site import resource


@dataclass(frozen=True, slots=True)
class FormNote:
    """Something odd about the form of a source's address; `detail` is what to write instead, or whose address it is."""

    link: SourceLink
    fault: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LinkReport:
    """All published sources: by the outcome of their last check, and those that have none."""

    by_outcome: Mapping[Outcome, Sequence[SourceLink]]  # every outcome is there, the worst first
    not_checked: Sequence[SourceLink]
    without_address: Sequence[SourceLink]
    form_notes: Sequence[FormNote]

    @property
    def broken(self) -> int:
        """Count the sources that an editor must mend."""
        return sum(len(links) for outcome, links in self.by_outcome.items() if outcome in BROKEN)


def form_findings(session: Session, *, private_networks: bool = False) -> list[Finding]:
    """List what is wrong with the form of the sources' addresses, seen without visiting them."""
    return [
        Finding(
            f"source:{note.link.slug}",
            "url",
            "",
            note.fault,
            note.detail or note.link.address or "",
            "error" if note.fault in SERIOUS else "warning",
        )
        for note in _form_notes(source_links(session), private_networks)
    ]


def read_link_report(session: Session, *, private_networks: bool = False) -> LinkReport:
    """Read the last check of every published source; what has none and can't be visited is malformed."""
    by_outcome: dict[Outcome, list[SourceLink]] = {outcome: [] for outcome in OUTCOMES}
    not_checked: list[SourceLink] = []
    links = source_links(session)
    for link in links:
        if link.check and link.check.outcome != "malformed":
            by_outcome[cast(Outcome, link.check.outcome)].append(link)
        elif _is_unusable(link, private_networks):
            by_outcome["malformed"].append(link)
        elif link.address:
            not_checked.append(link)
    return LinkReport(
        by_outcome, not_checked, [link for link in links if not link.address], _form_notes(links, private_networks)
    )


def _is_unusable(link: SourceLink, private_networks: bool) -> bool:
    return bool(SERIOUS & set(form_faults(link.address, private_networks=private_networks))) if link.address else False


def _form_notes(links: Sequence[SourceLink], private_networks: bool) -> list[FormNote]:
    notes = []
    usable: dict[str, str] = {}
    by_slug = {link.slug: link for link in links}
    for link in links:
        faults = form_faults(link.address, private_networks=private_networks) if link.address else []
        for fault in faults:
            instead = without_tracking(link.address or "") if fault == "tracking" else ""
            notes.append(FormNote(link, fault, instead))
        if link.address and not SERIOUS & set(faults):
            usable[link.slug] = link.address
    for slug, others in shared_places(usable).items():
        notes.append(FormNote(by_slug[slug], "same_page_as", ", ".join(others)))
    return notes


def write_link_report(report: LinkReport, config: Config, lang: Locale, file: Path) -> None:
    """Write the report as one HTML file in a language. Raises `OSError` where that can't be written."""
    html = render_standalone(
        resource("templates"),
        "reports/links.html",
        lang,
        str(config.time_zone),
        report=report,
        site_name=config.site_name[lang],
        base_url=config.base_url,
        written_at=now(),
    )
    file.write_text(html, encoding="utf-8")
