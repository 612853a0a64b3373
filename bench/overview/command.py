"""`python -m bench overview`: comparing and exploring with many cases in the database; nothing is answered from a store."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from flask.testing import FlaskClient
from sqlalchemy import event

from bench.client import Client, percentile, time_answers
from bench.collection import Entry, published_entries
from bench.errors import BenchError
from bench.figures import Aim, Figure, as_json, table
from bench.options import between
from bench.overview.pages import page_addresses
from bench.overview.records import generate_records
from bench.reporting import Job, Report, Say, default_json
from bench.serving import serving_site
from bench.site_folder import SiteFolder
from bench.speed.documents import write_import
from kb.app import create_app
from kb.services.site import Site

CASES: Final = 10_000
REQUESTS: Final = 100
WARM_UP: Final = 4
AIM: Final = Aim(60)
"""p95 in milliseconds, of the pages that the collection is compared and explored on."""
AIMED: Final = ("compare five full cases", "matrix", "map", "timeline")
_SERVE: Final = "KB_MEANING=0 KB_PAGE_STORE=0 kb serve"


@dataclass(frozen=True, slots=True)
class Options:
    """How many cases are generated, and how many addresses of each page are asked for."""

    cases: int
    requests: int


def read_job(arguments: Sequence[str], today: date) -> Job:
    """Read the arguments; leaves with code 2 and a sentence on a wrong one."""
    parser = argparse.ArgumentParser(prog="python -m bench overview", description=__doc__)
    parser.add_argument("--json", type=Path, help="where the figures go (default: var/bench/<date>-overview.json)")
    parser.add_argument("--cases", type=between(50, 100_000), default=CASES, help=f"default {CASES}")
    parser.add_argument("--requests", type=between(20, 5000), default=REQUESTS, help=f"of a page (default {REQUESTS})")
    given = parser.parse_args(arguments)
    options = Options(given.cases, given.requests)
    return Job(given.json or default_json(today, "overview"), lambda say: run(options, say))


def run(options: Options, say: Say) -> Report:
    """Load the seed and the generated records as an operator would, count statements, serve, ask."""
    entries = published_entries()
    pages = _addresses(entries, options)
    with TemporaryDirectory(prefix="kb-bench-") as folder:
        site = SiteFolder(Path(folder) / "site")
        say("seed")
        site.run("init")
        few = _count_statements(site, pages)
        listed = Path(folder) / "records.jsonl"
        write_import(generate_records(entries, options.cases), listed)
        say(f"importing {options.cases:,} cases")
        site.run("import", str(listed), "--format", "jsonl")
        site.run("work", "--once")
        say("counting statements")
        many = _count_statements(site, pages)
        with serving_site(site.path, page_store=False, meaning=False) as running:
            figures = list(_time_pages(running.port, pages, say))
    group = f"{options.cases:,} cases and the seed"
    command = f"{_SERVE}: different addresses of the page, one after another on one connection"
    shown = [Figure(group, name, value, "ms", command, aim) for name, value, aim in figures]
    counted = "SELECT statements of one request in a process that has answered before"
    shown += [
        Figure(
            f"{group}: statements",
            name,
            number,
            "",
            counted,
            Aim(few[name]),
            "the aim is the number with the seed alone",
        )
        for name, number in many.items()
    ]
    return Report(table(shown, ""), {"figures": as_json(shown), "statements_with_the_seed": few})


def _addresses(entries: Sequence[Entry], options: Options) -> Mapping[str, list[str]]:
    slugs = {kind: sorted(entry.slug for entry in entries if entry.kind == kind) for kind in ("case", "city", "theme")}
    return page_addresses(slugs["case"], slugs["city"], slugs["theme"], options.requests + WARM_UP)


def _time_pages(port: int, pages: Mapping[str, list[str]], say: Say) -> Iterator[tuple[str, float, Aim | None]]:
    client = Client(port)
    try:
        for name, paths in pages.items():
            say(name)
            first = time_answers(client, paths[:1])[0]
            time_answers(client, paths[1:WARM_UP])
            spent = time_answers(client, paths[WARM_UP:])
            yield f"{name}: first", first * 1000, None
            yield f"{name}: p50 of {len(spent)}", percentile(spent, 0.5) * 1000, None
            yield f"{name}: p95", percentile(spent, 0.95) * 1000, AIM if name in AIMED else None
    finally:
        client.close()


def _count_statements(folder: SiteFolder, pages: Mapping[str, list[str]]) -> dict[str, int]:
    site = folder.open()
    site = replace(site, config=replace(site.config, page_store=False))
    client = create_app(site=site).test_client()
    counts = {}
    for name, paths in pages.items():
        for path in paths[:2]:  # what is kept for a content generation is read, in both languages
            _get(client, path)
        with _selects(site) as statements:
            _get(client, paths[2])
        counts[name] = len(statements)
    site.engine.dispose()
    gc.collect()
    return counts


def _get(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise BenchError(f"{path} answered {answer.status_code}")


@contextmanager
def _selects(site: Site) -> Iterator[list[str]]:
    """List the SELECT statements that are run meanwhile."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            statements.append(statement)

    event.listen(site.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(site.engine, "before_cursor_execute", note)
