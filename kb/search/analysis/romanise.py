"""Korean in Latin letters: the Revised Romanization of 2000 by pronunciation, and a key for its common variants.

Rules after Notice 2000-8 of the Ministry of Culture and Tourism: consonants are written as they sound between
syllables (종로 Jongno, 신라 Silla), tensing is not shown. Good for finding names, not for printing them: compound words
and names of people have exceptions that need a dictionary.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from kb.search.analysis.jamo import FIRST_SYLLABLE, LAST_SYLLABLE, is_syllable, syllable_parts

_SYLLABLE: Final = re.compile(f"[{chr(FIRST_SYLLABLE)}-{chr(LAST_SYLLABLE)}]")

_LEAD_ROW: Final = "g kk n d tt r m b pp s ss - j jj ch k t p h"
_VOWEL_ROW: Final = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i"
_FINAL_ROW: Final = (
    "- - -|k - g|k - kk|k k s|n - n|n n j|n - n|t - d|l - r|k l g|m l m|l l b|l l s|l l t|p l p|l - r|m - m|p - b|p p s|"
    "t - s|t - ss|ng ng -|t - j|t - ch|k - k|t - t|p - p|t - -"
)
"""Each final in Unicode's order: as it sounds at the end, and before a vowel what stays of it and what moves over."""


def _sounds(row: str) -> list[str]:
    return ["" if sound == "-" else sound for sound in row.split()]


_LEADS: Final = _sounds(_LEAD_ROW)
_VOWELS: Final = _sounds(_VOWEL_ROW)
_FINALS: Final = [_sounds(final) for final in _FINAL_ROW.split("|")]
_SILENT: Final = _LEADS.index("")
_D, _T, _H = 7, 25, 27  # ㄷ ㅌ ㅎ
_HIEUH: Final = frozenset({6, 15, _H})  # ㄶ ㅀ ㅎ
_ASPIRATED: Final = {"g": "k", "d": "t", "b": "p", "j": "ch"}
_NASAL: Final = {"k": "ng", "t": "n", "p": "m"}


def _meet(final: int, lead: int, vowel: int) -> tuple[str, str]:
    """Say how a final and the lead of the next syllable sound together."""
    (closed, kept, moved), sound = _FINALS[final], _LEADS[lead]
    if lead == _SILENT:
        if _VOWELS[vowel] == "i" and final in (_D, _T):  # 같이 gachi, 해돋이 haedoji
            return "", "j" if final == _D else "ch"
        return kept, moved
    if final in _HIEUH and sound in _ASPIRATED:
        return "" if final == _H else closed, _ASPIRATED[sound]
    if sound == "r":
        return {"n": ("l", "l"), "l": ("l", "l")}.get(closed, (_NASAL.get(closed, closed), "n"))
    if sound == "n" and closed == "l":
        return "l", "l"
    if sound in ("n", "m"):
        return _NASAL.get(closed, closed), sound
    return closed, sound


def _run(syllables: str) -> str:
    """Write syllables of one word."""
    parts = [syllable_parts(syllable) for syllable in syllables]
    written = _LEADS[parts[0][0]]
    for index, (_lead, vowel, final) in enumerate(parts):
        written += _VOWELS[vowel]
        if index + 1 == len(parts):
            return written + _FINALS[final][0]
        next_lead, next_vowel, _ = parts[index + 1]
        if final:
            written += "".join(_meet(final, next_lead, next_vowel))
        else:
            written += _LEADS[next_lead]
    return written


@lru_cache(maxsize=65536)
def romanised(word: str) -> str:
    """Write a word in Latin letters; what is no Hangul syllable stays as it is."""
    return re.sub("[가-힣]+", lambda match: _run(match.group()), word)


@lru_cache(maxsize=65536)
def spelled_apart(word: str) -> str:
    """Write every syllable as if it stood alone (종로 Jongro), as many do."""
    return "".join(_run(char) if is_syllable(char) else char for char in word)


_LOOSE: Final = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        ("sh", "s"), ("tch|ch|j+", "c"), ("oo", "u"), ("ee", "i"), ("eo", "o"), ("eu|ew", "u"), ("wu", "u"),
        ("[gkq]+", "k"), ("[dt]+", "t"), ("[bpfv]+", "p"), ("[lr]+", "r"), ("(.)\\1+", "\\1"),
    )
]  # fmt: skip


def loose_key(latin: str) -> str:
    """Write a romanised word so that spellings of the same name meet: ddareungi and ttareungi, Pusan and Busan."""
    for pattern, plain in _LOOSE:
        latin = pattern.sub(plain, latin)
    return latin


def has_hangul(text: str) -> bool:
    """Say whether a text holds a Hangul syllable."""
    return _SYLLABLE.search(text) is not None
