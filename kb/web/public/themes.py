"""Themes: the vocabulary as a tree, and one theme with everything about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.domain.locales import LOCALES, Locale
from kb.rendering.references import References
from kb.services import reading
from kb.services.counting import cases_by_theme
from kb.web.database import db
from kb.web.frame import Crumb, crumbs_to, render
from kb.web.public.blueprint import public
from kb.web.public.case_entries import CaseEntry, case_entries
from kb.web.public.citations import read_cited
from kb.web.public.json_ld import describe_theme
from kb.web.public.links import Link, ThemeLink, Vocabulary, card_link, title_order
from kb.web.public.lists import ListPage, list_frame
from kb.web.public.record_page import RecordPage, record_frame
from kb.web.public.texts import Prose, prose
from kb.web.public.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class ThemeNode:
    """A theme in the tree; `cases` counts those of narrower themes too."""

    link: ThemeLink
    cases: int
    children: Sequence[ThemeNode]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeListPage(ListPage):
    """The vocabulary."""

    tree: Sequence[ThemeNode]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemePage(RecordPage):
    """One theme. `labels` are all its names per language; `others` what isn't a case, by kind."""

    slug: str
    group: int
    definition: Prose
    labels: Mapping[Locale, Sequence[str]]
    broader: Sequence[ThemeLink]
    narrower: Sequence[ThemeLink]
    related: Sequence[ThemeLink]
    sdg_targets: Sequence[str]
    cases: Sequence[CaseEntry]
    others: Sequence[Link]


def _node(link: ThemeLink, themes: Vocabulary, cases: Mapping[str, frozenset[str]]) -> ThemeNode:
    within = themes.with_narrower(link.slug)
    count = len(frozenset[str]().union(*(cases.get(slug, frozenset()) for slug in within)))
    below = themes.links(child.slug for child in themes.children(link.slug))
    return ThemeNode(link, count, tuple(_node(child, themes, cases) for child in below))


@public.get("/themes/")
def themes(lang: Locale) -> str:
    """Show the vocabulary as a tree."""
    words, cases = vocabulary(lang), cases_by_theme(db())
    tops = words.links(top.slug for top in words.top_concepts)
    tree = tuple(_node(top, words, cases) for top in tops)
    return render("public/themes.html", ThemeListPage(**list_frame(lang, "theme", len(words.themes)), tree=tree))


@public.get("/themes/<slug:slug>")
def theme(lang: Locale, slug: str) -> str:
    """Show a theme."""
    record = reading.get_record(db(), "theme", slug)
    words, cited, values = vocabulary(lang), References(), record.values
    within = words.with_narrower(slug)
    tagged = cases_by_theme(db())
    slugs = sorted(frozenset[str]().union(*(tagged.get(slug, frozenset()) for slug in within)))
    found = reading.records_by_slug(db(), "case", slugs)
    cases = [found[slug] for slug in slugs]
    cards = [
        card
        for kind in ("event", "session", "presentation")
        for card in reading.referring(db(), "theme", slug, "themes", kind)
    ]
    way = words.way_to(slug)
    crumbs = crumbs_to(lang, "theme", *(Crumb(step.href, step.title) for step in way))
    page = ThemePage(
        **record_frame(record, lang, "theme", crumbs, describe_theme(record, lang)),
        slug=slug,
        group=words.group(slug),
        definition=prose(record.summary(lang), cited),
        labels={
            locale: [
                name for name in (values.get(f"pref_label__{locale}"), *record.list(f"alt_labels__{locale}")) if name
            ]
            for locale in LOCALES
        },
        broader=way[-1:],
        narrower=words.links(child.slug for child in words.children(slug)),
        related=words.links(record.list("related")),
        sdg_targets=record.list("sdg_targets"),
        cases=case_entries(db(), cases, lang, words),
        others=sorted((card_link(card, lang) for card in cards), key=lambda link: title_order(lang, link.title)),
        sources=read_cited(db(), cited, lang),
    )
    return render("public/theme.html", page)
