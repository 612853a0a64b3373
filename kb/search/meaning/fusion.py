"""How closeness in meaning joins the ranking by words. Pure functions on arrays, one place a document.

The model's cosines lie close together (0.75 to 0.95) and depend on the languages of query and text: texts of the
other language lie farther off at equal meaning. Ranks of both kinds added up, as is usual (reciprocal rank fusion),
go wrong across languages, where the list by words is noise. So each document's cosine is made comparable between
languages, and words count by how much of the query they cover: a single word in common is nearly nothing, all words
are more than any usual difference of cosines. The constants were fitted on public sets (docs/decisions/0006-meaning.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kb.domain.locales import LOCALES, Locale

Floats = NDArray[np.float32]

TOP: Final = 5
TOP_SHARE: Final = 0.5
"""How much of the mean of the `TOP` closest documents of a language is taken off: half, so that the languages are
brought together without losing which of them is closer."""
OTHER_LANGUAGE: Final[dict[Locale, float]] = {"ko": 0.03, "en": 0.015}
"""By the query's language, what a document of the other one gets back: translations lie that much farther off."""
WORDS: Final = 0.1
"""What a document with all words, and no other with better ones, gets: several times the spread of cosines."""
COVERAGE: Final = 1
"""Power of the share of the query covered: with half of it, words count half. Higher powers serve single sentences
across languages a little better, and questions to long records, where few hold every word, clearly worse."""
NEAR: Final = 0.045
"""How far above the average document of its language a document must lie to be added by meaning alone. On the seed
no query without sense (asdfgh) comes that close to anything; of translations on public sets 19 in 20 do."""
MOST_ADDED: Final = 20
FEW: Final = 20
"""With fewer documents of a language their average says little; that of all documents is taken."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What is known of every document, before any filter.

    A document that is deleted or of a type not asked for must be given as unknown, so that it doesn't shift the rest.
    `words[n]` is the score by words (0: not found), `share[n]` the share of the query's weight (idf) that the
    document's own words cover, 0 to 1; `similar[n, l]` the cosine of its best passage in language l, NaN if unknown.
    """

    words: Floats
    share: Floats
    similar: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Fused:
    """`scores` order the documents, found or added; `added` are those that only their meaning brought, best first."""

    scores: Floats
    added: NDArray[np.int64]


def fuse(evidence: Evidence, lang: Locale, *, may_add: bool) -> Fused:
    """Join both; `lang` is the query's language by its script, `may_add` false for quoted, `-` and `field:` queries."""
    found = evidence.words > 0
    close = _closeness(evidence.similar, lang)
    added = np.zeros(0, dtype=np.int64)
    if may_add:
        near = _standing_out(evidence.similar) & ~found
        added = np.flatnonzero(near)
        added = added[np.argsort(-close[added], kind="stable")][:MOST_ADDED]
    best = float(evidence.words.max(initial=0.0))
    words = evidence.words / best if best > 0 else evidence.words
    scores = _completed(close, found) + np.float32(WORDS) * evidence.share**COVERAGE * words
    return Fused(scores.astype(np.float32), added)


def _closeness(similar: Floats, lang: Locale) -> Floats:
    """Make the cosines of both languages comparable; a document counts by the language that suits it better."""
    adjusted = np.full(similar.shape, np.nan, dtype=np.float32)
    for number, other in enumerate(LOCALES):
        known = np.flatnonzero(~np.isnan(similar[:, number]))
        if len(known):
            values = similar[known, number]
            top = np.partition(values, len(values) - min(TOP, len(values)))[-TOP:]
            bonus = OTHER_LANGUAGE[lang] if other != lang else 0.0
            adjusted[known, number] = values - np.float32(TOP_SHARE * top.mean() - bonus)
    return _best(adjusted)


def _standing_out(similar: Floats) -> NDArray[np.bool_]:
    """Find the documents that lie `NEAR` above the average of their language."""
    known = ~np.isnan(similar)
    counts = known.sum(axis=0)
    if not counts.any():
        return np.zeros(len(similar), dtype=np.bool_)
    of_all = float(similar[known].mean())
    sums = np.where(known, similar, 0).sum(axis=0)
    means = np.where(counts >= FEW, sums / np.maximum(counts, 1), of_all)
    return np.asarray((np.where(known, similar, -1) >= means + NEAR).any(axis=1))


def _best(values: Floats) -> Floats:
    """Give the greater value of each row; NaN where both are."""
    best = np.where(np.isnan(values), -np.inf, values).max(axis=1)
    return np.where(np.isneginf(best), np.nan, best).astype(np.float32)


def _completed(close: Floats, found: NDArray[np.bool_]) -> Floats:
    """Take documents whose vectors are still to be made for as close as the average one that words found."""
    missing = np.isnan(close)
    if not missing.any():
        return close
    known = close[found & ~missing] if (found & ~missing).any() else close[~missing]
    return np.where(missing, known.mean() if len(known) else 0.0, close).astype(np.float32)
