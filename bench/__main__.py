"""Run the benchmarks, print the table, write the JSON."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from bench.errors import BenchError
from bench.figures import as_json, table
from bench.machine import describe_machine
from bench.options import read_options
from bench.run import run


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit 0: measured; 1: a figure could not be had."""
    taken = datetime.now(UTC)
    options = read_options(arguments, taken.date())
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))  # so that servers are stopped, too
    machine = describe_machine()
    started = time.perf_counter()
    try:
        outcome = run(options, lambda text: print(f"  {time.perf_counter() - started:6.1f} s  {text}", flush=True))
    except BenchError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("bench: stopped", file=sys.stderr)
        return 1
    spent = time.perf_counter() - started
    print("\n" + ", ".join(f"{name}: {value}" for name, value in machine.items()))
    print(f"{taken:%Y-%m-%d %H:%M} UTC; {spent:.0f} s in all\n")
    print(table(outcome.figures, outcome.peer))
    written = {
        "taken_at": taken.isoformat(timespec="seconds"),
        "seconds": round(spent, 1),
        "command": " ".join(["python -m bench", *(arguments if arguments is not None else sys.argv[1:])]),
        "machine": machine,
        "peer": outcome.peer,
        "figures": as_json(outcome.figures),
    }
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"\nwritten to {options.json}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
