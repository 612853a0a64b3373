"""A case in both languages, section beside section."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import force_locale
from markupsafe import Markup

from kb.domain.locales import Locale, LocalText, other
from kb.domain.records import PublicRecord, Snapshot, local
from kb.rendering.dates import format_edtf
from kb.rendering.references import References
from kb.services import reading
from kb.web import labels
from kb.web.database import db
from kb.web.frame import Crumb, crumbs_to, render
from kb.web.messages import gettext as _
from kb.web.messages import lazy_gettext as _l
from kb.web.public.bilingual_facts import CaseContext, cost_line, grade_of, key_facts, read_context
from kb.web.public.blueprint import public
from kb.web.public.citations import read_cited
from kb.web.public.record_page import RecordPage, record_frame
from kb.web.public.reported import quantity
from kb.web.public.texts import Prose, prose

TEXTS: Final = (
    ("summary", _l("Summary")),
    ("challenge", _l("Challenge")),
    ("approach", _l("Approach")),
    ("technology", _l("Technology")),
    ("governance", _l("Governance and funding")),
)
AFTERWARDS: Final = (
    ("conditions", _l("Conditions for transfer")),
    ("updating_note", _l("About this record")),
)


@dataclass(frozen=True, slots=True)
class Side:
    """One language's part of a section; `html` is empty where it isn't written."""

    lang: Locale
    title: str
    html: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class BilingualPage(RecordPage):
    """A case in both languages. `titles` and each of `pairs` hold the page's language first."""

    case_path: str
    titles: Sequence[LocalText]
    pairs: Sequence[Sequence[Side]]


def _own(text: LocalText) -> LocalText:
    return LocalText("", text.lang) if text.is_fallback else text


def _title(name: object, lang: Locale) -> str:
    with force_locale(lang):
        return str(name)


def _texts(
    case: PublicRecord, sections: Sequence[tuple[str, object]], lang: Locale, cited: References
) -> Iterator[list[Side]]:
    for name, title in sections:
        sides = []
        for locale in (lang, other(lang)):
            text: Prose = prose(_own(case.text(name, locale)), cited)
            sides.append(Side(locale, _title(title, locale), text.html))
        if any(side.html for side in sides):
            yield sides


def _outcome(row: Snapshot, context: CaseContext, lang: Locale, cited: References) -> Markup:
    value, said_by, note = quantity(row, lang), local(row, "said_by", lang), local(row, "note", lang)
    year = f" ({format_edtf(row['year'], lang)})" if row.get("year") else ""
    parts = [Markup("<strong>{}</strong>: {}{}").format(local(row, "indicator", lang), value, year)]
    parts += [Markup("{}").format(part) for part in (said_by, note, grade_of(row, context, lang)) if part]
    return Markup("<li>{}{}</li>").format(Markup(" · ").join(parts), cited.links(row.get("sources") or ()))


def _lesson(row: Snapshot, lang: Locale, cited: References) -> Markup:
    with force_locale(lang):
        kind = labels.label(labels.LESSON, row.get("lesson_type"))
        category = labels.label(labels.LESSON_CATEGORY, row.get("category"))
    text = prose(local(row, "text", lang), cited).html
    end = (
        Markup("</p>") if text.endswith("</p>") else Markup("")
    )  # the references go into the last paragraph, if it is one
    refs = cited.links(row.get("sources") or ())
    return Markup("<li><strong>{} · {}</strong> {}{}{}</li>").format(kind, category, text.removesuffix(end), refs, end)


def _facts(case: PublicRecord, context: CaseContext, lang: Locale) -> list[Side]:
    title = _l("Key facts")
    return [Side(locale, _title(title, locale), key_facts(case, context, locale)) for locale in (lang, other(lang))]


def _rows(case: PublicRecord, context: CaseContext, lang: Locale, cited: References) -> Iterator[list[Side]]:
    lists: Sequence[tuple[str, object, Callable[[Snapshot, Locale, References], Markup]]] = (
        ("costs", _l("Costs"), cost_line),
        ("outcomes", _l("Results"), lambda row, locale, numbers: _outcome(row, context, locale, numbers)),
        ("lessons", _l("Lessons"), _lesson),
    )
    for name, title, build in lists:
        rows = case.rows(name)
        if rows:
            yield [
                Side(
                    locale,
                    _title(title, locale),
                    Markup("<ul>{}</ul>").format(Markup("").join(build(row, locale, cited) for row in rows)),
                )
                for locale in (lang, other(lang))
            ]


@public.get("/cases/<slug:slug>/bilingual")
def bilingual(lang: Locale, slug: str) -> str:
    """Show a case in both languages side by side."""
    record, cited = reading.get_record(db(), "case", slug), References()
    context = read_context(db(), record)
    pairs = [
        _facts(record, context, lang),
        *_texts(record, TEXTS, lang, cited),
        *_rows(record, context, lang, cited),
        *_texts(record, AFTERWARDS, lang, cited),
    ]
    frame = record_frame(record, lang, "case", ())
    path = frame["path"]
    frame |= {
        "title": _("%(title)s, in both languages", title=record.title(lang).value),
        "crumbs": crumbs_to(lang, "case", Crumb(path, record.title(lang))),
        "canonical": f"{path}/bilingual",
        "noindex": False,
        "machine": (),
        "json_ld": (),
    }
    page = BilingualPage(
        **frame,
        case_path=path,
        titles=[_own(record.title(locale)) for locale in (lang, other(lang))],
        pairs=pairs,
        sources=read_cited(db(), cited, lang),
    )
    return render("public/bilingual.html", page)
