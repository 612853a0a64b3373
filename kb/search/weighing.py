"""How much an occurrence counts: BM25F, before saturation.

Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields" (CIKM 2004): occurrences are
weighted by section and normalised by field length first, then summed and saturated once. The two languages of a
record are summed apart, so that being bilingual is no advantage.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from kb.domain.locales import LOCALES
from kb.search.columns import Columns
from kb.search.matching import DOCUMENT_SHIFT, Keys, Numbers, documents_of
from kb.search.sections import CODES, INDEX_FIELDS, PLACE_BITS, code_lang, code_section, index_field

B: Final = {"title": 0.3, "summary": 0.5, "body": 0.75, "about": 0.5, "pages": 0.75}
_CODE_MASK: Final = (1 << (DOCUMENT_SHIFT - PLACE_BITS)) - 1
_WEIGHTS: Final = np.array([code_section(code).weight for code in range(CODES)], dtype=np.float32)
_FIELDS: Final = np.array(
    [INDEX_FIELDS.index(index_field(code_section(code).name, code_lang(code))) for code in range(CODES)]
)
_LANGUAGES: Final = np.array([LOCALES.index(code_lang(code)) for code in range(CODES)])
_NORMALISED: Final = np.array([B[field.rpartition("_")[0]] for field in INDEX_FIELDS], dtype=np.float32)

Scores = npt.NDArray[np.float32]


def codes_of(keys: Keys) -> Keys:
    """Give the section and language of each place, as `kb.search.sections` numbers them."""
    return (keys >> PLACE_BITS) & _CODE_MASK


class Located:
    """Where a pattern stands: the places, and the document of each. Immutable; what is not asked for is not computed."""

    def __init__(self, keys: Keys, weigher: Weigher) -> None:
        self.keys = keys
        self.numbers: Numbers = keys >> DOCUMENT_SHIFT
        self.weigher = weigher

    @cached_property
    def documents(self) -> Numbers:
        """List the documents, each once."""
        return documents_of(self.keys)

    @cached_property
    def strengths(self) -> Scores:
        """Tell how strongly the pattern is there: by language and index of the document."""
        documents = self.documents
        weights = self.weigher.weights(self.numbers, codes := codes_of(self.keys))
        cells = _LANGUAGES[codes] * len(documents) + documents.searchsorted(self.numbers)
        sums = np.bincount(cells, weights, minlength=len(LOCALES) * len(documents))
        return sums.astype(np.float32).reshape(len(LOCALES), -1)


class Weigher:
    """Weighs occurrences in one commit: the lengths of fields are compared with their means there."""

    def __init__(self, columns: Columns) -> None:
        lengths = columns.lengths
        having = np.maximum((lengths[columns.alive] > 0).sum(axis=0), 1)
        means = np.maximum(lengths[columns.alive].sum(axis=0) / having, 1.0)
        norms = 1 - _NORMALISED + _NORMALISED * lengths / means
        self._inverse = np.ascontiguousarray((1 / norms).T, dtype=np.float32).ravel()
        self._columns = _FIELDS * columns.count
        """Where the column of each section's field begins."""

    def weigh(self, keys: Keys) -> Located:
        """Make the places of a pattern ready to be weighed."""
        return Located(keys, self)

    def weights(self, numbers: Numbers, codes: Keys) -> Scores:
        """Weigh occurrences, by their documents and codes."""
        return np.asarray(_WEIGHTS.take(codes) * self._inverse.take(self._columns.take(codes) + numbers))


class Selection:
    """Some documents, rising, of `count` in all, out of which occurrences are summed up."""

    def __init__(self, documents: Numbers, count: int) -> None:
        self.documents = documents
        self._mask = np.zeros(count, dtype=np.bool_)
        self._mask[documents] = True
        self._indexes = np.empty(count, dtype=np.int64)
        self._indexes[documents] = np.arange(len(documents))

    def places(self, located: Located) -> Keys:
        """Keep the places that lie in the documents."""
        keys = located.keys
        if len(self.documents) * _SPARSE > len(keys):
            return keys[self._mask.take(located.numbers)]
        starts = keys.searchsorted(self.documents << DOCUMENT_SHIFT)
        counts = keys.searchsorted((self.documents + 1) << DOCUMENT_SHIFT) - starts
        ends = counts.cumsum()
        chosen: Keys = keys[np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + counts, counts)]
        return chosen

    def indexes(self, numbers: Numbers) -> Numbers:
        """Give the index of each document among those selected."""
        return np.asarray(self._indexes.take(numbers))


_SPARSE: Final = 16
"""How many times fewer documents than occurrences make it worth to search for each document."""


def sums(parts: Sequence[tuple[int, float, Located]], rows: int, selection: Selection) -> npt.NDArray[np.float64]:
    """Sum up occurrences, each part's times its factor, by row, language and document of the selection."""
    size = len(LOCALES) * len(selection.documents)
    places = [selection.places(located) for _row, _factor, located in parts]
    lengths = [len(keys) for keys in places]
    keys = np.concatenate(places)
    codes, numbers = codes_of(keys), keys >> DOCUMENT_SHIFT
    weights = parts[0][2].weigher.weights(numbers, codes)
    weights *= np.repeat(np.array([factor for _row, factor, _located in parts], dtype=np.float32), lengths)
    cells = np.repeat(np.array([row * size for row, _factor, _located in parts]), lengths)
    cells += _LANGUAGES.take(codes) * len(selection.documents) + selection.indexes(numbers)
    summed = np.asarray(np.bincount(cells, weights, minlength=rows * size), dtype=np.float64)
    return summed.reshape(rows, len(LOCALES), -1)


def in_sections(keys: Keys, sections: frozenset[str]) -> Keys:
    """Keep the places that lie in some sections."""
    allowed = np.array([code_section(code).name in sections for code in range(CODES)])
    kept: Keys = keys[allowed[codes_of(keys)]]
    return kept
