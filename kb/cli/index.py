"""`kb index rebuild|drain|check|status|meaning`."""

from __future__ import annotations

import click

from kb.cli.opening import ready_database
from kb.cli.steps import ProgressLine, step
from kb.errors import KBError
from kb.search.port import IndexUnavailable
from kb.services import indexing
from kb.services.index_check import check_index
from kb.services.meaning import count_vectors, fill, insist_on_meaning
from kb.services.site import Site


@click.group()
def index() -> None:
    """Look after the search index, a disposable copy of the database."""


@index.command()
def rebuild() -> None:
    """Build a new generation beside the present one and switch to it; readers never wait."""
    site = ready_database()
    progress = ProgressLine()
    with step("index") as say:
        total = indexing.rebuild(
            site.reads, site.writes, site.index, lambda done, total: progress("indexing", done, total)
        )
        say(f"built, {total} records")


@index.command()
def drain() -> None:
    """Index what waits in the outbox, now."""
    site = ready_database()
    with step("index") as say:
        say(f"{indexing.drain(site.reads, site.writes, site.index)} changes")


@index.command()
def status() -> None:
    """Show the generation, its size and what waits."""
    site = ready_database()
    for name, value in site.search.status().items():
        click.echo(f"{name:<12} {value}")
    with site.reads() as session:
        click.echo(f"{'waiting':<12} {indexing.backlog(session).entries}")
    click.echo(f"{'vectors':<12} {_vectors(site)}")


def _vectors(site: Site) -> str:
    """Say in a line how far search by meaning is."""
    try:
        count = count_vectors(site, insist_on_meaning(site))
    except (KBError, IndexUnavailable) as error:
        return f"none: {error}"
    damaged = f", {count.damaged} damaged" if count.damaged else ""
    return f"{count.made} of {count.wanted} made, {count.missing} missing{damaged}, {count.bytes} bytes"


@index.command()
def meaning() -> None:
    """Make the vectors of search by meaning that are missing, now; stopping loses nothing."""
    site = ready_database()
    found = insist_on_meaning(site)
    progress = ProgressLine()
    with step("vectors") as say:
        made = fill(site, found, progress=lambda done, total: progress("embedding", done, total))
        say(f"{made} made" if made else "complete")


@index.command()
def check() -> int:
    """Compare the index with the database: every published record once, nothing else."""
    problems = check_index(ready_database())
    for problem in problems:
        click.echo(problem)
    click.echo(f"{len(problems)} findings" if problems else "the index holds every published record, once")
    return 1 if problems else 0
