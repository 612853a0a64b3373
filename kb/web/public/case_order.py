"""The order of the list of cases, worked out once a content generation, so that a page reads only its own cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.domain.locales import Locale, choose
from kb.services.listing import list_case_heads
from kb.web.database import db
from kb.web.kept import kept, names
from kb.web.public.case_entries import list_order
from kb.web.public.links import Link, short_link
from kb.web.urls import record_path


@dataclass(frozen=True, slots=True)
class CaseOrder:
    """The slugs of all cases in the order of the list, and the cities in that order with their number of cases."""

    slugs: Sequence[str]
    cities: Sequence[tuple[Link, int]]


def case_order(lang: Locale) -> CaseOrder:
    """Give the order for readers of a language."""
    return kept(f"case_order_{lang}", lambda: _read_order(lang))


def _read_order(lang: Locale) -> CaseOrder:
    links = {slug: _city_link(slug, lang) for slug in names().slugs["city"]}
    heads = sorted(
        list_case_heads(db()),
        key=lambda head: (*list_order(lang, links.get(head.city or ""), choose(head.title, lang)), head.slug),
    )
    counts = Counter(head.city for head in heads if head.city in links)
    return CaseOrder([head.slug for head in heads], [(links[city], count) for city, count in counts.items() if city])


def _city_link(slug: str, lang: Locale) -> Link:
    return short_link(Link(record_path(lang, "city", slug), names().name("city", slug, lang), "city"))
