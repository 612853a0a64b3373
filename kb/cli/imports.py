"""`kb import`: many records from one file, and taking such an import back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import click

from kb.cli.opening import ready_database
from kb.cli.steps import ProgressLine, step
from kb.domain.workflow import SYSTEM
from kb.search.port import IndexBusy
from kb.services import preparing
from kb.services.import_batches import list_batches
from kb.services.import_planning import Change, ImportReport
from kb.services.import_reading import read_jsonl
from kb.services.import_undo import undo_import
from kb.services.importing import ImportRefused, import_records, preview_import
from kb.services.site import Site

FORMATS: Final = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".xlsx": "xlsx"}
_WARNINGS_SHOWN: Final = 20
_VALUE_SHOWN: Final = 100


@click.command(name="import")
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--format", "form", type=click.Choice(("jsonl", "csv", "xlsx")), help="Otherwise told by the file's name."
)
@click.option("--dry-run", is_flag=True, help="Say what would change and what is wrong; change nothing.")
@click.option("--undo", metavar="BATCH", help="Take an import back; records changed since are left alone and listed.")
@click.option("--list", "listing", is_flag=True, help="List the imports, the last one first.")
def import_(file: Path | None, form: str | None, dry_run: bool, undo: str | None, listing: bool) -> int:
    """Import records: `slug` is the key, a known one updates, a new one creates. All of the file or nothing."""
    if [file is not None, undo is not None, listing].count(True) != 1:
        raise click.UsageError("give one of FILE, --undo BATCH and --list")
    if undo is not None:
        _undo(ready_database(), undo)
        return 0
    if file is None:
        _list(ready_database())
        return 0
    form = form or FORMATS.get(file.suffix.lower())
    if form is None:
        raise click.UsageError("say the file's format: --format jsonl")
    if form != "jsonl":
        raise click.UsageError(f"import from {form} is not available yet; use --format jsonl")
    return _preview(ready_database(), file) if dry_run else _import(ready_database(), file)


def _preview(site: Site, file: Path) -> int:
    with site.reads() as session:
        report = preview_import(session, read_jsonl(file), _show_change, ProgressLine())
    for warning in report.warnings:
        click.echo(f"warning: {_printable(str(warning))}")
    if report.problems:
        return _refuse(report)
    click.echo(f"would be: {_counts(report)}")
    return 0


def _import(site: Site, file: Path) -> int:
    progress = ProgressLine()
    try:
        with step("import") as say, site.unit_of_work() as uow:
            report = import_records(uow, SYSTEM, read_jsonl(file), file.name, progress)
            uow.commit()
            say(_counts(report))
    except ImportRefused as refused:
        return _refuse(refused.report)
    _show_warnings(report)
    if report.token:
        click.echo(f"batch {report.token}; to take it back: kb import --undo {report.token}")
    _index(site)
    return 0


def _undo(site: Site, token: str) -> None:
    with step("undo") as say, site.unit_of_work() as uow:
        report = undo_import(uow, SYSTEM, token, ProgressLine())
        uow.commit()
        say(f"{report.restored} restored, {report.withdrawn} withdrawn, {report.deleted} deleted")
    for name, reason in report.left_alone:
        click.echo(f"    left alone, {reason}: {name}")
    _index(site)


def _list(site: Site) -> None:
    with site.reads() as session:
        batches = list_batches(session)
    for batch in batches:
        when = f"{batch.created_at.astimezone(site.config.time_zone):%Y-%m-%d %H:%M}"
        state = "undone" if batch.undone_at else ""
        counts = f"{batch.created} new, {batch.updated} updated"
        click.echo(f"{batch.token}  {when}  {counts:<30} {_printable(batch.file_name)}  {state}".rstrip())
    click.echo(f"{len(batches)} imports")


def _index(site: Site) -> None:
    with step("index") as say:
        try:
            say(preparing.bring_index_up(site, ProgressLine()))
        except IndexBusy:
            say("left to the program that is at it")


def _refuse(report: ImportReport) -> int:
    for problem in report.problems:
        click.echo(f"kb: {_printable(str(problem))}", err=True)
    more = report.counts["problems"] - len(report.problems)
    shown = f", {more} of them not shown" if more else ""
    click.echo(f"kb: {report.counts['problems']} problems{shown}, nothing was changed", err=True)
    return 1


def _show_change(change: Change) -> None:
    what = f"{change.what} and published" if change.publishes else change.what
    click.echo(f"line {change.line}: {change.record}: {what}")
    for name, old, new in change.fields:
        click.echo(f"    {name}: {_value(old)} → {_value(new)}")


def _show_warnings(report: ImportReport) -> None:
    for warning in report.warnings[:_WARNINGS_SHOWN]:
        click.echo(f"    warning: {_printable(str(warning))}")
    if len(report.warnings) > _WARNINGS_SHOWN:
        counts = ", ".join(f"{count} {what}" for what, count in report.warning_counts.most_common())
        click.echo(f"    all warnings: {counts}")


def _counts(report: ImportReport) -> str:
    counts = report.counts
    said = f"{counts['created']} new, {counts['updated']} updated, {counts['unchanged']} unchanged"
    return said + (f", {counts['withdrawn']} withdrawn" if counts["withdrawn"] else "")


def _value(value: Any) -> str:
    if value is None:
        return "(empty)"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    line = " ".join(text.split())
    return _printable(line if len(line) <= _VALUE_SHOWN else f"{line[: _VALUE_SHOWN - 1]}…")


def _printable(text: str) -> str:
    """Keep what a file says from steering the terminal or breaking the line."""
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)
