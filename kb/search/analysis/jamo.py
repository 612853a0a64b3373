"""Hangul syllables put together from letters, and reduced to their initial consonants (스마트 = ㅅㅁㅌ).

A letter is a key of the Korean keyboard: ㅘ is ㅗ and ㅏ, ㄺ is ㄹ and ㄱ, as `ko.letters` spells them.
"""

from __future__ import annotations

import re
from typing import Final

FIRST_SYLLABLE: Final = 0xAC00
LAST_SYLLABLE: Final = 0xD7A3
VOWELS_A_LEAD: Final = 21
FINALS_A_VOWEL: Final = 28
SYLLABLES_A_LEAD: Final = VOWELS_A_LEAD * FINALS_A_VOWEL

LEADS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWEL_ROW: Final = "ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ"
_FINAL_ROW: Final = (
    "ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ"
)
_VOWELS: Final = _VOWEL_ROW.split()
_FINALS: Final = ["", *_FINAL_ROW.split()]


def _longest_first(parts: list[str]) -> str:
    return "|".join(sorted(filter(None, parts), key=len, reverse=True))


_SYLLABLE: Final = re.compile(
    rf"(?P<lead>[{LEADS}])(?P<vowel>{_longest_first(_VOWELS)})(?:(?P<final>{_longest_first(_FINALS)})(?![ㅏ-ㅣ]))?"
)
"""A consonant closes a syllable unless a vowel follows, for which it is then the lead."""


def _composed(match: re.Match[str]) -> str:
    lead, vowel, final = LEADS.index(match["lead"]), _VOWELS.index(match["vowel"]), _FINALS.index(match["final"] or "")
    return chr(FIRST_SYLLABLE + lead * SYLLABLES_A_LEAD + vowel * FINALS_A_VOWEL + final)


def compose(letters: str) -> str:
    """Put typed letters together to syllables; letters that make none stay as they are."""
    return _SYLLABLE.sub(_composed, letters)


def is_syllable(char: str) -> bool:
    """Say whether a character is a composed Hangul syllable."""
    return FIRST_SYLLABLE <= ord(char) <= LAST_SYLLABLE


def syllable_parts(syllable: str) -> tuple[int, int, int]:
    """Give the places of lead, vowel and final (0 for none) of a composed syllable in Unicode's order."""
    number = ord(syllable) - FIRST_SYLLABLE
    return number // SYLLABLES_A_LEAD, number // FINALS_A_VOWEL % VOWELS_A_LEAD, number % FINALS_A_VOWEL


def initials(text: str) -> str:
    """Replace every syllable by its initial consonant; everything else stays."""
    return "".join(
        LEADS[(ord(char) - FIRST_SYLLABLE) // SYLLABLES_A_LEAD] if is_syllable(char) else char for char in text
    )


def syllable_range(lead: str) -> tuple[str, str]:
    """Give the first and last syllable that begins with a consonant. Raises `ValueError` for any other letter."""
    first = FIRST_SYLLABLE + LEADS.index(lead) * SYLLABLES_A_LEAD
    return chr(first), chr(first + SYLLABLES_A_LEAD - 1)


def is_initials(text: str) -> bool:
    """Say whether a text is nothing but initial consonants."""
    return bool(text) and all(char in LEADS for char in text)
