"""English: stems (Snowball), British and American spellings made one, words that carry no meaning in a query."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from whoosh.lang.snowball.english import EnglishStemmer

_STEMMER: Final = EnglishStemmer()

# Words of this field that the stemmer would throw together: parking with park, mobility with mobile, …
_KEPT: Final = {
    word: word
    for word in (
        "accessibility",
        "accountability",
        "business",
        "electricity",
        "general",
        "housing",
        "integrity",
        "mobility",
        "operating",
        "parking",
        "planning",
        "speeding",
        "universal",
        "university",
        "zoning",
    )
} | {
    "businesses": "business",
    "universities": "university",
    "organization": "organization",
    "organizations": "organization",
    "taxation": "tax",
}
_SPELLINGS: Final = {
    "catalogue": "catalog", "centre": "center", "centres": "centers", "fibre": "fiber", "kilometre": "kilometer",
    "kilometres": "kilometers", "litre": "liter", "litres": "liters", "metre": "meter", "metres": "meters",
    "neighbourhood": "neighborhood", "neighbourhoods": "neighborhoods", "neighbour": "neighbor", "neighbours": "neighbors",
    "programme": "program", "programmes": "programs", "theatre": "theater", "colour": "color", "labour": "labor",
    "licence": "license", "licences": "licenses", "kerb": "curb", "tyre": "tire",
}  # fmt: skip
_ISE: Final = re.compile(r"(?<=...)(is)(e|ed|es|er|ers|ing|ation|ations|ational)$")
_HAS_LATIN: Final = re.compile(r"[a-z]")

_FILLERS: Final = """
a about an and are as at be been by can could did do does for from had has have how i if in into is it its of on or our
should so than that the their them then there these they this those to was we were what when where which who why will
with would you
"""
FILLERS: Final = frozenset(_FILLERS.split())
"""Words that need not match; typed in capitals (IT, WHO) they are names and count."""


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Reduce a folded word to its stem; numbers and words of other alphabets stay as they are."""
    if not _HAS_LATIN.search(word):
        return word
    word = _SPELLINGS.get(word) or _ISE.sub(r"iz\2", word)
    return _KEPT.get(word) or str(_STEMMER.stem(word))
