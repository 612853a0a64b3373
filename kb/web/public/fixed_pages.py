"""Pages whose text is written in the templates, once a language: about, accessibility, privacy."""

from __future__ import annotations

from dataclasses import dataclass

from kb.domain.evidence import GRADES
from kb.domain.locales import Locale
from kb.web.frame import Crumb, Page, render
from kb.web.messages import gettext as _
from kb.web.public.blueprint import public
from kb.web.urls import home_path, page_path


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedPage(Page):
    """A page of fixed text. `body` names the template that holds it in the page's language."""

    body: str
    grades: tuple[str, ...] = GRADES


def _render(lang: Locale, name: str, title: str, description: str) -> str:
    page = FixedPage(
        title=title,
        description=description,
        section=name,
        crumbs=(Crumb(home_path(lang), _("Home")),),
        canonical=page_path(lang, name),
        body=f"public/texts/{name.replace('/', '-')}.{lang}.html",
    )
    return render("public/fixed.html", page)


@public.get("/about")
def about(lang: Locale) -> str:
    """Tell what this is and how it is made."""
    return _render(
        lang,
        "about",
        _("About this casebook and its method"),
        _("What the casebook holds, how evidence is graded, how differing sources are shown, and the licence."),
    )


@public.get("/accessibility")
def accessibility(lang: Locale) -> str:
    """Tell how accessible the site is."""
    return _render(
        lang,
        "accessibility",
        _("Accessibility"),
        _("What the site does to be usable by everybody, and its known limits."),
    )


@public.get("/privacy")
def privacy(lang: Locale) -> str:
    """Tell what is kept about readers."""
    return _render(lang, "privacy", _("Privacy"), _("What is and is not kept about people who read this site."))
