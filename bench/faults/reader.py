"""A reader that asks without a pause until it is told to stop, then says what it got.

A process of its own, as a damaged file may end the process that has it open.
`python -m bench.faults.reader FOLDER [TOTAL]`: every other answer comes from an index opened anew. With a total, an
answer from the index (not the fallback) must have found that many records.
"""

from __future__ import annotations

import json
import select
import sys
from dataclasses import asdict, dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Final

from bench.faults.collection import BEACON
from bench.site_folder import SiteFolder
from kb.search.port import SearchRequest
from kb.services.searching import run_search
from kb.services.site import Site

PAUSE_SECONDS: Final = 0.01
_KEPT: Final = 5
_QUERIES: Final = (BEACON, "parking", "등대", "city", "")


@dataclass(slots=True)
class Answers:
    """How many answers there were, how many came from the database, and what was wrong (the first few)."""

    answers: int = 0
    degraded: int = 0
    failed: int = 0
    wrong: int = 0
    examples: list[str] = field(default_factory=list)

    def ask(self, site: Site, text: str, total: int | None) -> None:
        """Ask once, as a request does."""
        try:
            with site.reads() as session:
                answer = run_search(site.search, session, SearchRequest(text=text, lang="en"))
        except Exception as error:
            self.failed += 1
            self._note(f"{text!r}: {error!r}")
            return
        self.answers += 1
        self.degraded += answer.degraded
        if answer.total == 0 or (text == BEACON and total is not None and answer.total != total):
            self.wrong += 1
            self._note(f"{text!r}: {answer.total} found, degraded: {answer.degraded}")

    def _note(self, what: str) -> None:
        if len(self.examples) < _KEPT:
            self.examples.append(what)


def main(folder: str, total: str = "") -> None:
    """Ask until standard input ends."""
    answers, expected = Answers(), int(total) if total else None
    kept = SiteFolder(Path(folder)).open()
    print("asking", flush=True)
    for text in cycle(_QUERIES):
        answers.ask(kept, text, expected)
        fresh = SiteFolder(Path(folder)).open()
        answers.ask(fresh, text, expected)
        fresh.engine.dispose()
        if select.select([sys.stdin], [], [], PAUSE_SECONDS)[0]:
            break
    print(json.dumps(asdict(answers), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
