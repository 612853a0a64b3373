"""`python -m bench quality DIR`: nDCG@10, MRR@10 and Recall@10 of every retrieval set in a folder."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.figures import Aim, Figure, as_json, grid
from bench.reporting import Job, Report, Say, default_json
from bench.retrieval.asking import Scores, ask_set
from bench.retrieval.loading import Loaded, load_sets
from bench.retrieval.sets import RetrievalSet, read_sets

ALONE: Final = "alone"
CROSSING: Final = "cross-language sets together"
ALL: Final = "all sets together"
AIMS: Final = {
    ("ko_klue_sts", ALONE): Aim(0.93, at_least=True),
    ("en_xquad", ALONE): Aim(0.96, at_least=True),
    ("cross_tatoeba_ko2en", CROSSING): Aim(0.84, at_least=True),
    ("cross_tatoeba_en2ko", CROSSING): Aim(0.87, at_least=True),
    ("cross_tatoeba_ko2en", ALL): Aim(0.84, at_least=True),
    ("cross_tatoeba_en2ko", ALL): Aim(0.87, at_least=True),
}
"""nDCG@10 with meaning on."""
LOSS_AIM: Final = Aim(-0.005, at_least=True)
VECTORS: Final = Path("index") / "vectors"


@dataclass(frozen=True, slots=True)
class Options:
    """Which sets, asked how."""

    folder: Path
    meanings: Sequence[bool]
    together: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """A set's scores in one index (`load` says what else was in it), with or without meaning."""

    load: str
    name: str
    meaning: bool
    scores: Scores


def read_job(arguments: Sequence[str], today: date) -> Job:
    """Read the arguments; leaves with code 2 and a sentence on a wrong one."""
    parser = argparse.ArgumentParser(prog="python -m bench quality", description=__doc__)
    parser.add_argument(
        "folder", type=Path, help="the folder of the sets (<set>.docs.jsonl.gz, <set>.queries.jsonl.gz)"
    )
    parser.add_argument("--json", type=Path, help="where the figures go (default: var/bench/<date>-quality.json)")
    parser.add_argument(
        "--meaning", choices=("0", "1", "both"), default="both", help="search by meaning (default both)"
    )
    parser.add_argument("--together", action="store_true", help="measure the sets in one index, too")
    given = parser.parse_args(arguments)
    meanings = {"0": (False,), "1": (True,), "both": (False, True)}[given.meaning]
    options = Options(given.folder, meanings, given.together)
    return Job(given.json or default_json(today, "quality"), lambda say: run(options, say))


def run(options: Options, say: Say) -> Report:
    """Load and ask every set. Raises `BenchError` when one can't be."""
    sets = read_sets(options.folder)
    measured: list[Measured] = []
    with TemporaryDirectory(prefix="kb-bench-") as scratch:
        vectors: Path | None = None
        for number, (load, loaded_sets, asked) in enumerate(_loads(sets, together=options.together)):
            say(f"{load}: {', '.join(one.name for one in loaded_sets)}")
            loaded = load_sets(loaded_sets, Path(scratch) / str(number))
            say(f"imported and indexed {len(loaded.slugs):,} documents in {loaded.seconds:.1f} s")
            for meaning in options.meanings:
                if meaning:
                    _fill_vectors(loaded, vectors, say)
                    vectors = vectors or loaded.site.path / VECTORS
                for one in asked:
                    scores = ask_set(loaded, one, loaded_sets, meaning=meaning)
                    measured.append(Measured(load, one.name, meaning, scores))
                    say(f"{one.name}, meaning {_switch(meaning)}: nDCG@10 {scores.ndcg:.4f}")
    return Report(_table(measured), {"figures": as_json(_figures(measured, options)), "sets": _counts(sets)})


def _loads(
    sets: Sequence[RetrievalSet], *, together: bool
) -> Iterator[tuple[str, Sequence[RetrievalSet], Sequence[RetrievalSet]]]:
    """List what to load into one index and which of it to ask; the largest first, as its vectors serve the others."""
    crossing = [one for one in sets if one.crosses_languages]
    if together and len(sets) > 1:
        yield ALL, sets, sets
        if 1 < len(crossing) < len(sets):
            yield CROSSING, crossing, crossing
    for one in sets:
        yield ALONE, [one], [one]


def _fill_vectors(loaded: Loaded, known: Path | None, say: Say) -> None:
    """Make the vectors of every document, taking over those that an earlier index had: they go by content."""
    if known is not None and known.is_dir():
        shutil.copytree(known, loaded.site.path / VECTORS, dirs_exist_ok=True)
    loaded.site.run("index", "meaning", meaning=True)
    say("vectors made")


def _switch(meaning: bool) -> str:
    return "on" if meaning else "off"


def _counts(sets: Sequence[RetrievalSet]) -> dict[str, dict[str, int]]:
    return {one.name: {"documents": len(one.documents), "queries": len(one.queries)} for one in sets}


def _figures(measured: Sequence[Measured], options: Options) -> list[Figure]:
    command = f"kb import, then each query through parse_search and run_search: bench/retrieval, {options.folder.name}"
    figures = []
    for item in measured:
        scores, name = item.scores, f"{item.name}, meaning {_switch(item.meaning)}"
        figures += [
            Figure(item.load, f"{name}: nDCG@10", scores.ndcg, "", command, _aim(item)),
            Figure(item.load, f"{name}: MRR@10", scores.mrr, "", command),
            Figure(item.load, f"{name}: Recall@10", scores.recall, "", command),
            Figure(item.load, f"{name}: nDCG@10, nothing left out", scores.raw_ndcg, "", command),
            Figure(item.load, f"{name}: queries that found nothing", scores.empty, "", command),
            Figure(item.load, f"{name}: p50", scores.median_ms, "ms", command),
        ]
    for load, set_name, change in _changes(measured):
        aim = LOSS_AIM if not set_name.startswith("cross_") else None
        figures.append(Figure(load, f"{set_name}: nDCG@10 gained by meaning", change, "", command, aim))
    return figures


def _aim(item: Measured) -> Aim | None:
    return AIMS.get((item.name, item.load)) if item.meaning else None


def _changes(measured: Sequence[Measured]) -> Iterator[tuple[str, str, float]]:
    off = {(item.load, item.name): item.scores.ndcg for item in measured if not item.meaning}
    for item in measured:
        if item.meaning and (item.load, item.name) in off:
            yield item.load, item.name, item.scores.ndcg - off[item.load, item.name]


def _table(measured: Sequence[Measured]) -> str:
    head = ("", "meaning", "queries", "nDCG@10", "MRR@10", "Recall@10", "as is", "nothing", "p50 ms", "aim")
    rows: list[tuple[str, ...]] = [head]
    load = ""
    for item in measured:
        if item.load != load:
            load = item.load
            rows.append((f"-- {load}", *[""] * 9))
        scores, aim = item.scores, _aim(item)
        numbers = (f"{value:.4f}" for value in (scores.ndcg, scores.mrr, scores.recall, scores.raw_ndcg))
        met = f"{aim} {'met' if aim.is_met(scores.ndcg) else 'NOT MET'}" if aim else ""
        rest = (str(scores.empty), f"{scores.median_ms:.1f}", met)
        rows.append((item.name, _switch(item.meaning), str(scores.queries), *numbers, *rest))
    lines = [grid(rows, right=range(2, 9)), "", "gained by meaning (nDCG@10):"]
    lines += [f"  {change:+.4f}  {name}, {load}" for load, name, change in _changes(measured)] or ["  not measured"]
    lines.append('note: "as is" leaves documents that repeat the query\'s own words in the ranking')
    return "\n".join(lines)
