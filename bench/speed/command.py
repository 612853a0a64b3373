"""`python -m bench search`: our search engine beside others on the same records, and whole answers over HTTP."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import peer
from bench.collection import published_entries
from bench.errors import BenchError
from bench.figures import Figure, as_json, table
from bench.options import between
from bench.reporting import Job, Report, Say, default_json
from bench.speed.documents import Source
from bench.speed.engine_process import PEERS, Kind
from bench.speed.over_http import measure_http
from bench.speed.queries import Query, make_queries
from bench.speed.sentences import collect_sentences
from bench.speed.side_by_side import WARM_UP, Measurement, compare
from bench.speed.tables import engines_json, engines_table

RECORDS: Final = (10_000, 100_000)
HTTP_RECORDS: Final = 10_000
HTTP_QUERIES: Final = 40_000  # as many different ones as twenty readers could possibly ask in two runs
NOTES: Final = (
    "peers get the tokens that our analysis makes, split at spaces; every engine answers the first ten records, counts"
    " by type, theme, city, country, stage, evidence, language (peers also year) and snippets; all words must match, any"
    " word under five; ours also highlights the words as written, expands by thesaurus and looks for variants; a phrase"
    " is checked by ours only; one thread each, warm, queries in turns of 20, none asked twice"
)


@dataclass(frozen=True, slots=True)
class Options:
    """What to compare, how large, how long."""

    records: Sequence[int]
    queries: int
    peers: Sequence[str]
    http: int
    meanings: Sequence[bool]
    texts: Path | None


def _numbers(text: str) -> list[int]:
    limit = between(100, 1_000_000)
    return [int(limit(part)) for part in text.split(",") if part]


def _names(text: str) -> list[str]:
    names = [part for part in text.split(",") if part]
    unknown = set(names) - PEERS.keys()
    if unknown:
        raise argparse.ArgumentTypeError(f"no such peer: {', '.join(sorted(unknown))}; there are {', '.join(PEERS)}")
    return names


def read_job(arguments: Sequence[str], today: date) -> Job:
    """Read the arguments; leaves with code 2 and a sentence on a wrong one."""
    parser = argparse.ArgumentParser(prog="python -m bench search", description=__doc__)
    parser.add_argument("--json", type=Path, help="where the figures go (default: var/bench/<date>-search.json)")
    parser.add_argument("--records", type=_numbers, default=list(RECORDS), help="sizes (default 10000,100000)")
    parser.add_argument("--queries", type=between(100, 20_000), default=600, help="timed queries a size (default 600)")
    parser.add_argument("--peers", type=_names, default=list(PEERS), help=f"of {','.join(PEERS)} (default: all)")
    parser.add_argument(
        "--http",
        type=between(0, 100_000),
        default=HTTP_RECORDS,
        help="records over HTTP; 0 leaves it out (default 10000)",
    )
    parser.add_argument("--meaning", choices=("0", "1", "both"), default="both", help="over HTTP (default both)")
    parser.add_argument(
        "--texts", type=Path, help="a folder of retrieval sets, to make records of their sentences, too"
    )
    given = parser.parse_args(arguments)
    meanings = {"0": (False,), "1": (True,), "both": (False, True)}[given.meaning]
    options = Options(given.records, given.queries, given.peers, given.http, meanings, given.texts)
    return Job(given.json or default_json(today, "search"), lambda say: run(options, say))


def run(options: Options, say: Say) -> Report:
    """Compare at every size, then measure over HTTP."""
    entries = published_entries()
    sentences = collect_sentences(entries, options.texts)
    source = Source.of(entries, sentences)
    queries = list(islice(make_queries(sentences), max(HTTP_QUERIES, options.queries + WARM_UP + 1)))
    present, absent = _find_peers(options.peers, say)
    measurements: list[Measurement] = []
    figures: list[Figure] = []
    with TemporaryDirectory(prefix="kb-bench-") as folder:
        scratch = Path(folder)
        for records in options.records:
            asked = queries[: options.queries + WARM_UP + 1]
            measured = compare(source, records, asked, present, scratch / str(records), say)
            measured.absent.update(absent)
            measurements.append(measured)
        missing = ""
        if options.http:
            try:
                figures = measure_http(source, options.http, queries, scratch, say, meanings=options.meanings)
            except BenchError as error:  # the comparison took long: it is not thrown away
                missing = f"not measured: over HTTP: {error}"
    shown = [engines_table(item) for item in measurements] + ([table(figures, "")] if figures else [])
    return Report(
        "\n\n".join([*shown, *filter(None, [missing]), f"note: {NOTES}"]),
        {
            "engines": engines_json(measurements),
            "figures": as_json(figures),
            "queries": _by_kind(queries, options),
            "note": NOTES,
        },
        failed=bool(missing),
    )


def _by_kind(queries: Sequence[Query], options: Options) -> dict[str, int]:
    timed = queries[WARM_UP + 1 : options.queries + WARM_UP + 1]
    return {kind: sum(query.kind == kind for query in timed) for kind in sorted({query.kind for query in timed})}


def _find_peers(names: Sequence[str], say: Say) -> tuple[list[Kind], dict[str, str]]:
    """Tell the peers that can be run from those that can't, with the reason."""
    absent: dict[str, str] = {}
    if any(PEERS[name].python.is_relative_to(peer.ENVIRONMENT) for name in names):
        try:
            peer.prepare_environment()
        except BenchError as error:
            say(str(error))
    present = []
    for name in names:
        if PEERS[name].is_there():
            present.append(PEERS[name])
        else:
            absent[name] = f"{PEERS[name].python} has no {PEERS[name].package} ({PEERS[name].obtained_by})"
            say(f"not run: {name}: {absent[name]}")
    return present, absent
