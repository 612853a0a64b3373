"""Writes the words that two documents share as a reader would: those side by side in both as one phrase."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kb.domain.locales import Locale
from kb.search.keywords import Keyword, Written, in_reading_order
from kb.search.matching import in_document, is_in
from kb.search.snapshot import Snapshot

LONGEST: Final = 3
"""Words of a phrase."""
TELLING: Final = 0.5
"""What a phrase must weigh beside the heaviest to be told along with it."""


def shared_phrases(
    snapshot: Snapshot, number: int, other: int, shared: Mapping[str, tuple[Keyword, float]], lang: Locale
) -> Sequence[str]:
    """Write what the document `number` shares with `other` in one language, the heaviest first.

    `shared` maps the terms of its keywords that the other holds to what sharing each counts.
    """
    found: dict[tuple[str, ...], float] = {}
    for run in _runs(in_reading_order(snapshot.texts(number), lang), shared, other):
        terms = tuple(keyword.term for keyword in run)
        found[terms] = sum(shared[term][1] for term in terms)
    written: list[str] = []
    told: set[str] = set()
    for terms in sorted(found, key=lambda terms: (-found[terms], terms)):
        if not told.issuperset(terms) and found[terms] >= TELLING * max(found.values()):
            told.update(terms)
            written.append(" ".join(shared[term][0].text for term in terms))
    return written


def _runs(words: Iterator[Written], shared: Mapping[str, tuple[Keyword, float]], other: int) -> Iterator[list[Keyword]]:
    """Cut a text into runs of shared keywords that stand side by side in both documents."""
    run: list[Keyword] = []
    before: Written | None = None
    for word in words:
        keyword = next((shared[term][0] for term, _text in reversed(word.forms) if term in shared), None)
        follows = before is not None and before.section == word.section and before.end == word.position
        if run and not (keyword and follows and len(run) < LONGEST and _adjoin(run[-1], keyword, other)):
            yield run
            run = []
        if keyword:
            run.append(keyword)
        before = word
    if run:
        yield run


def _adjoin(first: Keyword, second: Keyword, document: int) -> bool:
    """Say whether the second stands directly after the first somewhere in a document."""
    starts, followers = (in_document(keyword.located.keys, document) for keyword in (first, second))
    return bool(is_in(starts + first.width, followers).any())
