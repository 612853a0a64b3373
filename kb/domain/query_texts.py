"""Texts that people search for, as they may be counted: folded to one key, and none that names a person's contact."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 200
"""Characters; a longer text is no query that anybody could answer better, and may hold anything."""
_E_MAIL: Final = re.compile(r"\S@\S")
_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d")
_DIGIT_GROUPS: Final = re.compile(r"\+?\(?\d+(?:[ .()/·-]{1,3}\d+)*")
_FEWEST_DIGITS: Final = 7
"""Of the shortest telephone numbers in use, without an area code."""


def query_key(text: str) -> str:
    """Fold a text so that spellings of one query count together: width, case and spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def may_be_counted(text: str) -> bool:
    """Say whether a text may be kept: it is short, and holds nothing like an e-mail address or a telephone number.

    Years don't count as digits of a number ("2012-2016"); other long numbers do, so that personal numbers of any kind
    stay out.
    """
    key = query_key(text)
    return (
        bool(key) and len(key) <= LONGEST and key.isprintable() and not _E_MAIL.search(key) and not _holds_number(key)
    )


def _holds_number(key: str) -> bool:
    for match in _DIGIT_GROUPS.finditer(key):
        groups = re.findall(r"\d+", match.group())
        if all(_YEAR.fullmatch(group) for group in groups):
            continue
        if sum(map(len, groups)) >= _FEWEST_DIGITS:
            return True
    return False
