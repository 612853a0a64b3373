"""Links to records, with what a list says about each."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.domain.locales import Locale, LocalText, choose, other
from kb.domain.records import Labels, PublicCard, PublicRecord, texts
from kb.services.reading import top_themes
from kb.web.urls import record_path


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a record. `lang` is set where the title is in neither language of the site (sources).

    `twin` is the title in the other language, where both are written: what is chosen on a page of one language is
    named on pages of the other.
    """

    href: str
    title: LocalText
    kind: str = ""
    lang: str = ""
    slug: str = ""
    twin: LocalText | None = None


@dataclass(frozen=True, slots=True)
class ThemeLink:
    """A link to a theme; `group` is the place (1 to 9) of the top concept that it belongs to, 0 for none."""

    href: str
    title: LocalText
    slug: str
    group: int


def twin_title(titles: Mapping[Locale, str | None], lang: Locale) -> LocalText | None:
    """Give the title in the other language; None where a record is named in one language only."""
    twin = titles.get(other(lang))
    return LocalText(twin, other(lang)) if twin and titles.get(lang) else None


def card_link(card: PublicCard, lang: Locale) -> Link:
    """Link to a record by its card."""
    spoken = card.title_lang if card.title_lang not in (None, lang) else ""
    href = record_path(lang, card.kind, card.slug)
    return Link(href, choose(card.title, lang), card.kind, spoken or "", card.slug, twin_title(card.title, lang))


def record_link(record: PublicRecord, lang: Locale) -> Link:
    """Link to a record."""
    spoken = record.values.get("language", "") if record.kind == "source" else ""
    return Link(
        record_path(lang, record.kind, record.slug),
        record.title(lang),
        record.kind,
        spoken if spoken != lang else "",
        record.slug,
        twin_title(texts(record.values, record.type.title), lang),
    )


def label_link(labels: Labels, kind: str, slug: str | None, lang: Locale) -> Link | None:
    """Link to a record that another refers to; `None` where it isn't published."""
    card = labels.get(kind, slug)
    return card_link(card, lang) if card else None


def short_name(name: LocalText) -> LocalText:
    """Leave out what a name explains in brackets at its end, for narrow places: `Brussels (Capital Region)`."""
    short = name.value.partition("(")[0].strip()
    return LocalText(short, name.lang, name.is_fallback) if short and name.value.endswith(")") else name


def short_link(link: Link) -> Link:
    """Shorten the title of a link to a city."""
    return dataclasses.replace(link, title=short_name(link.title))


def title_order(lang: Locale, title: LocalText | str) -> tuple[bool, str]:
    """Sort key of a title: Hangul before Latin on Korean pages, after it on English ones; case is no matter."""
    text = str(title).casefold()
    is_hangul = bool(text) and "가" <= text[0] <= "힣"
    return (is_hangul != (lang == "ko"), text)


class Vocabulary:
    """The themes of the site as one page needs them: names, top concepts, narrower themes."""

    def __init__(self, themes: Iterable[PublicRecord], lang: Locale) -> None:
        self.lang = lang
        self.themes: Mapping[str, PublicRecord] = {theme.slug: theme for theme in themes}
        self.tops = top_themes(self.themes.values())
        self.top_concepts: Sequence[PublicRecord] = sorted(
            (theme for theme in self.themes.values() if self.tops[theme.slug] == theme.slug),
            key=lambda theme: (theme.values.get("position") or 10**6, theme.slug),
        )
        self._groups = {theme.slug: place for place, theme in enumerate(self.top_concepts, 1)}

    def group(self, slug: str) -> int:
        """Give the place of a theme's top concept among the top concepts; places repeat after nine."""
        place = self._groups.get(self.tops.get(slug, ""), 0)
        return (place - 1) % 9 + 1 if place else 0

    def top(self, slug: str) -> str | None:
        """Name the top concept of a theme."""
        return self.tops.get(slug)

    def broader(self, slug: str) -> str:
        """Name the theme directly above one; empty for a top concept."""
        theme = self.themes.get(slug)
        return str(theme.values.get("broader") or "") if theme else ""

    def link(self, slug: str) -> ThemeLink | None:
        """Link to a theme; `None` where it isn't published."""
        theme = self.themes.get(slug)
        if theme is None:
            return None
        return ThemeLink(record_path(self.lang, "theme", slug), theme.title(self.lang), slug, self.group(slug))

    def links(self, slugs: Iterable[str]) -> tuple[ThemeLink, ...]:
        """Link to the published ones of some themes."""
        return tuple(link for slug in slugs if (link := self.link(slug)))

    def children(self, slug: str) -> list[PublicRecord]:
        """List the themes directly narrower than one, in the order of the vocabulary."""
        found = [theme for theme in self.themes.values() if theme.values.get("broader") == slug]
        return sorted(found, key=lambda theme: (theme.values.get("position") or 10**6, theme.slug))

    def with_narrower(self, slug: str) -> set[str]:
        """Collect a theme and all narrower ones."""
        found, waiting = {slug}, [slug]
        while waiting:
            for theme in self.children(waiting.pop()):
                if theme.slug not in found:
                    found.add(theme.slug)
                    waiting.append(theme.slug)
        return found

    def way_to(self, slug: str) -> list[ThemeLink]:
        """List the broader themes of one, the top concept first, without itself."""
        way: list[ThemeLink] = []
        seen = {slug}
        theme = self.themes.get(slug)
        while theme and (parent := theme.values.get("broader")) and parent not in seen:
            seen.add(parent)
            theme = self.themes.get(parent)
            if link := self.link(parent):
                way.insert(0, link)
        return way


def in_other_language(record: PublicRecord, lang: Locale) -> LocalText | None:
    """Give a record's title in the other language, if it has one of its own there that differs."""
    twin = record.text(record.type.title, other(lang))
    return None if twin.is_fallback or twin.value == record.title(lang).value else twin
