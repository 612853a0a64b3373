"""What records are called in the cells of a comparison, where there is no room for a title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final
from unicodedata import east_asian_width

from markupsafe import Markup

from kb.domain.locales import LocalText
from kb.web.filters import tagged

MOST: Final = 24
"""Letters of a title; those of Hangul are twice as wide and count twice."""
_BRACKETS: Final = re.compile(r"\s*\([^()]*\)")


def cell_names(named: Sequence[tuple[LocalText, LocalText | None]]) -> Sequence[Markup]:
    """Name records by city and the first words of the title: `Nice · Connected Boulevard…`; no two are called the same.

    `named` are titles and cities; a city that the title names isn't repeated. Of those that would be called the same
    the whole titles are given.
    """
    short = [(_first_words(title), city) for title, city in named]
    uses = Counter((title.value, city.value if city else "") for title, city in short)
    return [
        _written(whole if uses[title.value, city.value if city else ""] > 1 else title, city)
        for (title, city), (whole, _city) in zip(short, named, strict=True)
    ]


def _written(title: LocalText, city: LocalText | None) -> Markup:
    words = Markup(tagged(title))  # noqa: S704 - `tagged` escapes
    return words if city is None or city.value in title.value else Markup("{} · {}").format(Markup(tagged(city)), words)  # noqa: S704


def _first_words(title: LocalText) -> LocalText:
    text = _BRACKETS.sub("", title.value.partition(":")[0]).strip() or title.value
    if _width(text) <= MOST:
        return LocalText(text, title.lang, title.is_fallback)
    first, *words = text.split()
    for word in words:
        if _width(f"{first} {word}") > MOST:
            break
        first = f"{first} {word}"
    return LocalText(f"{first.rstrip(',·')}…", title.lang, title.is_fallback)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
