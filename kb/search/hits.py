"""Shows the documents of a page of results: where and how each matched, with snippets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.domain.locales import Locale
from kb.search.closeness import Closeness
from kb.search.highlights import beginning, highlights, matches, spots_in
from kb.search.matching import Numbers
from kb.search.port import Highlight, Hit, Match
from kb.search.ranking import UnitFound
from kb.search.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Page:
    """The documents of one page, in order, with their scores."""

    numbers: Numbers
    scores: Sequence[float]


def show_hits(
    snapshot: Snapshot, page: Page, units: Sequence[UnitFound], closeness: Closeness | None, lang: Locale
) -> list[Hit]:
    """Make the hits of a page."""
    hits = []
    for number, score, spots in zip(page.numbers.tolist(), page.scores, spots_in(page.numbers, units), strict=True):
        kind, slug = snapshot.columns.key(number)
        tagged = {facet for item in units for facet, mask in item.tagged.items() if mask[number]}
        matched: Sequence[Match] = matches(spots, tagged)
        shown: Sequence[Highlight] = highlights(snapshot.texts(number), spots, lang) if spots else ()
        if closeness is not None and closeness.added[number]:
            matched, shown = _by_meaning(snapshot, number, closeness)
        hits.append(Hit(kind, slug, round(score, 4), matched, shown))
    return hits


def _by_meaning(snapshot: Snapshot, number: int, closeness: Closeness) -> tuple[list[Match], list[Highlight]]:
    """Show the section that is closest to the query; no word of it is the query's, so none is marked."""
    near = closeness.near(number)
    if near is None:
        return [], []
    text = snapshot.texts(number).get(near.section, near.lang)
    if text is None:
        return [Match(near.section, "meaning")], []
    material, page = near.page or (None, None)
    written = text.page(material, page) if material and page else text.text
    return [Match(near.section, "meaning")], [Highlight(near.section, near.lang, beginning(written), page, material)]
