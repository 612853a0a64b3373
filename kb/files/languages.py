"""In which language a page is written, told by its script."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Final

from kb.domain.materials import UNKNOWN_LANGUAGE as UNKNOWN

FEWEST_LETTERS: Final = 3
_SYLLABLE: Final = 2.5
"""Letters that a Hangul syllable or Chinese character counts as: Korean slides are full of short Latin names."""
_SHARE: Final = 0.35
_SCRIPTS: Final = ("HANGUL", "HIRAGANA", "KATAKANA", "CJK", "LATIN", "CYRILLIC", "ARABIC", "THAI")
_LANGUAGE_OF: Final = {"CYRILLIC": "ru", "ARABIC": "ar", "THAI": "th"}
_LOOKED_AT: Final = 5000


def detect_language(text: str, declared: str = "") -> str:
    """Give the language tag of a text, `und` for too few letters.

    Latin script alone doesn't tell which language it is: what the file is `declared` to be in decides, else English.
    """
    counts: Counter[str] = Counter()
    for char in text[:_LOOKED_AT]:
        if char.isalpha():
            counts[_script(char)] += 1
    if sum(counts.values()) < FEWEST_LETTERS:
        return UNKNOWN
    weights = {name: counts[name] * (_SYLLABLE if name in ("HANGUL", "CJK") else 1.0) for name in _SCRIPTS}
    total = sum(weights.values())
    kana = counts["HIRAGANA"] + counts["KATAKANA"]
    if not total:
        return UNKNOWN
    if weights["HANGUL"] >= _SHARE * total and counts["HANGUL"] > kana:
        return "ko"
    if kana and kana * _SYLLABLE + weights["CJK"] >= _SHARE * total:
        return "ja"
    if weights["CJK"] >= _SHARE * total:
        return "zh"
    main = max(weights, key=lambda name: weights[name])
    if main == "LATIN":
        return declared if declared and declared.split("-")[0] not in ("ko", "ja", "zh", "ru", "ar", "th") else "en"
    return _LANGUAGE_OF.get(main, UNKNOWN)


def _script(char: str) -> str:
    name = unicodedata.name(char, "")
    return next((script for script in _SCRIPTS if name.startswith(script)), "")
