"""What every page shares: the language, addresses of itself and its twin, the site's name, navigation; and rendering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import render_template, request

from kb.domain.comparison import MOST
from kb.domain.locales import Locale, LocalText, other
from kb.web import labels
from kb.web.database import site
from kb.web.language import request_locale
from kb.web.messages import gettext as _
from kb.web.urls import home_path, list_path, page_path, twin_path

_SECTIONS: Final = ("case", "city", "event", "theme", "organization", "source")


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way from the home page to a page."""

    href: str
    title: LocalText | str


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the main navigation."""

    href: str
    title: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Base of all view models. `title` is what the browser's tab says before the site's name.

    `canonical` is the path of the address to prefer where that isn't the page's own; `machine` lists alternates as
    (media type, path); `is_addressed` is false where the address names no page (errors), `has_twin` where it has no
    twin in the other language. `report` is the path of the form on which a reader reports an error of the page.
    """

    title: str
    title_lang: Locale | None = None
    description: str = ""
    section: str = ""
    crumbs: Sequence[Crumb] = ()
    canonical: str = ""
    noindex: bool = False
    has_twin: bool = True
    is_addressed: bool = True
    machine: Sequence[tuple[str, str]] = ()
    json_ld: Sequence[object] = ()
    report: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The surroundings of a page in one request. `most_compared` is how many records a comparison takes."""

    lang: Locale
    other: Locale
    path: str
    query_path: str
    twin: str
    base_url: str
    site_name: str
    twin_site_name: str
    nav: Sequence[NavItem]
    most_compared: int = MOST

    def absolute(self, path: str) -> str:
        """Give the full address of a path of the site."""
        return f"{self.base_url}{path}"

    def in_language(self, lang: Locale) -> str:
        """Give the address of this page in a language."""
        return twin_path(self.query_path, lang)


def base_url() -> str:
    """Give the address of the site without a final slash: as configured, else as this request names it."""
    return site().config.base_url or request.host_url.rstrip("/")


def site_name(lang: Locale) -> str:
    """Give the site's name in a language."""
    return site().config.site_name[lang]


def _full_path() -> str:
    return request.full_path if request.query_string else request.path


def make_frame(section: str = "") -> Frame:
    """Describe the surroundings of the present request's page."""
    lang = request_locale()
    path = _full_path()
    nav = [NavItem(list_path(lang, kind), labels.label(labels.KINDS, kind), kind == section) for kind in _SECTIONS]
    nav.insert(2, NavItem(page_path(lang, "explore/matrix"), _("Explore"), section == "explore"))
    nav.insert(3, NavItem(page_path(lang, "compare"), _("Compare"), section == "compare"))
    nav.append(NavItem(page_path(lang, "about"), _("About"), section == "about"))
    return Frame(
        lang=lang,
        other=other(lang),
        path=request.path,
        query_path=path,
        twin=twin_path(path, other(lang)),
        base_url=base_url(),
        site_name=site_name(lang),
        twin_site_name=site_name(other(lang)),
        nav=nav,
    )


def crumbs_to(lang: Locale, kind: str, *more: Crumb) -> tuple[Crumb, ...]:
    """Give the way from the home page over the list of a kind."""
    start = Crumb(home_path(lang), _("Home"))
    return (start, Crumb(list_path(lang, kind), labels.label(labels.KINDS, kind)), *more)


def render(template: str, page: Page) -> str:
    """Render a page in its frame. `html_lang` is the language of the document: always that of the address."""
    return render_template(template, page=page, frame=make_frame(page.section))
