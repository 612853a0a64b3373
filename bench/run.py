"""The order of a run: the site with its page store on and off, the peer, then what stands still."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import peer, queries, standing
from bench.collection import Entry, published_entries
from bench.errors import BenchError
from bench.figures import Aim, Figure, beside
from bench.load import Shape
from bench.options import Options
from bench.pages import PER_SECOND_AIM, Effort, Pages, measure, weigh
from bench.serving import Serving, serving_site
from kb.domain.locales import LOCALES

SERVE: Final = "KB_DATA_DIR=DIR KB_PAGE_STORE={store} python -m kb serve --port PORT"
SEARCH_NOTE: Final = (
    "search: no query is asked twice of a server, so none is answered from a store; the peer's is SQLite full-text"
    " search of one table, without facets, thesaurus, Korean analysis or the other language"
)
SECOND_START_AIM: Final = Aim(5.0)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """All figures of a run, and the peer they stand beside (empty if there was none)."""

    figures: Sequence[Figure]
    peer: str


def run(options: Options, say: Say) -> Outcome:
    """Measure everything. Raises `BenchError` when a figure of the site can't be had; the peer may be missing."""
    entries = published_entries()
    with TemporaryDirectory(prefix="kb-bench-") as folder:
        scratch = Path(folder)
        effort = Effort(options.requests, Shape(options.connections, options.seconds), scratch)
        ours = measure_site(entries, effort, say)
        ours += standing.collection_figures(scratch / "data") + standing.site_sizes()
        if options.install:
            say("installing the site anew")
            ours += standing.fresh_environment(scratch)
        try:
            beside_it = measure_peer(entries, effort, say) if options.peer else []
        except BenchError as error:
            say(f"measured without the peer: {error}")
            beside_it = []
    return Outcome(beside(ours, beside_it), peer.name() if beside_it else "")


def site_pages(entries: Sequence[Entry]) -> list[Pages]:
    """List the site's pages by sort, in both languages."""
    cases = [entry.slug for entry in entries if entry.kind == "case"]
    return [
        Pages("home", [f"/{lang}/" for lang in LOCALES]),
        Pages("case", [f"/{lang}/cases/{slug}" for slug in cases for lang in LOCALES]),
        Pages(
            "search",
            [queries.site_path(lang, query) for lang, query in queries.queries_of(entries)],
            once=True,
            note=SEARCH_NOTE,
        ),
    ]


def measure_site(entries: Sequence[Entry], effort: Effort, say: Say) -> list[Figure]:
    """Start the site anew, then again, and measure its pages with the page store and, in a third process, without."""
    data, pages = effort.scratch / "data", site_pages(entries)
    say("site: fresh start")
    with serving_site(data, page_store=True) as fresh:
        starts = start_figures(fresh)
        weights = [figure for sort in pages for figure in weigh(fresh.port, sort, "page weight")]
    say("site: second start")
    with serving_site(data, page_store=True) as second:
        command = SERVE.format(store=1) + " a second time, to the first 200 of /readyz"
        starts.append(Figure("starting", "second start", second.seconds, "s", command, SECOND_START_AIM))
        stored = measure(second.port, pages, "page store on (KB_PAGE_STORE=1)", effort, say, PER_SECOND_AIM)
    with serving_site(data, page_store=False) as bare:
        unstored = measure(bare.port, pages, "page store off (KB_PAGE_STORE=0)", effort, say)
    return [*starts, *weights, *stored, *unstored]


def start_figures(fresh: Serving) -> list[Figure]:
    """Give the seconds of the first start and of its long steps, as `kb serve` prints them."""
    command = SERVE.format(store=1) + " on an empty DIR, to the first 200 of /readyz"
    figures = [Figure("starting", "fresh start", fresh.seconds, "s", command)]
    steps = fresh.steps()
    for step, name in (("seed", "seed load"), ("index", "index build")):
        if step not in steps:
            raise BenchError(f"kb serve printed no time for its step {step!r}")
        figures.append(Figure("starting", name, steps[step], "s", "the same start; its own line for the step"))
    return figures


def measure_peer(entries: Sequence[Entry], effort: Effort, say: Say) -> list[Figure]:
    """Measure the peer's home page, the pages of the same cases and full-text searches for the same words."""
    say("peer: environment")
    peer.prepare_environment()
    database = effort.scratch / "casebook.db"
    peer.build_database(database, entries)
    pages = [
        Pages("home", [peer.HOME]),
        Pages("case", [peer.record_path(entry) for entry in entries if entry.kind == "case"]),
        Pages("search", [peer.search_path(query) for _lang, query in queries.queries_of(entries)], once=True),
    ]
    figures = standing.peer_sizes()
    with peer.serving_peer(database) as running:
        command = "datasette serve --immutable casebook.db --port PORT, to its first 200"
        figures.append(Figure("peer", "second start", running.seconds, "s", command))
        for sort in pages:
            figures += weigh(running.port, sort, "peer")
        return figures + measure(running.port, pages, "peer", effort, say)
