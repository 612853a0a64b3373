"""What the search page says about each record found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup
from sqlalchemy.orm import Session

from kb.domain.locales import Locale, LocalText, choose, other
from kb.search.port import Expansion, Highlight, Hit
from kb.services.briefs import Brief, read_briefs
from kb.web import labels as words
from kb.web.kept import names
from kb.web.messages import gettext as _
from kb.web.messages import ngettext
from kb.web.public.links import Link, ThemeLink, Vocabulary, card_link, short_name
from kb.web.public.search_advice import query_text
from kb.web.public.texts import excerpt
from kb.web.urls import material_page_path, record_path

SECTIONS_NAMED: Final = 4
THEMES_NAMED: Final = 4
TERMS_NAMED: Final = 2
SUMMARY_LENGTH: Final = 180
_MARKED: Final = re.compile("<mark>(.*?)</mark>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text around what matched; `html` has `<mark>` and nothing else.

    One from a slide names it, and leads to it by `href` where that slide can be shown.
    """

    html: Markup
    lang: Locale
    slide: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a record is there: in what way it matched, by which related terms, in which sections."""

    way: str
    terms: Sequence[LocalText]
    sections: str


@dataclass(frozen=True, slots=True)
class HitView:
    """One record found.

    `twin` is its page in the other language, where it matched in that; `only_in` is the one language that it is
    written in, where that isn't the reader's.
    """

    link: Link
    city: LocalText | None
    date: str
    stage: str
    grade: str
    themes: Sequence[ThemeLink]
    themes_left: int
    summary: LocalText
    snippets: Sequence[Snippet]
    reasons: Sequence[Reason]
    twin: str
    only_in: Locale | None


def _sections(fields: Sequence[str]) -> str:
    named = [words.label(words.SECTION, field) for field in fields[:SECTIONS_NAMED]]
    rest = len(fields) - len(named)
    return ", ".join([*named, *([ngettext("%(num)s more", "%(num)s more", rest)] if rest else [])])


def _terms(hit: Hit, expanded: Sequence[Expansion]) -> Sequence[LocalText]:
    """Find which of the related terms that were searched along are marked in a hit's snippets."""
    marked = {text.casefold() for shown in hit.highlights for text in _MARKED.findall(shown.html)}
    terms = dict.fromkeys(term for item in expanded for term in item.terms)
    found = [term for term in terms if any(term.casefold() in text for text in marked)]
    return [query_text(term) for term in found[:TERMS_NAMED]]


def build_reasons(hit: Hit, lang: Locale, expanded: Sequence[Expansion] = ()) -> Iterator[Reason]:
    """Group what matched by how it did, each with the names of the sections."""
    ways = {
        "word": _("Matched in"),
        "synonym": _("By a related term"),
        "other_language": _("In the Korean text") if lang == "en" else _("In the English text"),
        "meaning": _("Close in meaning"),
    }
    for how, way in ways.items():
        fields = list(dict.fromkeys(match.field for match in hit.matched if match.how == how))
        if fields:
            yield Reason(way, _terms(hit, expanded) if how == "synonym" else (), _sections(fields))


def _shown(highlights: Sequence[Highlight], most: int) -> Sequence[Highlight]:
    """Choose a few of the snippets; what is on a slide is nowhere else to be read, so it comes first."""
    return sorted(highlights, key=lambda shown: shown.page is None)[:most]


def _snippet(shown: Highlight, lang: Locale) -> Snippet:
    html = Markup(shown.html)  # noqa: S704 - escaped by the engine, marks only
    if shown.page is None:
        return Snippet(html, shown.lang)
    href = material_page_path(lang, shown.material, shown.page) if shown.material else ""
    return Snippet(html, shown.lang, _("Slide %(number)s", number=shown.page), href)


def build_hits(
    session: Session,
    hits: Sequence[Hit],
    lang: Locale,
    vocabulary: Vocabulary,
    expanded: Sequence[Expansion] = (),
) -> Sequence[HitView]:
    """Describe hits in their order; one that was withdrawn since it was indexed is left out."""
    briefs = read_briefs(session, ((hit.kind, hit.slug) for hit in hits), names(), graded=True)
    found = ((hit, briefs.get((hit.kind, hit.slug))) for hit in hits)
    return [_view(hit, brief, lang, vocabulary, expanded) for hit, brief in found if brief]


def _view(hit: Hit, brief: Brief, lang: Locale, vocabulary: Vocabulary, expanded: Sequence[Expansion]) -> HitView:
    link = card_link(brief.card, lang)
    city = names().find("city", brief.city, lang)
    themes = vocabulary.links(brief.themes)
    quotes_summary = any(shown.field == "summary" for shown in hit.highlights)
    summary = LocalText("", lang) if quotes_summary else choose(brief.card.summary, lang)
    return HitView(
        link=link,
        city=short_name(city) if city else None,
        date=brief.date,
        stage=brief.stage,
        grade=brief.evidence or "",
        themes=themes[:THEMES_NAMED],
        themes_left=max(0, len(themes) - THEMES_NAMED),
        summary=excerpt(summary, SUMMARY_LENGTH),
        snippets=[_snippet(shown, lang) for shown in _shown(hit.highlights, 1 if summary else 2)],
        reasons=list(build_reasons(hit, lang, expanded)),
        twin=_twin(hit, brief, lang),
        only_in=link.title.lang if link.title.is_fallback and not brief.card.title_lang else None,
    )


def _twin(hit: Hit, brief: Brief, lang: Locale) -> str:
    """Address the page in the other language, of a record in both that matched in the other."""
    matched = any(match.how == "other_language" for match in hit.matched) or any(
        shown.lang != lang for shown in hit.highlights
    )
    written = brief.card.title.get(lang) and brief.card.title.get(other(lang)) and not brief.card.title_lang
    return record_path(other(lang), brief.card.kind, brief.card.slug) if matched and written else ""
