"""`kb check content|links|all`."""

from __future__ import annotations

import click

from kb.cli.links import links, show_form_findings
from kb.cli.opening import ready_database
from kb.cli.steps import ProgressLine
from kb.services.content_check import check_content
from kb.services.file_check import check_files
from kb.services.index_check import check_index
from kb.services.site import Site


@click.group()
def check() -> None:
    """Look for mistakes in what the site holds."""


@check.command()
def content() -> int:
    """Report, per record and language, what an editor should mend; exit 1 if there is any error."""
    return _content(ready_database())


@check.command()
def files() -> int:
    """Read every stored file of a material through and compare it with its hash; exit 1 if any is gone or changed."""
    return _files(ready_database())


@check.command(name="all")
def everything() -> int:
    """Check content, the form of the sources' addresses (without visiting them), stored files and index."""
    site = ready_database()
    failed = bool(_content(site)) + show_form_findings(site) + _files(site)
    problems = check_index(site)
    for problem in problems:
        click.echo(f"error: index: {problem}")
    return 1 if failed or problems else 0


check.add_command(links)


def _files(site: Site) -> int:
    with site.reads() as session:
        report = check_files(session, site.files, ProgressLine())
    for finding in report.findings:
        click.echo(f"error: file: {finding}")
    click.echo(f"files: {report.checked} checked, {len(report.findings)} gone or changed")
    return 1 if report.findings else 0


def _content(site: Site) -> int:
    with site.reads() as session:
        report = check_content(session)
    for finding in sorted(report.findings, key=lambda item: (item.severity, str(item))):
        click.echo(str(finding))
    kinds = ", ".join(f"{count} {kind}" for kind, count in report.records.items())
    words = ", ".join(f"{count} {lang}" for lang, count in report.words.items())
    click.echo(f"records: {kinds}")
    click.echo(f"words: {words}; citations: {report.citations}")
    unsourced = sum(finding.code == "unsourced_paragraph" for finding in report.findings)
    click.echo(f"unsourced paragraphs: {unsourced}")
    click.echo(f"{report.errors} errors, {len(report.findings) - report.errors} warnings")
    return 1 if report.errors else 0
