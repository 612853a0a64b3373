"""Did you mean: queries that find more than the one asked, put together from what its words may have been meant for."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from heapq import nsmallest
from itertools import chain, islice, product
from typing import Final

from kb.domain.locales import Locale
from kb.search.port import Suggestion
from kb.search.spelling import Speller
from kb.search.word_options import COSTS, NamedByInitials, Option, Word, WordOptions, words_of

MOST: Final = 3
ENOUGH: Final = 5
"""Records from which on a query needs no help."""
LONGEST_QUERY: Final = 200
LONGEST_PHRASE: Final = 4
"""Words of which some record is likely to hold all; a query of more is a sentence."""
_MOST_TRIED: Final = 10


class Corrector:
    """Proposes queries from the words of one commit. Immutable.

    `named` lists words of titles and names by their initial consonants, which say more than the use of a word.
    """

    def __init__(self, speller: Speller, named: NamedByInitials) -> None:
        self._options = WordOptions(speller, named)

    def propose(self, text: str, lang: Locale, found: int, finds: Callable[[str], int]) -> list[Suggestion]:
        """List up to three queries that find more than `found`, the likeliest first.

        `finds` counts the records that hold all words of a query, under the filters of the search. Of a sentence that
        nothing holds as a whole, one of the words put in must find something.
        """
        text = unicodedata.normalize("NFC", text)
        if found >= ENOUGH or len(text) > LONGEST_QUERY:
            return []
        words, counted = list(words_of(text)), cache(finds)
        if len(words) > LONGEST_PHRASE:
            options = [option for word in words if (option := self._options.surest(word, lang))]
            is_better = any(counted(option.text) for option in options)
            return [_suggestion(text, options)] if is_better and not found else []
        likeliest = nsmallest(_MOST_TRIED, self._candidates(words, lang, counted), key=_cost)
        proposed = {item.text: item for item in (_suggestion(text, options) for options in likeliest)}
        better = (item for item in proposed.values() if item.text != text and counted(item.text) > found)
        return list(islice(better, MOST))

    def _candidates(
        self, words: Sequence[Word], lang: Locale, finds: Callable[[str], int]
    ) -> Iterator[Sequence[Option]]:
        """Yield ways to change a short query: each doubtful word, or neighbours into one."""
        choices = [options for word in words if (options := self._options.of(word, lang, finds))]
        changed: Iterator[Sequence[Option]] = product(*choices) if choices else iter(())
        return chain(changed, ([option] for option in self._options.joins(words)))


def _cost(options: Sequence[Option]) -> float:
    return sum(option.cost for option in options)


def _suggestion(text: str, options: Sequence[Option]) -> Suggestion:
    """Put the options in their places; the reason is the surest of theirs."""
    for option in sorted(options, key=lambda option: -option.start):
        text = text[: option.start] + option.text + text[option.end :]
    return Suggestion(text, min((option.reason for option in options), key=COSTS.__getitem__))
