"""`kb reports list|show|close`: the errors that readers reported."""

from __future__ import annotations

from datetime import datetime

import click

from kb.cli.opening import ready_database
from kb.domain.error_reports import STATES
from kb.domain.workflow import SYSTEM
from kb.services.error_reports import CloseReport, close_report, list_reports, read_report
from kb.services.site import Site

_NUMBER = click.argument("number", type=click.IntRange(1, 2**31 - 1))


@click.group()
def reports() -> None:
    """Deal with the errors that readers reported."""


@reports.command(name="list")
@click.option(
    "--state", default="open", show_default=True, type=click.Choice((*STATES, "all")), help="Which of them to list."
)
def list_them(state: str) -> None:
    """List reports, the oldest first."""
    site = ready_database()
    with site.reads() as session:
        found = list_reports(session, None if state == "all" else state)
    for item in found:
        record = f"{item.kind}:{item.slug}"
        click.echo(f"{item.number:>5}  {item.state:<6}  {_when(site, item.created_at)}  {record}  {_short(item.text)}")
    click.echo(f"{len(found)} reports" if state == "all" else f"{len(found)} {state} reports")


@reports.command()
@_NUMBER
def show(number: int) -> None:
    """Show one report in full."""
    site = ready_database()
    with site.reads() as session:
        item = read_report(session, number)
    closed = f"{_when(site, item.closed_at)} by {item.closed_by}" if item.closed_at else None
    lines = {
        "report": str(item.number),
        "state": item.state,
        "record": f"{item.kind}:{item.slug}, revision {item.revision}, read in {item.locale}",
        "sent": _when(site, item.created_at),
        "where": item.place,
        "source": item.source_address,
        "contact": item.contact,
        "closed": closed,
        "note": item.note,
    }
    for name, value in lines.items():
        if value:
            click.echo(f"{name:<8} {value}")
    click.echo(f"\n{item.text}")


@reports.command()
@_NUMBER
@click.option("--note", default="", help="How it was dealt with.")
def close(number: int, note: str) -> None:
    """Mark a report as dealt with; how its reader can be reached is erased."""
    with ready_database().unit_of_work() as uow:
        close_report(uow, SYSTEM, CloseReport(number, note))
        uow.commit()
    click.echo(f"report {number} is closed")


def _when(site: Site, moment: datetime) -> str:
    return f"{moment.astimezone(site.config.time_zone):%Y-%m-%d %H:%M}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 70 else f"{line[:69]}…"
