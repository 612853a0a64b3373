"""`kb init`, `kb serve`, `kb work`: preparing the site and running it."""

from __future__ import annotations

import os
from pathlib import Path

import click

from kb.cli.opening import opened
from kb.cli.steps import ProgressLine, step
from kb.cli.supervisor import Supervisor
from kb.cli.worker import run_worker
from kb.config import load_config
from kb.services import preparing
from kb.services.site import Site


@click.command()
@click.option("--seed-dir", type=click.Path(path_type=Path, file_okay=False), help="Load this seed instead.")
def init(seed_dir: Path | None) -> None:
    """Migrate the database, load the seed, build the index: only what is missing."""
    prepare(opened(), seed_dir)


def prepare(site: Site, seed_dir: Path | None = None) -> None:
    """Run the three steps, printing each with its time."""
    with step("database") as say:
        say(preparing.migrate(site))
    with step("seed") as say:
        report = preparing.load_seed_files(site, seed_dir, ProgressLine())
        say(f"{len(report.created)} new, {len(report.updated)} updated, {report.unchanged} unchanged")
    for name in report.left_alone:
        click.echo(f"    left alone, changed by people: {name}")
    with step("index") as say:
        say(preparing.bring_index_up(site, ProgressLine()))


@click.command()
@click.option("--host", default=lambda: os.environ.get("HOST", "127.0.0.1"), help="Address to listen on.")
@click.option("--port", default=lambda: int(os.environ.get("PORT", "8000")), type=click.IntRange(1, 65535))
@click.option("--workers", default=2, type=click.IntRange(1, 64), help="Web processes.")
def serve(host: str, port: int, workers: int) -> int:
    """Prepare the site and serve it, with the background worker, until Ctrl-C."""
    config = load_config()
    click.echo(f"{config.site_name['en']} · {config.site_name['ko']}")
    prepare(opened())
    return Supervisor(host, port, workers).run()


@click.command()
@click.option("--once", is_flag=True, help="Do what waits, then stop.")
def work(once: bool) -> None:
    """Run the background worker: keep the search index up to date, and mend it."""
    run_worker(opened(), once=once)
