"""Korean without a dictionary: particles and endings taken off by rule, syllables taken apart into letters.

A particle is believed only where the syllable before it allows it (을 after a final consonant, 를 after a vowel, …),
which keeps 마을, 국가 or 전문가 whole.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_FIRST, _LAST = 0xAC00, 0xD7A3
_RIEUL: Final = 8

# What may stand before: C a final consonant, V none, R none or ㄹ, * anything.
_SURE: Final = {
    "C": "을 은 으로 으로는 으로도 으로써 으로서 으로의 으로부터 이라는 이라고 이란 이나 이랑",
    "V": "를 는 와 와의 라는 라고",
    "R": "로서 로써 로는 로부터 로의",
    "*": "에 에서 에게 에서는 에서도 에서의 에는 에도 에게서 에게는 에의 까지 까지의 까지는 부터 부터는 부터의 처럼 보다 "
    "마다 조차 마저 밖에 한테 께서 만을 만이 만의 이다 입니다 이며 이고 이었다 였다 였습니다 이었습니다 입니까 인가요 "
    "들은 들이 들을 들의 들에게 들도 들과 들에 들로",
}
_DOUBTFUL: Final = {"C": "이 과", "V": "가 나 라 란 랑", "R": "로", "*": "의 도 만 인 들 요 뿐 께"}
_ENDINGS: Final = (
    "하는 하고 하여 하며 하면 하기 하도록 하지 해서 해야 했다 했던 했나요 하나요 하려면 한다 합니다 합니까 했습니다 했습니까 "
    "하였다 하였습니다 했으며 했고 하려는 하자 할까요 해요 되는 되고 되어 되며 되면 되기 되도록 되지 된다 됩니다 됩니까 됐다 "
    "되었다 되었습니다 됐습니다 되었으며 되었고 되었나요 됐나요 시키는 시킨 시켰다"
)
_SHORT_ENDINGS: Final = "한 할 함 해 된 될 됨 돼"

_FILLERS: Final = """
어떻게 어떤 어느 무엇 무엇이 무엇을 무엇인가요 뭐 뭐가 뭔가요 왜 언제 어디 어디에 어디서 어디에서 누가 누구 대한 대해 대해서 대하여 관한
관해 관하여 위한 위해 위하여 있는 있다 있나 있나요 있습니까 있을까 있을까요 있었나 있었나요 없나 없나요 하는 하나 하나요 합니까 했나 했나요
했는가 했습니까 인가 인가요 되나요 됩니까 알려줘 알려주세요 알려 찾아줘 찾아주세요 보여줘 보여주세요 궁금해요 궁금합니다 좀 및 등 등의
그리고 또는 혹은 또 더 수 것 것은 것을 것이 때 통해 통한 따라 따른 대로 기반 기반의 기반으로 관련 관련된
"""
FILLERS: Final = frozenset(_FILLERS.split())
"""Words of a question that need not match."""


@dataclass(frozen=True, slots=True)
class BareForm:
    """A word without its particle or ending. Unless `sure`, it may be a wrong guess and must equal a whole word."""

    text: str
    sure: bool


def _suffix_table() -> dict[str, tuple[str, bool, int]]:
    """Map a suffix to what may precede it, whether it is sure, and how many syllables must remain."""
    table: dict[str, tuple[str, bool, int]] = {}
    for source, sure in ((_DOUBTFUL, False), (_SURE, True)):
        for before, suffixes in source.items():
            table.update(dict.fromkeys(suffixes.split(), (before, sure, 1)))
    table.update(dict.fromkeys(_ENDINGS.split(), ("*", True, 2)))
    table.update(dict.fromkeys(_SHORT_ENDINGS.split(), ("*", False, 2)))
    return table


_SUFFIXES: Final = _suffix_table()
_LONGEST: Final = max(map(len, _SUFFIXES))
_ONLY_PARTICLES: Final = re.compile("|".join(sorted(map(re.escape, _SUFFIXES), key=len, reverse=True)))


def is_hangul(text: str) -> bool:
    """Say whether every character is a composed Hangul syllable."""
    return bool(text) and all(_FIRST <= ord(char) <= _LAST for char in text)


def _allows(syllable: str, before: str) -> bool:
    final = (ord(syllable) - _FIRST) % 28
    return before == "*" or {"C": final > 0, "V": final == 0, "R": final in (0, _RIEUL)}[before]


@lru_cache(maxsize=65536)
def bare_forms(word: str) -> tuple[BareForm, ...]:
    """List what the word may be without particle or ending, longest suffix first; empty where it has none."""
    if len(word) < 2 or not is_hangul(word):
        return ()
    forms = []
    for length in range(min(_LONGEST, len(word) - 1), 0, -1):
        rest, suffix = word[:-length], word[-length:]
        before, sure, least = _SUFFIXES.get(suffix, ("*", False, 99))
        if len(rest) >= least and _allows(rest[-1], before):
            forms.append(BareForm(rest, sure))
    return tuple(forms)


def is_particle(text: str) -> bool:
    """Say whether the text is nothing but a particle or copula, as after a Latin word or a number (CCTV를)."""
    return _ONLY_PARTICLES.fullmatch(text) is not None


def letters(text: str) -> str:
    """Spell Hangul out in letters as they are typed (닭 = ㄷㅏㄹㄱ), so that a half-typed syllable is a prefix."""
    spelled = unicodedata.normalize("NFD", text)
    return "".join(_LETTER.get(char, char) for char in spelled)


_LEADING: Final = "ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ"
_VOWELS: Final = "ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ"
_FINALS: Final = (
    "ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ"
)


def _letter_table() -> dict[str, str]:
    """Bring leading and final consonants to one letter each; compound finals and vowels to the keys that type them."""
    blocks = ((0x1100, _LEADING), (0x1161, _VOWELS), (0x11A8, _FINALS))
    return {chr(first + number): letter for first, row in blocks for number, letter in enumerate(row.split())}


_LETTER: Final = _letter_table()
