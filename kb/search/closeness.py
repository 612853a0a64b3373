"""Joins closeness in meaning to what was found by words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from kb.domain.locales import LOCALES, Locale
from kb.search.columns import Mask
from kb.search.meaning.fusion import Evidence, fuse
from kb.search.meaning.meaning import Meaning
from kb.search.meaning.similarity import Near, Similarities
from kb.search.query import Query
from kb.search.ranking import Found, Scored
from kb.search.snapshot import Snapshot
from kb.search.weighing import Scores

_PLAIN: Final = "word"


@dataclass(frozen=True, slots=True, eq=False)
class Closeness:
    """How documents rank by words and meaning together; `added` are those that words alone don't list."""

    scores: Scores
    added: Mask
    _parts: Sequence[Similarities]
    _snapshot: Snapshot

    def near(self, number: int) -> Near | None:
        """Name the passage that makes a document close."""
        index, local = self._snapshot.part_of(number)
        return self._parts[index].near(local)


def is_plain(query: Query) -> bool:
    """Say whether nothing but words is asked for: whoever quotes, excludes or names a field wants just that."""
    clauses = list(query.clauses)
    return bool(clauses) and all(
        clause.kind == _PLAIN and clause.field is None and not clause.excluded for clause in clauses
    )


def language_of(query: Query) -> Locale:
    """Tell the language of a query by its script."""
    syllables = any(atom.is_syllables for clause in query.clauses for atom in clause.atoms)
    return "ko" if syllables else "en"


def compare_meaning(
    snapshot: Snapshot, meaning: Meaning, text: str, query: Query, found: Found, scored: Scored, scope: Mask
) -> Closeness | None:
    """Compare a query with all documents of the scope; `scored` are those of `found`. None if it can't be compared."""
    answer = meaning.ask(text, snapshot.passages())
    if answer is None:
        return None
    count = snapshot.columns.count
    listed = np.flatnonzero(found.listed)
    similar: npt.NDArray[np.float32] = np.concatenate(
        [np.empty((0, len(LOCALES)), dtype=np.float32), *(part.best for part in answer.parts)]
    )
    similar[~scope] = np.nan
    words, share = np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.float32)
    words[listed], share[listed] = scored.scores, scored.covered
    fused = fuse(Evidence(words, share, similar), language_of(query), may_add=True)
    added = np.zeros(count, dtype=np.bool_)
    added[fused.added] = True
    return Closeness(fused.scores, added & ~found.listed, answer.parts, snapshot)
