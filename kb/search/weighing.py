"""How much an occurrence counts: BM25F, before saturation.

Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields" (CIKM 2004): occurrences are
weighted by section and normalised by field length first, then summed and saturated once. The two languages of a
record are summed apart, so that being bilingual is no advantage.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from kb.domain.locales import LOCALES
from kb.search.columns import Columns
from kb.search.matching import DOCUMENT_SHIFT, Keys, Numbers
from kb.search.sections import CODES, INDEX_FIELDS, PLACE_BITS, code_lang, code_section, index_field

B: Final = {"title": 0.3, "summary": 0.5, "body": 0.75, "about": 0.5, "pages": 0.75}
_CODE_MASK: Final = (1 << (DOCUMENT_SHIFT - PLACE_BITS)) - 1
_WEIGHTS: Final = np.array([code_section(code).weight for code in range(CODES)], dtype=np.float32)
_FIELDS: Final = np.array(
    [INDEX_FIELDS.index(index_field(code_section(code).name, code_lang(code))) for code in range(CODES)]
)
_NORMALISED: Final = np.array([B[field.rpartition("_")[0]] for field in INDEX_FIELDS], dtype=np.float32)

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Located:
    """Where a pattern stands, and how strongly it is there: `strengths[language, index of the document]`."""

    keys: Keys
    documents: Numbers
    strengths: Scores


NOWHERE_LOCATED: Final = Located(
    np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty((len(LOCALES), 0), dtype=np.float32)
)


def codes_of(keys: Keys) -> Keys:
    """Give the section and language of each place, as `kb.search.sections` numbers them."""
    return (keys >> PLACE_BITS) & _CODE_MASK


class Weigher:
    """Weighs occurrences in one commit: the lengths of fields are compared with their means there."""

    def __init__(self, columns: Columns) -> None:
        lengths = columns.lengths
        having = np.maximum((lengths[columns.alive] > 0).sum(axis=0), 1)
        means = np.maximum(lengths[columns.alive].sum(axis=0) / having, 1.0)
        norms = 1 - _NORMALISED + _NORMALISED * lengths / means
        self._inverse = np.ascontiguousarray((1 / norms).T, dtype=np.float32)

    def weigh(self, keys: Keys) -> Located:
        """Sum up the occurrences of a pattern by document and language."""
        if not len(keys):
            return NOWHERE_LOCATED
        numbers = keys >> DOCUMENT_SHIFT
        codes = codes_of(keys)
        weights = _WEIGHTS[codes] * self._inverse[_FIELDS[codes], numbers]
        starts = np.flatnonzero(np.concatenate(([True], numbers[1:] != numbers[:-1])))
        languages = codes % len(LOCALES)
        strengths = np.stack(
            [np.add.reduceat(np.where(languages == lang, weights, 0), starts) for lang in range(len(LOCALES))]
        )
        return Located(keys, numbers[starts], strengths.astype(np.float32))


def in_sections(keys: Keys, sections: frozenset[str]) -> Keys:
    """Keep the places that lie in some sections."""
    allowed = np.array([code_section(code).name in sections for code in range(CODES)])
    kept: Keys = keys[allowed[codes_of(keys)]]
    return kept
