"""`kb searches report`: what people look for and don't find."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import click

from kb.cli.opening import ready_database
from kb.clock import now
from kb.services.search_insight import QueryCount, SearchReport, report_searches


@click.group()
def searches() -> None:
    """See what people search for; nothing about who they are is kept."""


@searches.command()
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 400), help="How far back to look.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000), help="Queries in each list.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def report(days: int, limit: int, as_json: bool) -> None:
    """List the queries that found nothing, or fewer than three records, the most frequent first."""
    site = ready_database()
    with site.reads() as session:
        found = report_searches(session, days, now().astimezone(site.config.time_zone), limit)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, default=str, indent=2))
    else:
        _show(found)


def _show(found: SearchReport) -> None:
    click.echo(f"{found.searches} searches for {found.queries} different texts in {found.days} days")
    _show_list("nothing found", found.without_results)
    _show_list("fewer than three records found", found.with_few_results)


def _show_list(heading: str, queries: Sequence[QueryCount]) -> None:
    click.echo(f"\n{heading}: {len(queries)}")
    for query in queries:
        text = "".join(char if char.isprintable() else "�" for char in query.text)
        click.echo(f"{query.count:>6}  {query.lang}  {query.results} found  {query.last_day}  {text}")
