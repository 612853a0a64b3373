"""Words of praise: the collection tells what was done and what came of it, and leaves the judgement to its reader.

Words in quotation marks are somebody else's and excepted. So are names: those of records, and in English a capitalised
word within a sentence (the Innovative City Convention).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kb.domain.content_findings import Finding
from kb.domain.content_texts import NAMING, Piece, sentences, without_quotations
from kb.domain.locales import Locale

PRAISE: Final[dict[Locale, tuple[str, ...]]] = {
    "en": (
        "admirable", "amazing", "award-winning", "best-in-class", "brilliant", "cutting-edge", "cutting edge",
        "dazzling", "exceptional", "exciting", "exemplary", "extraordinary", "forward-looking", "future-proof",
        "game-changer", "game-changing", "great success", "groundbreaking", "ground-breaking", "highly successful",
        "huge success", "impressive", "impressively", "ingenious", "innovative", "innovatively", "inspiring",
        "leading-edge", "outstanding", "pioneering", "remarkable", "remarkably", "resounding", "revolutionary",
        "revolutionise", "revolutionised", "revolutionize", "revolutionized", "seamless", "seamlessly", "spectacular",
        "state-of-the-art", "state of the art", "stunning", "superb", "trailblazing", "trend-setting", "unparalleled",
        "unprecedented", "unrivalled", "very successful", "visionary", "wonderful", "world-class", "world-leading",
    ),
    "ko": (
        "각광", "감탄", "경이로", "괄목할", "귀감", "기념비적", "놀라운", "눈부신", "눈부시게", "대성공", "독보적", "뛰어난",
        "뛰어나", "모범적", "비약적", "빛나는", "빼어난", "선구적", "선도적", "성공적", "세계 최고", "세계최고", "세계적인",
        "세계적으로 인정", "세계적으로 유명", "우수한", "우수하", "월등", "유례없", "유례를 찾기", "인상적",
        "자랑하", "최고 수준", "최첨단", "탁월", "특출", "혁명적", "혁신적", "호평", "획기적", "훌륭",
    ),
}  # fmt: skip
"""English words match whole and in any case, Korean ones at the beginning of a word."""
_WORDS: Final[dict[Locale, re.Pattern[str]]] = {
    "en": re.compile(rf"\b(?:{'|'.join(map(re.escape, PRAISE['en']))})\b", re.IGNORECASE),
    "ko": re.compile(rf"(?<![가-힣])(?:{'|'.join(map(re.escape, PRAISE['ko']))})[가-힣]*"),
}


def words_of_praise(text: str, lang: Locale) -> list[str]:
    """List the author's own words of praise in a text."""
    return [
        match[0]
        for sentence in sentences(without_quotations(text))
        for match in _WORDS[lang].finditer(sentence)
        if match.start() == 0 or not match[0][0].isupper()
    ]


def praise_findings(name: str, piece: Piece) -> Iterator[Finding]:
    """Find words of praise in a text."""
    if piece.field in NAMING:
        return
    for lang, text in piece.texts.items():
        for word in words_of_praise(text, lang):
            yield Finding(name, piece.where, lang, "word_of_praise", word)
