"""How the comparison of engines is shown, and which of its ratios have aims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from bench.figures import Aim, grid, shown
from bench.speed.side_by_side import EngineFigures, Measurement

LABELS: Final = {
    "p50": "p50, ms",
    "p95": "p95, ms",
    "p99": "p99, ms",
    "processor_p50": "p50 of processor time, ms",
    "processor_p95": "p95 of processor time, ms",
    "first_ms": "opening and first query, ms",
    "update_ms": "change to findable, ms",
    "build_seconds": "build, s",
    "index_megabytes": "index, MB",
    "memory_megabytes": "memory grown, MB",
    "found_nothing": "queries that found nothing",
}
LARGE: Final = 30_000  # records from which on the larger size's aims hold
_AIMS: Final = {"fts5": (Aim(0.2), Aim(0.2)), "xapian": (Aim(1), Aim(1)), "tantivy": (Aim(1.5), Aim(3))}
"""Our p95 divided by a peer's, at the smaller and the larger size."""


def aim_for(peer: str, records: int) -> Aim | None:
    """Give what our p95 divided by a peer's should be."""
    aims = _AIMS.get(peer)
    return aims[records >= LARGE] if aims else None


def ratios(measurement: Measurement) -> Iterator[tuple[str, float, Aim | None]]:
    """Yield each peer with our p95 divided by its own."""
    ours, *peers = measurement.engines
    for peer in peers:
        yield peer.name, ours.p95 / peer.p95, aim_for(peer.name, measurement.records)


def engines_table(measurement: Measurement) -> str:
    """Lay out one size: a column an engine, then the ratios and who was not run."""
    head = (f"-- {measurement.records:,} records", *(engine.name for engine in measurement.engines))
    rows = [head, ("", *(engine.version for engine in measurement.engines))]
    rows += [
        (label, *(shown(float(getattr(engine, name))) for engine in measurement.engines))
        for name, label in LABELS.items()
    ]
    kinds = measurement.engines[0].kinds
    rows += [(f"p95 of {kind}, ms", *(shown(engine.kinds[kind]) for engine in measurement.engines)) for kind in kinds]
    lines = [grid(rows, right=range(1, len(head)))]
    for name, ratio, aim in ratios(measurement):
        met = f"  aim {aim} {'met' if aim.is_met(ratio) else 'NOT MET'}" if aim else ""
        lines.append(f"our p95 ÷ {name}'s: {ratio:.2f}{met}")
    lines.append(f"queries for which peers found different numbers of records: {measurement.disagreements}")
    return "\n".join([*lines, *(f"not run: {name}: {reason}" for name, reason in measurement.absent.items())])


def engines_json(measurements: Sequence[Measurement]) -> list[dict[str, Any]]:
    """Give the measurements as plain data, with the ratios and whether their aims are met."""
    return [
        {
            "records": item.records,
            "queries": item.queries,
            "engines": [_plain(engine) for engine in item.engines],
            "absent": dict(item.absent),
            "disagreements": item.disagreements,
            "p95_ratios": {
                name: {"ratio": ratio, **({"aim": str(aim), "met": aim.is_met(ratio)} if aim else {})}
                for name, ratio, aim in ratios(item)
            },
        }
        for item in measurements
    ]


def _plain(engine: EngineFigures) -> Mapping[str, Any]:
    return {**asdict(engine), "kinds": dict(engine.kinds)}
