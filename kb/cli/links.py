"""`kb check links`: visiting the sources' addresses, only when somebody asks for it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from kb.cli.opening import ready_database
from kb.cli.steps import ProgressLine
from kb.domain.link_outcomes import BROKEN
from kb.domain.locales import LOCALES, as_locale
from kb.services.link_checking import user_agent, visit_links
from kb.services.link_http import VisitPolicy
from kb.services.link_report import LinkReport, form_findings, read_link_report, write_link_report
from kb.services.site import Site


@click.command()
@click.option("--limit", type=click.IntRange(min=0), help="Visit at most so many addresses.")
@click.option(
    "--older-than",
    default=30,
    show_default=True,
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="Visit again what was visited so many days ago or earlier.",
)
@click.option(
    "--at-once", default=4, show_default=True, type=click.IntRange(1, 16), help="Addresses visited at a time."
)
@click.option(
    "--timeout",
    default=20.0,
    show_default=True,
    type=click.FloatRange(0.1, 300),
    metavar="SECONDS",
    help="How long one request may take.",
)
@click.option("--form-only", is_flag=True, help="Look at how the addresses are written; visit none.")
@click.option("--private-networks", is_flag=True, help="Visit addresses of this machine and of private networks, too.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    metavar="FILE",
    help="Write the state of all addresses as an HTML page.",
)
@click.option("--lang", default="en", show_default=True, type=click.Choice(LOCALES), help="The report's language.")
def links(
    limit: int | None,
    older_than: int,
    at_once: int,
    timeout: float,
    form_only: bool,
    private_networks: bool,
    report: Path | None,
    lang: str,
) -> int:
    """Visit the addresses of the sources and say which are dead, moved or slow; exit 1 if any is broken.

    Every result is kept at once: after Ctrl-C the next call goes on with what was not visited. A host is asked once
    a second at most, and its robots.txt is respected.
    """
    site = ready_database()
    failed = show_form_findings(site, private_networks=private_networks)
    try:
        if not form_only:
            policy = VisitPolicy(user_agent(site.config), timeout, at_once=at_once, private_networks=private_networks)
            counts = visit_links(site, policy, timedelta(days=older_than), limit, ProgressLine())
            click.echo(f"visited {counts.total()} addresses")
    finally:
        failed += _show(site, report, lang, private_networks)
    return 1 if failed else 0


def _show(site: Site, file: Path | None, lang: str, private_networks: bool) -> int:
    with site.reads() as session:
        report = read_link_report(session, private_networks=private_networks)
    _show_broken(report)
    counts = [f"{len(found)} {outcome}" for outcome, found in report.by_outcome.items()]
    counts += [f"{len(report.not_checked)} not visited yet", f"{len(report.without_address)} without an address"]
    click.echo(f"sources: {', '.join(counts)}")
    if file:
        write_link_report(report, site.config, as_locale(lang), file)
        click.echo(f"report: {file}")
    return report.broken


def _show_broken(report: LinkReport) -> None:
    for outcome, found in report.by_outcome.items():
        for link in found:
            if outcome in BROKEN and link.check:
                why = link.check.detail or link.check.status_code
                click.echo(f"{outcome}: source:{link.slug} {link.address} ({why})")


def show_form_findings(site: Site, *, private_networks: bool = False) -> int:
    """Print what is wrong with the form of the sources' addresses; return how many can't be used at all."""
    with site.reads() as session:
        findings = form_findings(session, private_networks=private_networks)
    for finding in findings:
        click.echo(str(finding))
    errors = sum(finding.severity == "error" for finding in findings)
    click.echo(f"addresses: {errors} errors, {len(findings) - errors} warnings")
    return errors
