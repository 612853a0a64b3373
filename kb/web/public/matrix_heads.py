"""The heads of the matrix: cities by name, and themes branch by branch."""

from __future__ import annotations

from collections.abc import Sequence

from kb.domain.locales import Locale
from kb.web.kept import names
from kb.web.public.links import ThemeLink, Vocabulary, short_name, title_order
from kb.web.public.matrix_counts import city_countries
from kb.web.public.matrix_table import Head
from kb.web.urls import record_path


def city_heads(lang: Locale, country: str = "") -> Sequence[Head]:
    """Head the cities, or those of a country, by name."""
    countries = city_countries()
    heads = [
        Head(short_name(names().name("city", slug, lang)), slug, record_path(lang, "city", slug))
        for slug in names().slugs["city"]
        if country in ("", countries.get(slug))
    ]
    return sorted(heads, key=lambda head: (title_order(lang, head.title), head.slug))


def branches_of(words: Vocabulary) -> Sequence[Sequence[Head]]:
    """Head the themes, branch by branch: the top concept, then all narrower themes in the order of the vocabulary."""
    return [[_head(link) for link in words.links([top.slug, *narrower(words, top.slug)])] for top in words.top_concepts]


def narrower(words: Vocabulary, slug: str) -> list[str]:
    """List all themes below one, each branch in the order of the vocabulary."""
    below = [child.slug for child in words.children(slug) if child.slug != slug]
    return [found for child in below for found in (child, *narrower(words, child))]


def _head(link: ThemeLink) -> Head:
    return Head(link.title, link.slug, link.href, link.group)
