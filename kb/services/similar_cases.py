"""Cases like one: by the themes, the telling words and the meaning that they share, each told as a reason.

Every part is brought to 0 to 1: themes as the shared part of their rarity; words and meaning beside what the closest
cases of the seed reach. Their weighted mean orders the cases; a part that can't be told (no index, no vectors yet, a case
without themes) is left out of it. The rule and what it proposes are in docs/decisions/0012-similar-cases.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kb.domain.locales import Locale
from kb.search.port import Likeness
from kb.services.case_themes import CaseThemes

THEMES, WORDS, MEANING = 0.4, 0.25, 0.35
"""What each part weighs."""
FULL_WORDS: Final = 0.35
"""The share of a case's telling words from which on more makes no difference."""
FULL_MEANING: Final = 0.4
"""The same for the cosine of what two cases are about."""
LEAST: Final = 0.22
"""A case below this score is not proposed, even if fewer than wanted are left."""
TELLING_WORDS: Final = 0.12
"""Fewer shared words are no reason."""
CLOSE: Final = 0.15
"""From this cosine on two cases are called close in meaning: of the seed's pairs 6 in 100 are."""
CANDIDATES: Final = 60
"""How many cases are looked at for each part."""


@dataclass(frozen=True, slots=True)
class SimilarCase:
    """A case like another, and why: the themes shared, whether words are, whether it is close in meaning."""

    slug: str
    score: float
    is_same_city: bool
    themes: Sequence[str]
    words: Sequence[tuple[Locale, Sequence[str]]]
    is_close: bool


def find_similar(
    themes: CaseThemes, likeness: Likeness | None, slug: str, lang: Locale, without: Collection[str], limit: int
) -> Sequence[SimilarCase]:
    """List the cases most like one, at most `limit`; those `without` are left out.

    Cases of other cities come first, because an official looks for what others did; those of the same city fill what is
    left. Within both the higher score comes first. Words are given in the reader's language, else in the other one.
    """
    city, shares = themes.city(slug), themes.shares(slug)
    near = set(likeness.closest(CANDIDATES)) if likeness else set()
    if shares is not None:
        near.update(themes.nearest(shares, CANDIDATES))
    found = []
    for other in near - {slug, *without}:
        if other not in themes.places:
            continue  # the index still has what is no longer published
        shared = None if shares is None else float(shares[themes.places[other]])
        score = _score(shared, likeness, other)
        if score >= LEAST:
            found.append((city is not None and themes.city(other) == city, -score, other))
    chosen = sorted(found)[:limit]
    reasoned = (_reasoned(themes, likeness, slug, other, lang, -score, same) for same, score, other in chosen)
    return [item for item in reasoned if item.themes or item.words or item.is_close]


def _score(shared: float | None, likeness: Likeness | None, other: str) -> float:
    parts = [] if shared is None else [(THEMES, shared)]
    if likeness:
        parts.append((WORDS, min(likeness.words(other) / FULL_WORDS, 1)))
        cosine = likeness.meaning(other)
        if cosine is not None:
            parts.append((MEANING, min(max(cosine / FULL_MEANING, 0), 1)))
    total = sum(weight for weight, _value in parts)
    return sum(weight * value for weight, value in parts) / total if total else 0.0


def _reasoned(
    themes: CaseThemes, likeness: Likeness | None, slug: str, other: str, lang: Locale, score: float, same: bool
) -> SimilarCase:
    words = tuple(_shared_words(likeness, other, lang)) if likeness else ()
    cosine = likeness.meaning(other) if likeness else None
    return SimilarCase(
        slug=other,
        score=score,
        is_same_city=same,
        themes=themes.shared(slug, other),
        words=words,
        is_close=cosine is not None and cosine >= CLOSE,
    )


def _shared_words(likeness: Likeness, other: str, lang: Locale) -> Iterator[tuple[Locale, Sequence[str]]]:
    if likeness.words(other) >= TELLING_WORDS:
        for locale in (lang, "en" if lang == "ko" else "ko"):
            if words := likeness.shared_words(other, locale):
                yield locale, words
                return
