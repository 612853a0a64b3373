"""Sentences in the wrong language: left over from translating, or pasted into the other field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kb.domain.content_findings import Finding
from kb.domain.content_texts import NAMING, Piece, sentences
from kb.domain.locales import Locale

FEWEST_WORDS: Final = 3
"""Fewer Latin words may be a name that has no Korean form, and so may any number of capitalised ones."""
_HANGUL: Final = re.compile(r"[가-힣]")
_LATIN: Final = re.compile(r"[A-Za-zÀ-ɏ]")
_LATIN_WORD: Final = re.compile(r"[A-Za-zÀ-ɏ]{2,}")


def is_foreign(sentence: str, lang: Locale) -> bool:
    """Say whether a sentence can't be of its language: Latin alone in Korean, more Hangul than Latin in English."""
    if lang == "ko":
        words = _LATIN_WORD.findall(sentence)
        return not _HANGUL.search(sentence) and len(words) >= FEWEST_WORDS and any(word[0].islower() for word in words)
    return len(_HANGUL.findall(sentence)) > len(_LATIN.findall(sentence))


def language_findings(name: str, piece: Piece) -> Iterator[Finding]:
    """Find the sentences of a text that are not in its language. Names are left alone."""
    if piece.field in NAMING:
        return
    for lang, text in piece.texts.items():
        for sentence in sentences(text):
            if is_foreign(sentence, lang):
                yield Finding(name, piece.where, lang, "not_in_this_language", sentence[:60])
