"""The home page: what this is, the search, the matrix, the map, the forum, what is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from markupsafe import Markup

from kb.domain.locales import Locale, LocalText
from kb.domain.records import PublicCard, PublicRecord
from kb.rendering.matrix import shade_levels
from kb.services import reading
from kb.services.counting import counts_by_city_and_top_theme
from kb.web.database import db
from kb.web.frame import NavItem, Page, render, site_name
from kb.web.messages import gettext as _
from kb.web.public.blueprint import public
from kb.web.public.cities import draw_cities
from kb.web.public.explore import VIEWS, explore_path
from kb.web.public.links import Link, ThemeLink, Vocabulary, card_link, record_link, short_link, short_name, title_order
from kb.web.public.programme import SessionSlot, read_programme
from kb.web.public.vocabulary import vocabulary
from kb.web.urls import home_path, page_path, with_query

NEWEST: Final = 6
NEWS_KINDS: Final = ("case", "event")
MOST_IN_A_ROW: Final = 2
"""News of one kind, before those of another have their turn."""
VIEWS_NAMED: Final = ("similar", "timeline", "failures")


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """How many cases a city has under a top concept; `level` is its shade."""

    count: int
    level: int
    href: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Cities by top concepts."""

    columns: Sequence[ThemeLink]
    rows: Sequence[tuple[Link, Sequence[MatrixCell]]]


@dataclass(frozen=True, slots=True)
class Forum:
    """The sessions of an event's track, as the home page shows them."""

    event: Link
    dates: str
    track: LocalText
    slots: Sequence[SessionSlot]


@dataclass(frozen=True, slots=True)
class News:
    """A record that is new or changed."""

    link: Link
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    """The home page. `counts` are those of all kinds, `views` the further ways to look at the whole collection."""

    counts: Mapping[str, int]
    city_names: Sequence[LocalText]
    map: Markup
    matrix: Matrix
    views: Sequence[NavItem]
    forum: Forum | None
    news: Sequence[News]


def build_matrix(
    cities: Sequence[PublicRecord], counts: Mapping[tuple[str, str], int], themes: Vocabulary, lang: Locale
) -> Matrix:
    """Lay out the matrix; each cell leads to the search with its two filters."""
    columns = themes.links(top.slug for top in themes.top_concepts)
    levels = shade_levels(counts.values())
    rows = []
    for city in cities:
        cells = []
        for column in columns:
            count = counts.get((city.slug, column.slug), 0)
            query = {"type": "case", "city": city.slug, "theme": column.slug}
            cells.append(MatrixCell(count, levels.get(count, 0), with_query(page_path(lang, "search"), query)))
        rows.append((short_link(record_link(city, lang)), cells))
    return Matrix(columns, rows)


def _forum(lang: Locale) -> Forum | None:
    """Take the latest event of which presentations are known: its sessions that share a track, or all if none do."""
    events = sorted(reading.list_records(db(), "event"), key=lambda item: str(item.values.get("dates") or ""))
    for event in reversed(events):
        slots = read_programme(db(), event.slug, lang)
        if any(slot.talks for slot in slots):
            on_track = [slot for slot in slots if slot.track]
            track = on_track[0].track if on_track else LocalText("", lang)
            shown = [slot for slot in on_track if slot.track == track] or list(slots)
            return Forum(record_link(event, lang), str(event.values.get("dates") or ""), track, shown[:4])
    return None


def mix_kinds(cards: Iterable[PublicCard], limit: int) -> list[PublicCard]:
    """Order news by day, the latest first, cases before others of the day; few of a kind stand in a row.

    Where a batch of one kind was published together, the next of another kind is drawn forward between them.
    """
    left = sorted(cards, key=lambda card: card.updated_at, reverse=True)
    left.sort(key=lambda card: (-card.updated_at.date().toordinal(), NEWS_KINDS.index(card.kind)))
    chosen: list[PublicCard] = []
    while left and len(chosen) < limit:
        row = [card.kind for card in chosen[-MOST_IN_A_ROW:]]
        full = row[0] if len(row) == MOST_IN_A_ROW and len(set(row)) == 1 else None
        chosen.append(next((card for card in left if card.kind != full), left[0]))
        left.remove(chosen[-1])
    return chosen


@public.get("/")
def home(lang: Locale) -> str:
    """Show the home page."""
    cities = sorted(reading.list_records(db(), "city"), key=lambda item: title_order(lang, item.title(lang)))
    words = vocabulary(lang)
    counts = counts_by_city_and_top_theme(db(), words.tops)
    news = mix_kinds((card for kind in NEWS_KINDS for card in reading.newest(db(), [kind], NEWEST)), NEWEST)
    page = HomePage(
        title=site_name(lang),
        description=_(
            "What cities tried, what it cost and what came of it: case studies with their sources, in Korean and English."
        ),
        canonical=home_path(lang),
        counts=reading.collection_counts(db()),
        city_names=[short_name(city.title(lang)) for city in cities],
        map=draw_cities(cities, lang),
        matrix=build_matrix(cities, counts, words, lang),
        views=[NavItem(explore_path(lang, view), str(VIEWS[view]), current=False) for view in VIEWS_NAMED],
        forum=_forum(lang),
        news=[News(card_link(card, lang), card.updated_at) for card in news],
    )
    return render("public/home.html", page)
