"""`kb seed load`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.opening import ready_database
from kb.cli.steps import ProgressLine, step
from kb.services import preparing


@click.group()
def seed() -> None:
    """Look after the collection that the site comes with."""


@seed.command()
@click.option("--dir", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Another seed.")
def load(folder: Path | None) -> None:
    """Load the seed; records that people changed are left alone and listed."""
    site = ready_database()
    with step("seed") as say:
        report = preparing.load_seed_files(site, folder, ProgressLine())
        say(f"{len(report.created)} new, {len(report.updated)} updated, {report.unchanged} unchanged")
    for name in report.left_alone:
        click.echo(f"    left alone, changed by people: {name}")
