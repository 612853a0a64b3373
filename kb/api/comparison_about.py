"""What goes along with a comparison that is taken away: its sources by number, and what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask_babel import force_locale

from kb.api.comparison_words import Written, column_name, comparison_title, sources_of
from kb.domain.evidence import GRADES
from kb.domain.licence import LICENCE_NAME, LICENCE_URL
from kb.domain.locales import LOCALES, Locale
from kb.domain.money import RateSource
from kb.domain.records import PublicRecord
from kb.rendering.dates import format_edtf
from kb.rendering.workbook import WebAddress
from kb.services.economy import read_rates
from kb.web import labels
from kb.web.frame import base_url, site_name
from kb.web.messages import gettext as _
from kb.web.messages import ngettext
from kb.web.urls import home_path, page_path, record_path

LANGUAGES: Final[Mapping[Locale, str]] = {"ko": "한국어", "en": "English"}
_FULL_DATE: Final = len("2024-01-31")


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source with its number and the places of the records that cite it; `record` is None where it isn't published."""

    number: int
    slug: str
    record: PublicRecord | None
    cited_by: Sequence[int]

    def value(self, name: str) -> str:
        """Give a field of the source."""
        return str(self.record.values.get(name) or "") if self.record else ""

    def gloss(self, lang: Locale) -> str:
        """Say in a language what the source is, unless its title says that in the same."""
        return "" if self.value("language").partition("-")[0] == lang else self.value(f"gloss__{lang}")

    def kind(self) -> str:
        """Name the kind of source in the language that the request is answered in."""
        return labels.label(labels.SOURCE, self.value("source_type"))


def cited_sources(written: Written) -> Sequence[CitedSource]:
    """List all that was cited, by number."""
    comparison = written.comparison
    places: dict[str, set[int]] = {}
    for row in comparison.rows():
        for place, cell in enumerate(row.cells):
            for slug in (slug for entry in cell.entries for slug in sources_of(entry)):
                places.setdefault(slug, set()).add(place)
    return [
        CitedSource(number, slug, comparison.sources.get(slug), sorted(places.get(slug, ())))
        for number, slug in enumerate(written.cited.slugs, 1)
    ]


def year_or_text(edtf: str) -> int | date | str | None:
    """Make a number of a year and a date of a day; what says more or is uncertain stays the text that it is."""
    if edtf.isdigit():
        return int(edtf)
    try:
        return date.fromisoformat(edtf) if len(edtf) == _FULL_DATE else edtf or None
    except ValueError:
        return edtf


def source_rows(written: Written) -> tuple[Sequence[str], Sequence[Sequence[Any]], Sequence[int], str]:
    """Tabulate the sources: header, rows, widths and the first column that isn't frozen."""
    header = [
        _("Number"), _("Title"), *heads_in_both(_("About the source")), *heads_in_both(_("Language")), _("Publisher"),
        _("Date"), *heads_in_both(_("Date in words")), *heads_in_both(_("Kind of source")), _("Address"),
        _("Page about the source"), *heads_in_both(_("Cited by")),
    ]  # fmt: skip
    rows = [_source(source, written) for source in cited_sources(written)]
    return header, rows, (9, 60, 40, 40, 12, 12, 36, 12, 18, 18, 18, 18, 60, 50, 40, 40), "C"


def heads_in_both(head: str) -> list[str]:
    """Name a column once for each language."""
    return [f"{head} ({LANGUAGES[locale]})" for locale in LOCALES]


def _in_both(say: Callable[[Locale], Any]) -> list[Any]:
    said = []
    for locale in LOCALES:
        with force_locale(locale):
            said.append(say(locale))
    return said


def _source(source: CitedSource, written: Written) -> Sequence[Any]:
    columns, date_ = written.comparison.columns, source.value("date")
    return [
        source.number, source.value("title") or source.slug, *_in_both(lambda lang: source.value(f"gloss__{lang}")),
        *_in_both(lambda lang: labels.language_name(source.value("language"), lang)), source.value("publisher"),
        year_or_text(date_), *_in_both(lambda lang: format_edtf(date_, lang) if date_ else ""), *_in_both(lambda _lang: source.kind()),
        WebAddress(source.value("url")), WebAddress(base_url() + record_path(written.lang, "source", source.slug)),
        *_in_both(lambda lang: [column_name(columns[place], lang) for place in source.cited_by]),
    ]  # fmt: skip


def estimate_rule(base_year: int) -> str:
    """Say in a sentence how estimates are made."""
    return _(
        "Estimates are in US dollars of %(year)s: the sum at the average exchange rate of its year, carried to %(year)s by US consumer prices; rounded.",
        year=base_year,
    )


def residents_rule() -> str:
    """Say which population estimates per resident use."""
    return _("Per 1,000 residents: by the population of the nearest year within five that has a source.")


def left_out_note(left_out: int) -> str:
    """Say how many rows are missing because they are the same."""
    return ngettext(
        "%(num)s row that is the same for all is left out.",
        "%(num)s rows that are the same for all are left out.",
        left_out,
    )


def rate_sources(written: Written) -> Iterator[tuple[str, RateSource]]:
    """List what the estimates rest on, with the word for it."""
    prices = read_rates().sources["USD"].id
    for source in written.comparison.rate_sources:
        yield (_("Prices:") if source.id == prices else _("Rates:")), source


def about_rows(written: Written, address: str, today: date) -> Sequence[Sequence[Any]]:
    """Say what the workbook is, where it comes from, and how figures and estimates in it are to be read."""
    lang, about = written.lang, base_url() + page_path(written.lang, "about")
    rows: list[Sequence[Any]] = [
        [comparison_title(written.comparison, lang)],
        [_("From"), site_name(lang), WebAddress(base_url() + home_path(lang))],
        [_("Address"), WebAddress(address)],
        [_("Made on"), today],
        [_("Licence"), LICENCE_NAME, WebAddress(LICENCE_URL)],
        [_("How it is made"), WebAddress(about)],
    ]
    if written.left_out:
        rows.append([_("Differences only"), left_out_note(written.left_out)])
    if written.comparison.rate_sources:
        rows += [[], [_("Estimates")], [_("Base year"), read_rates().base_year]]
        rows += [[_("Rule"), estimate_rule(read_rates().base_year)], ["", residents_rule()]]
        rows += [[word, source.title[lang], WebAddress(source.url)] for word, source in rate_sources(written)]
    rows += [[], [_("Evidence grade")], *([grade, labels.label(labels.GRADE, grade)] for grade in GRADES)]
    return rows
