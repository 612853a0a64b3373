"""`kb material add|list|publish|withdraw|retry|replace`: slides, documents and pictures of records."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from kb.cli.opening import ready_database
from kb.cli.steps import ProgressLine, step
from kb.domain.locales import LOCALES
from kb.domain.materials import ATTACHABLE, LICENCES, REASONS, STATES, MaterialState
from kb.domain.workflow import SYSTEM, Actor
from kb.errors import Invalid, KBError
from kb.search.port import IndexBusy
from kb.services import preparing
from kb.services.material_reading import list_states
from kb.services.material_work import new_extractor, work_off
from kb.services.materials import (
    AddAttachment,
    ReceivedFile,
    ReplaceFile,
    add_attachment,
    publish_attachment,
    receive_file,
    replace_file,
    retry_extraction,
    withdraw_attachment,
)
from kb.services.site import Site

_WAIT_SECONDS: Final = 0.5
_FILE = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
_MATERIAL = click.argument("id", metavar="MATERIAL")


def record_name(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str, str] | None:
    """Split `presentation:slug`; anything else is wrong usage."""
    if value is None:
        return None
    kind, _colon, slug = value.partition(":")
    if kind not in ATTACHABLE or not slug:
        kinds = ", ".join(ATTACHABLE)
        raise click.BadParameter(
            f"{value!r} names no record that may have materials ({kinds}); write presentation:slug"
        )
    return kind, slug


@click.group()
def material() -> None:
    """Attach slides, documents and pictures to records, and make their pages findable."""


@material.command()
@_FILE
@click.option(
    "--to", "name", callback=record_name, metavar="KIND:SLUG", required=True, help="The record that it belongs to."
)
@click.option("--title-ko", default="", help="Korean title; without any, the one that the file gives itself.")
@click.option("--title-en", default="", help="English title.")
@click.option("--language", default="", metavar="TAG", help="Language of the material: ko, en, fr …")
@click.option("--licence", default="", type=click.Choice(("", *LICENCES)), metavar="CODE", help=", ".join(LICENCES))
@click.option("--credit", default="", help="Who is to be named as its author.")
@click.option("--consent", default="", help="Who allowed it to be shown, and when; for staff only.")
@click.option("--publish", is_flag=True, help="Make it public, with its record and once it is read.")
def add(
    file: Path, name: tuple[str, str], title_ko: str, title_en: str, language: str, licence: str, credit: str,
    consent: str, publish: bool,
) -> int:  # fmt: skip
    """Attach a PDF, PPTX, DOCX or picture to an event, session, presentation, case or organization."""
    site = ready_database()
    received = _receive(site, file)
    titles = dict(zip(LOCALES, (title_ko, title_en), strict=True))
    asked = AddAttachment(*name, received, titles, language, licence, credit, consent, publish)
    with site.unit_of_work() as uow:
        found = add_attachment(uow, SYSTEM, asked)
        uow.commit()
    if publish and not licence:
        click.echo("    warning: no licence given; readers are told so")
    return _read_and_show(site, found)


@material.command()
@_MATERIAL
@_FILE
def replace(id: str, file: Path) -> int:  # noqa: A002 - what the help calls it
    """Give a material a new file; the old one stays at its address and names the new one."""
    site = ready_database()
    received = _receive(site, file)
    with site.unit_of_work() as uow:
        replace_file(uow, SYSTEM, ReplaceFile(id, received))
        uow.commit()
    return _read_and_show(site, id)


@material.command(name="list")
@click.option("--of", "name", callback=record_name, metavar="KIND:SLUG", help="Only those of this record.")
@click.option("--state", default="", type=click.Choice(("", *STATES)), metavar="STATE", help=", ".join(STATES))
def list_them(name: tuple[str, str] | None, state: str) -> None:
    """List materials with their states."""
    with ready_database().reads() as session:
        found = list_states(session, name, state)
    for item in found:
        click.echo(_line(item))
    click.echo(f"{len(found)} materials")


@material.command()
@_MATERIAL
def publish(id: str) -> None:  # noqa: A002
    """Make a material public, with its record and once it is read."""
    _apply(publish_attachment, id)
    click.echo(f"material {id} is published")


@material.command()
@_MATERIAL
def withdraw(id: str) -> None:  # noqa: A002
    """Take a material off the site; its rows and file are kept."""
    _apply(withdraw_attachment, id)
    click.echo(f"material {id} is withdrawn")


@material.command()
@_MATERIAL
def retry(id: str) -> int:  # noqa: A002
    """Read a file again that failed."""
    site = ready_database()
    with site.unit_of_work() as uow:
        retry_extraction(uow, SYSTEM, id)
        uow.commit()
    return _read_and_show(site, id)


def _apply(change: Callable[[Any, Actor, str], None], found: str) -> None:
    """Make one change and bring the index up."""
    site = ready_database()
    with site.unit_of_work() as uow:
        change(uow, SYSTEM, found)
        uow.commit()
    _index(site)


def _receive(site: Site, file: Path) -> ReceivedFile:
    progress, total = ProgressLine(), file.stat().st_size
    with file.open("rb") as source:
        try:
            return receive_file(
                site.files, source, file.name, site.config.max_upload_bytes,
                lambda done: progress("bytes", done, total),
            )  # fmt: skip
        except Invalid as refused:
            raise KBError(_printable(str(refused))) from None


def _read_and_show(site: Site, found: str) -> int:
    """Read what waits, unless the worker does; wait for this one and say how it ended."""
    with step("text") as say:
        work_off(site, new_extractor(), ProgressLine(), draw=False)
        item = _state(site, found)
        while item.state not in ("ready", "failed"):
            time.sleep(_WAIT_SECONDS)
            work_off(site, new_extractor(), ProgressLine(), draw=False)
            item = _state(site, found)
        say(f"{item.page_count} pages" if item.state == "ready" else f"failed: {item.reason}")
    if item.state == "failed":
        click.echo(f"kb: {item.id}: {REASONS.get(item.reason, item.reason)}; kept, see `kb material list`", err=True)
        return 1
    _index(site)  # so that its words can be found while its pages are drawn
    with step("pictures"):
        work_off(site, new_extractor(), ProgressLine())
        _bring_index_up(site)
    click.echo(_line(_state(site, found)))
    return 0


def _state(site: Site, found: str) -> MaterialState:
    with site.reads() as session:
        return next(item for item in list_states(session) if item.id == found)


def _index(site: Site) -> None:
    with step("index") as say:
        say(_bring_index_up(site))


def _bring_index_up(site: Site) -> str:
    try:
        return preparing.bring_index_up(site, ProgressLine())
    except IndexBusy:
        return "left to the program that is at it"


def _line(item: MaterialState) -> str:
    title = item.titles.get("ko") or item.titles.get("en") or ""
    shown = "published" if item.published else "not published"
    state = f"{item.state}: {REASONS.get(item.reason, item.reason)}" if item.reason else item.state
    parts = f"{item.kind}:{item.slug}", state, shown, f"{item.page_count} pages", f"version {item.version}"
    return _printable("  ".join((item.id, *parts, item.name, title))).rstrip()


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
