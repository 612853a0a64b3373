"""Paragraphs that say nearly the same in two records: copied text, which ages apart.

Two things are alike by nature and left alone: what is not known of a record (`updating_note`), and what the records of
one event tell from the same announcement.

Likeness is Broder's resemblance: the Jaccard index of the sets of word shingles ("On the resemblance and containment
of documents", 1997).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kb.domain.citations import paragraphs
from kb.domain.content_findings import Finding
from kb.domain.content_texts import pieces
from kb.domain.locales import LOCALES, Locale
from kb.domain.records import PublicRecord

SHINGLE: Final = 3
"""Words a shingle. Longer ones miss sentences with a few words changed, shorter ones meet in common phrases."""
LIKENESS: Final = 0.5
"""From here on two paragraphs count as nearly the same: of three sentences, two."""
FEWEST_WORDS: Final[dict[Locale, int]] = {"en": 20, "ko": 14}
"""Shorter paragraphs may be alike by chance."""
_LEFT_ALONE: Final = "updating_note"
_WORD: Final = re.compile(r"\w+")

Shingles = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    record: str
    event: str  # empty outside an event
    where: str
    shingles: Shingles

    def is_apart_from(self, other: _Paragraph) -> bool:
        """Say whether two paragraphs have no reason to be alike."""
        return self.record != other.record and not (self.event and self.event == other.event)


def shingles(text: str) -> Shingles:
    """Take the word sequences of a text, case and punctuation aside; a text shorter than one has none."""
    words = _WORD.findall(text.casefold())
    return frozenset(tuple(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1))


def likeness(first: Shingles, second: Shingles) -> float:
    """Give the Jaccard index, from 0 (nothing shared) to 1 (the same)."""
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared) if shared else 0.0


def repeat_findings(records: Iterable[PublicRecord]) -> Iterator[Finding]:
    """Find, in each language, the paragraphs that two records have nearly in common; each pair is told once."""
    kept = list(records)
    for lang in LOCALES:
        yield from _repeats(list(_paragraphs(kept, lang)), lang)


def _paragraphs(records: Iterable[PublicRecord], lang: Locale) -> Iterator[_Paragraph]:
    for record in records:
        for piece in pieces(record):
            if not piece.is_prose or piece.field == _LEFT_ALONE:
                continue
            for text in paragraphs(piece.texts.get(lang, "")):
                if len(text.split()) >= FEWEST_WORDS[lang]:
                    yield _Paragraph(f"{record.kind}:{record.slug}", _event(record), piece.where, shingles(text))


def _event(record: PublicRecord) -> str:
    match record.kind:
        case "event":
            return record.slug
        case "session":
            return str(record.values.get("event", ""))
        case "presentation":
            return str(record.values.get("session", "")).partition("/")[0]
    return ""


def _repeats(found: Sequence[_Paragraph], lang: Locale) -> Iterator[Finding]:
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, paragraph in enumerate(found):
        shared: Counter[int] = Counter()
        for shingle in paragraph.shingles:
            shared.update(holders[shingle])
            holders[shingle].append(number)
        for earlier in sorted(shared):
            twin = found[earlier]
            share = likeness(paragraph.shingles, twin.shingles)
            if share >= LIKENESS and paragraph.is_apart_from(twin):
                detail = f"{share:.0%} as in {twin.record} {twin.where}"
                yield Finding(paragraph.record, paragraph.where, lang, "near_duplicate", detail)
