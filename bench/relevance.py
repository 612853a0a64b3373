"""Figures of a ranked list against judged documents: nDCG, reciprocal rank, recall.

`grades` says how relevant a document is, by its name: 0 or absent is not at all; binary judgements are grades of 1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice


def ndcg(ranked: Sequence[str], grades: Mapping[str, float], k: int = 10) -> float:
    """Divide the discounted cumulated gain of the first `k` by that of the best possible list: 0 to 1.

    Gain 2^grade − 1 (Burges et al. 2005, "Learning to rank using gradient descent"), discounted by log2(rank + 1)
    (Järvelin & Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques"). A name that is there twice gains
    once, at its first place. Without any relevant document there is nothing to find: 0.
    """
    best = _gain(sorted(grades.values(), reverse=True), k)
    return _gain(_grades_of(ranked, grades), k) / best if best else 0.0


def mrr(ranked: Sequence[str], grades: Mapping[str, float], k: int = 10) -> float:
    """Give 1 / rank of the first relevant document, 0 where none is among the first `k` (Voorhees 1999, TREC-8).

    The mean of it over queries is the mean reciprocal rank.
    """
    found = (rank for rank, grade in enumerate(islice(_grades_of(ranked, grades), k), 1) if grade > 0)
    return 1.0 / next(found, math.inf)


def recall(ranked: Sequence[str], grades: Mapping[str, float], k: int = 10) -> float:
    """Give the share of the relevant documents that stand among the first `k`; 0 where there is none to find."""
    relevant = {name for name, grade in grades.items() if grade > 0}
    return len(relevant & set(ranked[:k])) / len(relevant) if relevant else 0.0


def _grades_of(ranked: Sequence[str], grades: Mapping[str, float]) -> Iterable[float]:
    """List the grade at each rank; a name's later places hold nothing."""
    first = {name: rank for rank, name in reversed(list(enumerate(ranked)))}
    return (grades.get(name, 0.0) if first[name] == rank else 0.0 for rank, name in enumerate(ranked))


def _gain(grades: Iterable[float], k: int) -> float:
    return sum((math.pow(2.0, grade) - 1.0) / math.log2(rank + 1) for rank, grade in enumerate(islice(grades, k), 1))
