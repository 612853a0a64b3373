"""The same facts have the same figures in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb.domain.content_figures import Figure
from kb.domain.content_figures_en import figures_in_english
from kb.domain.content_figures_ko import figures_in_korean
from kb.domain.content_findings import Finding
from kb.domain.content_texts import Piece


def figure_findings(name: str, piece: Piece) -> Iterator[Finding]:
    """Compare the figures of a text and its translation: other ones, or one that only one language has."""
    if not piece.is_paired:
        return
    korean, english = figures_in_korean(piece.texts["ko"]), figures_in_english(piece.texts["en"])
    only_korean, only_english = korean.missing_from(english), english.missing_from(korean)
    if only_korean and only_english:
        detail = f"ko {_listed(only_korean)}; en {_listed(only_english)}"
        yield Finding(name, piece.where, "", "figures_differ", detail)
    elif only_korean:
        yield Finding(name, piece.where, "en", "figure_missing", _listed(only_korean))
    elif only_english:
        yield Finding(name, piece.where, "ko", "figure_missing", _listed(only_english))


def _listed(figures: Iterable[Figure]) -> str:
    return ", ".join(map(str, figures))
