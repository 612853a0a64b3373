"""Reading a material page by page, without a program for it: words, notes, and a picture where there is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect
from werkzeug.wrappers import Response

from kb.domain.locales import Locale, other
from kb.domain.materials import UNKNOWN_LANGUAGE, Material, MaterialPage
from kb.services import material_reading, reading
from kb.web import labels
from kb.web.database import db
from kb.web.frame import Crumb, Page, crumbs_to, render
from kb.web.public.blueprint import public
from kb.web.public.links import Link, record_link
from kb.web.public.material_entries import MaterialEntry, material_entry, name_part
from kb.web.urls import material_page_path, picture_path

_PARAGRAPHS = re.compile(r"\n{2,}")
_DESCRIPTION_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a page, with its size in pixels."""

    src: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Opening:
    """An entry of the list of pages: its number and first words."""

    number: int
    href: str
    words: str
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialPageView(Page):
    """A page, slide or section. `position` says which of how many; `lang` is its language, empty where not known."""

    entry: MaterialEntry
    record: Link
    record_kind: str
    number: int
    position: str
    unit: str
    lang: str
    paragraphs: Sequence[str]
    notes: Sequence[str]
    picture: Picture | None
    openings: Sequence[Opening]
    previous: str
    following: str


@public.get("/materials/<slug:material>")
def material_start(lang: Locale, material: str) -> Response:
    """Lead to the first page of a material."""
    return redirect(material_page_path(lang, material_reading.get_material(db(), material).id, 1), 302)


@public.get("/materials/<slug:material>/<int:number>")
def material_page(lang: Locale, material: str, number: int) -> str:
    """Show a page or slide of a material."""
    found = material_reading.get_material(db(), material)
    return render("public/material.html", _view(found, material_reading.get_page(db(), found, number), lang))


def _view(material: Material, shown: MaterialPage, lang: Locale) -> MaterialPageView:
    record = reading.get_record(db(), material.kind, material.slug)
    entry, link = material_entry(material, lang), record_link(record, lang)
    position = name_part(material.unit, shown.number, material.page_count)
    section = "event" if material.kind in ("event", "session", "presentation") else material.kind
    spoken = "" if shown.language == UNKNOWN_LANGUAGE else shown.language
    is_fallback = entry.title.is_fallback and spoken == other(lang)
    path = material_page_path(lang, material.id, shown.number)
    return MaterialPageView(
        title=f"{position} · {entry.title}",
        title_lang=entry.title.lang,
        description=_beginning(shown.text),
        section=section,
        crumbs=crumbs_to(lang, section, Crumb(link.href, link.title)),
        canonical=material_page_path(other(lang), material.id, shown.number) if is_fallback else path,
        noindex=is_fallback,
        entry=entry,
        record=link,
        record_kind=labels.label(labels.KIND, material.kind),
        number=shown.number,
        position=position,
        unit=material.unit,
        lang=spoken,
        paragraphs=_paragraphs(shown.text),
        notes=_paragraphs(shown.notes),
        picture=_picture(material, shown),
        openings=_openings(material, lang),
        previous=material_page_path(lang, material.id, shown.number - 1) if shown.number > 1 else "",
        following=material_page_path(lang, material.id, shown.number + 1) if shown.number < material.page_count else "",
    )


def _picture(material: Material, shown: MaterialPage) -> Picture | None:
    return Picture(picture_path(material.file, shown.number), shown.width, shown.height) if shown.width else None


def _openings(material: Material, lang: Locale) -> Sequence[Opening]:
    if material.page_count < 2:
        return ()
    return [
        Opening(
            number, material_page_path(lang, material.id, number), words, "" if spoken == UNKNOWN_LANGUAGE else spoken
        )
        for number, words, spoken in material_reading.list_openings(db(), material)
    ]


def _paragraphs(text: str) -> Sequence[str]:
    return [part for part in _PARAGRAPHS.split(text) if part]


def _beginning(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _DESCRIPTION_LENGTH else f"{words[:_DESCRIPTION_LENGTH].rstrip()}…"
