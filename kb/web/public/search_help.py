"""How the search works, with examples that are links and say what they find now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl

from kb.domain.locales import Locale
from kb.services.correcting import answer_search
from kb.services.searching import FIELD_NAMES, LONGEST_TEXT, MOST_WORDS, parse_search
from kb.web.caching import leave_unstored
from kb.web.database import db, site
from kb.web.frame import Crumb, render
from kb.web.messages import gettext as _
from kb.web.public.blueprint import public
from kb.web.public.fixed_pages import FixedPage
from kb.web.urls import home_path, machine_path, page_path, with_query

EXAMPLES: Final[Mapping[Locale, Mapping[str, str]]] = {
    "ko": {
        "words": "q=심야 버스",
        "particle": "q=주차를",
        "spacing": "q=스마트 시티",
        "phrase": 'q="공공 데이터"',
        "without": "q=주차 -니스",
        "either": "q=버스 OR 트램",
        "begin": "q=센서*",
        "field": "q=교훈:입찰",
        "city": "q=도시:브뤼셀",
        "mixed": "q=서울 parking",
        "foreign": "q=smart lighting",
        "related": "q=디지털 트윈",
        "typed_only": "q=디지털 트윈&expand=0",
        "question": "q=주차할 자리를 찾아 헤매는 문제",
        "any": "q=버스 안전 도로&match=any",
        "spelling": "q=주챠",
        "keyboard": "q=tjdnf wnck",
        "initials": "q=ㅅㅇ ㅈㅊ",
        "filters": "type=case&city=seoul&theme=mobility",
        "years": "type=case&year_from=2010&year_to=2015",
        "ended": "type=case&stage=ended&stage=failed",
        "sources": "q=감사&type=source",
        "newest": "type=case&sort=newest",
    },
    "en": {
        "words": "q=night bus",
        "particle": "q=sensors",
        "spacing": "q=egovernment",
        "phrase": 'q="open data"',
        "without": "q=parking -nice",
        "either": "q=bus OR tram",
        "begin": "q=sensor*",
        "field": "q=lessons:tender",
        "city": "q=city:brussels",
        "mixed": "q=서울 parking",
        "foreign": "q=따릉이",
        "related": "q=digital twin",
        "typed_only": "q=digital twin&expand=0",
        "question": "q=how can a city stop people circling for a parking space",
        "any": "q=bus safety road&match=any",
        "spelling": "q=parkng",
        "keyboard": "q=ㅔㅁ가ㅑㅜㅎ",
        "accents": "q=cote d'azur",
        "filters": "type=case&city=seoul&theme=mobility",
        "years": "type=case&year_from=2010&year_to=2015",
        "ended": "type=case&stage=ended&stage=failed",
        "sources": "q=audit&type=source",
        "newest": "type=case&sort=newest",
    },
}
"""Searches in each language, by what they are an example of, as they stand in an address."""


@dataclass(frozen=True, slots=True)
class Example:
    """A search: what is typed (nothing where filters do it all), its address, and how many records it finds now."""

    text: str
    href: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage(FixedPage):
    """`fields` lists what may stand before a colon, each with its other names."""

    examples: Mapping[str, Example]
    fields: Sequence[Sequence[str]]
    longest: int
    most_words: int
    feed: str


def example_address(lang: Locale, query: str) -> str:
    """Address the search of an example."""
    return with_query(page_path(lang, "search"), parse_qsl(query))


def _example(lang: Locale, query: str) -> Example:
    given: dict[str, list[str]] = {}
    for name, value in parse_qsl(query):
        given.setdefault(name, []).append(value)
    request, _problems = parse_search(given, lang)
    found = answer_search(site().search, db(), replace(request, per_page=1)).result
    return Example(request.text, example_address(lang, query), found.total)


@public.get("/search/help")
def search_help(lang: Locale) -> str:
    """Tell how the search works. What the examples find depends on the index, so the page isn't stored."""
    leave_unstored()
    examples = {name: _example(lang, query) for name, query in EXAMPLES[lang].items()}
    page = HelpPage(
        title=_("How the search works"),
        description=_("Words, phrases, exclusions, fields, filters and the two languages of the search."),
        section="search/help",
        crumbs=(Crumb(home_path(lang), _("Home")), Crumb(page_path(lang, "search"), _("Search"))),
        canonical=page_path(lang, "search/help"),
        body=f"public/texts/search-help.{lang}.html",
        examples=examples,
        fields=FIELD_NAMES[lang],
        longest=LONGEST_TEXT,
        most_words=MOST_WORDS,
        feed=machine_path(examples["words"].href, "atom"),
    )
    return render("public/fixed.html", page)
