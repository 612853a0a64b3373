"""Run the benchmarks, print their tables, write their JSON: `python -m bench [PART] …`.

Parts: `pages` (also without a name), `quality DIR`, `search`, `overview`, `faults`, and `all`, which runs every one of them.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from bench.errors import BenchError
from bench.machine import describe_machine
from bench.parts import read_jobs
from bench.reporting import Job, write_report


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit 0: measured; 1: a figure could not be had, or shows that something is broken; 2: wrong usage."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    jobs = read_jobs(given, datetime.now(UTC).date())
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))  # so that servers are stopped, too
    try:
        return max([_try(job, given) for job in jobs])
    except KeyboardInterrupt:
        print("bench: stopped", file=sys.stderr)
        return 1


def _try(job: Job, given: Sequence[str]) -> int:
    """Carry a job out; what can't be measured is said, and the next job has its turn."""
    try:
        return _carry_out(job, given)
    except BenchError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1


def _carry_out(job: Job, given: Sequence[str]) -> int:
    taken, machine, started = datetime.now(UTC), describe_machine(), time.perf_counter()
    report = job.run(lambda text: print(f"  {time.perf_counter() - started:6.1f} s  {text}", flush=True))
    spent = time.perf_counter() - started
    print("\n" + ", ".join(f"{name}: {value}" for name, value in machine.items()))
    print(f"{taken:%Y-%m-%d %H:%M} UTC; {spent:.0f} s in all\n")
    print(report.table)
    command = " ".join(["python -m bench", *given])
    write_report(job.json, report, taken=taken, seconds=spent, command=command, machine=machine)
    print(f"\nwritten to {job.json}\n")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
