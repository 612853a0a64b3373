"""What a case page says of other cases besides the relations that people named: a picture of these, and similar cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kb.domain.case_relations import COPIES, ORIGINS
from kb.domain.locales import Locale
from kb.domain.records import PublicRecord
from kb.rendering.relation_graph import RelatedCase, draw_relations, lay_out
from kb.services.listing import cards_of
from kb.services.similar_cases import SimilarCase
from kb.web import labels
from kb.web.database import db
from kb.web.messages import gettext as _
from kb.web.public.case_relations import RelationEntry, RelationGroup, city_of
from kb.web.public.links import Link, ThemeLink, Vocabulary, card_link
from kb.web.similar_cases import similar_cases
from kb.web.urls import page_path, with_query

SHOWN: Final = 4
"""Similar cases of a page: together with the case itself as many as can be compared."""
MOST_THEMES: Final = 3
MOST_WORDS: Final = 4
DRAWN_FROM: Final = 2
"""A picture of a single related case would say no more than its line in the list."""


@dataclass(frozen=True, slots=True)
class SimilarEntry:
    """A similar case and why it is: themes in common, of `theme_count` in all, words, closeness in meaning."""

    link: Link
    city: Link | None
    is_same_city: bool
    themes: Sequence[ThemeLink]
    theme_count: int
    words: Sequence[str]
    words_lang: Locale
    is_close: bool


@dataclass(frozen=True, slots=True)
class RelatedCases:
    """`origins`, `copies` and `others` are the relations that people named; `picture` is empty where it says too little.

    `undrawn` counts those that found no place in the picture. The addresses compare the case with those listed, or the
    first of them where they are too many.
    """

    origins: Sequence[RelationGroup]
    copies: Sequence[RelationGroup]
    others: Sequence[RelationGroup]
    picture: Markup
    undrawn: int
    similar: Sequence[SimilarEntry]
    compare_named: str
    compare_similar: str
    is_too_many: bool
    is_former: bool
    most_compared: int = SHOWN

    @property
    def is_told(self) -> bool:
        """Say whether there is anything to tell: of a case as it is now, at least that no copy is known."""
        return not self.is_former or self.has_cases

    @property
    def has_cases(self) -> bool:
        """Say whether any case is listed."""
        return bool(self.origins or self.copies or self.others or self.similar)


def build_related(
    case: PublicRecord, lang: Locale, vocabulary: Vocabulary, groups: Sequence[RelationGroup], *, is_former: bool
) -> RelatedCases:
    """Put together what is said of other cases: of a former revision only what it said itself."""
    entries = [entry for _relation, found in groups for entry in found]
    named = list(dict.fromkeys(entry.slug for entry in entries))
    similar = [] if is_former else list(_similar_entries(case.slug, lang, vocabulary, named))
    picture, undrawn = (Markup(""), 0) if is_former else _picture(case, lang, groups)
    return RelatedCases(
        origins=[group for group in groups if group[0] in ORIGINS],
        copies=[group for group in groups if group[0] in COPIES],
        others=[group for group in groups if group[0] not in (*ORIGINS, *COPIES)],
        picture=picture,
        undrawn=undrawn,
        similar=similar,
        compare_named="" if is_former else compare_address(lang, case.slug, named),
        compare_similar=compare_address(lang, case.slug, [entry.link.slug for entry in similar]),
        is_too_many=len(named) > SHOWN,
        is_former=is_former,
    )


def compare_address(lang: Locale, slug: str, others: Sequence[str]) -> str:
    """Address the comparison of a case with the first of some others; empty where there are none."""
    chosen = [("case", other) for other in (slug, *others[:SHOWN])]
    return with_query(page_path(lang, "compare"), chosen) if others else ""


def _similar_entries(slug: str, lang: Locale, vocabulary: Vocabulary, named: Sequence[str]) -> Iterator[SimilarEntry]:
    found = similar_cases(slug, lang, SHOWN, named)
    cards = cards_of(db(), (("case", item.slug) for item in found))
    for item in found:
        if card := cards.get(("case", item.slug)):
            yield _similar_entry(item, card_link(card, lang), lang, vocabulary)


def _similar_entry(item: SimilarCase, link: Link, lang: Locale, vocabulary: Vocabulary) -> SimilarEntry:
    words_lang, words = item.words[0] if item.words else (lang, ())
    return SimilarEntry(
        link=link,
        city=city_of(item.slug, lang),
        is_same_city=item.is_same_city,
        themes=vocabulary.links(item.themes[:MOST_THEMES]),
        theme_count=len(item.themes),
        words=words[:MOST_WORDS],
        words_lang=words_lang,
        is_close=item.is_close,
    )


def _picture(case: PublicRecord, lang: Locale, groups: Sequence[RelationGroup]) -> tuple[Markup, int]:
    drawn: dict[str, RelatedCase] = {}  # each case once, by what says most of it: models and copies come first
    for relation, entries in groups:
        for entry in entries:
            drawn.setdefault(entry.slug, _related(relation, entry, lang))
    if len(drawn) < DRAWN_FROM:
        return Markup(""), 0
    title = case.title(lang)
    here = RelatedCase("", _("This case"), title.value, "", lang="" if title.lang == lang else title.lang)
    layout = lay_out(here, list(drawn.values()))
    counts = (f"{labels.label(labels.RELATION, relation)}: {len(entries)}" for relation, entries in groups)
    name = _("This case and those related to it")
    return draw_relations(layout, "relations", name, "; ".join(counts)), len(drawn) - layout.drawn


def _related(relation: str, entry: RelationEntry, lang: Locale) -> RelatedCase:
    title, city = entry.link.title, entry.city.title if entry.city else None
    return RelatedCase(
        relation=relation,
        label=labels.label(labels.RELATION, relation),
        title=title.value,
        href=entry.link.href,
        city=city.value if city else "",
        lang=title.lang if title.lang != lang else "",
        city_lang=city.lang if city and city.lang != lang else "",
    )
