"""What was meant when the keyboard was set to the other language: tjdnf is 서울, ㅔㅁ가ㅑㅜㅎ is parking.

Korean keyboards have the layout of KS X 5002 (Dubeolsik): consonants left, vowels right, five tense consonants and two
vowels with shift.
"""

from __future__ import annotations

import re
from typing import Final

from kb.search.analysis.jamo import compose, is_syllable
from kb.search.analysis.ko import letters

_PLAIN: Final = dict(
    zip("qwertyuiopasdfghjklzxcvbnm", "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ", strict=True)
)
_SHIFTED: Final = dict(zip("QWERTOP", "ㅃㅉㄸㄲㅆㅒㅖ", strict=True))
_TO_LETTER: Final = str.maketrans({key.upper(): letter for key, letter in _PLAIN.items()} | _PLAIN | _SHIFTED)
_TO_KEY: Final = str.maketrans({letter: key for key, letter in (_PLAIN | _SHIFTED).items()})
_HAS_HANGUL: Final = re.compile("[ㄱ-ㅣ가-힣]")


def hangul_typed(typed: str) -> list[str]:
    """List what Latin keys would have typed in Korean, letters that make no syllable included.

    Typed in capitals throughout, it may have been the caps lock or the shift key.
    """
    if not typed.isascii() or not typed.isalpha():
        return []
    tries = [typed.lower(), typed] if typed.isupper() else [typed]
    return list(dict.fromkeys(compose(text.translate(_TO_LETTER)) for text in tries))


def korean_readings(typed: str) -> list[str]:
    """List the Korean words that Latin keys may have been meant for: whole syllables only, else none."""
    return [text for text in hangul_typed(typed) if all(map(is_syllable, text))]


def latin_reading(typed: str) -> str:
    """Give the Latin word that Hangul keys may have been meant for, in small letters; empty where there is none."""
    if not _HAS_HANGUL.search(typed):
        return ""
    read = letters(typed).translate(_TO_KEY).lower()
    return read if read.isascii() and read.isalpha() else ""
