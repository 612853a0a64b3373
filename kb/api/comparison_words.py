"""What the cells of a comparison say, in words and in both languages, for files that are taken along."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask_babel import force_locale

from kb.domain.citations import cited_slugs
from kb.domain.comparison import Column, Comparison, Entry, Row
from kb.domain.costs import CostEstimate
from kb.domain.locales import LOCALES, Locale, LocalText, choose, other
from kb.rendering.dates import format_edtf
from kb.rendering.references import References
from kb.rendering.rich_text import Line, Span, marked_lines, numbered
from kb.web import labels
from kb.web.messages import gettext as _
from kb.web.messages import ngettext
from kb.web.public.compare_cells import CellWriter, ShownEntry
from kb.web.public.compare_page import row_label, short_name_of
from kb.web.public.links import short_name

Said = Sequence[Sequence[Line]]
"""What a cell says: the lines of each of its entries. Nothing means that it isn't reported."""


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row in both languages; `parts` tell it from the others of its field and are empty where there are none."""

    row: Row
    groups: Mapping[Locale, str]
    fields: Mapping[Locale, str]
    parts: Mapping[Locale, LocalText]
    cells: Sequence[Mapping[Locale, Said]]

    def name(self, lang: Locale) -> str:
        """Name the row where it stands by itself: `Results: Claimed or projected (D, N)`."""
        part = self.parts[lang].value
        return f"{self.fields[lang]}: {part}" if part else self.fields[lang]

    def name_in_group(self, lang: Locale) -> LocalText:
        """Name the row below the name of its group, which isn't repeated; lessons stand below one of their own."""
        part = self.parts[lang]
        if part and (self.fields[lang] == self.groups[lang] or self.row.kind == "lesson"):
            return part
        return replace(part, value=self.name(lang)) if part else LocalText(self.fields[lang], lang)


@dataclass(frozen=True, slots=True)
class Written:
    """A comparison in both languages, first for readers of `lang`; `cited` numbers the sources as its page does.

    `rows` are those shown: the comparison has `left_out` others, which are the same for all.
    """

    comparison: Comparison
    lang: Locale
    rows: Sequence[WrittenRow]
    cited: References
    left_out: int

    @property
    def languages(self) -> tuple[Locale, Locale]:
        """Give the reader's language and the other one."""
        return self.lang, other(self.lang)


def write_comparison(comparison: Comparison, lang: Locale, *, differences: bool = False) -> Written:
    """Write the cells out; with `differences`, without rows that are all the same.

    One language follows the other, so that what only the other one cites is numbered last.
    """
    every = [(group, row) for group in comparison.groups for row in group.rows]
    shown = [(group, row) for group, row in every if not (differences and row.same)]
    cited, said = References(), dict[Locale, list[list[Said]]]()
    names: dict[Locale, list[tuple[str, str, LocalText]]] = {}
    for locale in (lang, other(lang)):
        with force_locale(locale):
            said[locale] = [_row(row, locale, cited) for _group, row in shown]
            names[locale] = [(_(group.message), _(row.message), row_label(row, locale)) for group, row in shown]
    rows = [
        WrittenRow(
            row=row,
            groups={locale: names[locale][at][0] for locale in LOCALES},
            fields={locale: names[locale][at][1] for locale in LOCALES},
            parts={locale: names[locale][at][2] for locale in LOCALES},
            cells=[{locale: said[locale][at][place] for locale in LOCALES} for place in range(len(row.cells))],
        )
        for at, (_group, row) in enumerate(shown)
    ]
    return Written(comparison, lang, rows, cited, len(every) - len(shown))


def column_name(column: Column, lang: Locale) -> str:
    """Name a record in few words for a request that is answered in `lang`."""
    title, city = choose(column.title, lang), short_name(choose(column.city_title, lang))
    return short_name_of(short_name(title) if column.kind == "city" else title, city or None)


def comparison_title(comparison: Comparison, lang: Locale) -> str:
    """Name a comparison in a language."""
    with force_locale(lang):
        names = ", ".join(column_name(column, lang) for column in comparison.columns)
        return _("Comparison: %(names)s", names=names)


def sources_of(entry: Entry) -> Iterator[str]:
    """List everything that an entry rests on: what is given for it, cited in its texts, or named by it."""
    yield from entry.sources
    for locale in LOCALES:
        yield from cited_slugs(entry.text.get(locale) or "")
    if entry.link and entry.link[0] == "source":
        yield entry.link[1]
    if isinstance(entry.money, CostEstimate) and entry.money.population:
        yield from entry.money.population.row.get("sources") or ()


def _row(row: Row, lang: Locale, cited: References) -> list[Said]:
    writer = CellWriter(lang, cited)
    said: list[Said] = []
    for cell in row.cells:
        shown = writer.cell(row, cell)
        if row.kind == "source" and cell.entries:
            said.append([_sources(row, shown.counts, cell.entries, lang, cited)])
            continue
        words = _Words(lang, cited)
        write = _KINDS.get(row.kind, _Words.named)
        entries = [tuple(write(words, *pair)) for pair in zip(cell.entries, shown.entries, strict=True)]
        if shown.is_disputed:
            entries[0] = (Line((words.quiet(_("sources disagree")),)), *entries[0])
        said.append(entries)
    return said


def _sources(
    row: Row, counts: Sequence[tuple[str, int]], entries: Sequence[Entry], lang: Locale, cited: References
) -> Sequence[Line]:
    total = ngettext("%(num)s source", "%(num)s sources", len(entries))
    each = ", ".join(f"{words} {count}" for words, count in counts)
    numbers = numbered((entry.link[1] for entry in entries if entry.link), cited)
    return Line((Span(f"{total} ({each})", lang),)), Line((Span(numbers, lang),))


class _Words:
    """Writes entries in one language: each kind of row as its page does."""

    def __init__(self, lang: Locale, cited: References) -> None:
        self.lang = lang
        self.cited = cited

    def prose(self, _entry: Entry, shown: ShownEntry) -> Iterator[Line]:
        yield from marked_lines(shown.text.value, shown.text.lang, self.cited)

    def lesson(self, entry: Entry, shown: ShownEntry) -> Iterator[Line]:
        first, *rest = marked_lines(shown.text.value, shown.text.lang, self.cited) or (Line(()),)
        kind = Span(f"{shown.words}: ", self.lang, is_strong=True)
        lines = [Line((kind, *first.spans)), *rest]
        yield from lines[:-1]
        yield replace(lines[-1], spans=(*lines[-1].spans, *self.references(entry)))

    def money(self, entry: Entry, shown: ShownEntry) -> Iterator[Line]:
        yield Line((self.strong(shown.text), *self.date(entry), *self.references(entry)))
        view = shown.estimate
        if view and view.text:
            yield Line((Span(view.text, self.lang),))
            if view.per_thousand:
                yield Line((Span(view.per_thousand, self.lang), *self.residents(entry)))
            yield from (Line((self.quiet(formula),)) for formula in view.formulas)
        elif view:
            yield Line((self.quiet(labels.label(labels.NO_ESTIMATE, view.missing)),))
        yield from self.note(shown)

    def outcome(self, entry: Entry, shown: ShownEntry) -> Iterator[Line]:
        yield Line((self.strong(shown.text), *self.before(shown)))
        yield Line((_span(shown.label), *self.date(entry), *self.references(entry)))
        grade = _("Evidence grade %(letter)s", letter=entry.grade)
        says = (self.quiet(" · "), _span(shown.said_by, is_quiet=True)) if shown.said_by else ()
        yield Line((self.quiet(f"{shown.outcome_type} · {grade}" if shown.outcome_type else grade), *says))
        yield from self.note(shown)

    def evidence(self, entry: Entry, shown: ShownEntry) -> Iterator[Line]:
        counts = ", ".join(f"{grade} × {count}" for grade, count in shown.grades)
        yield Line(
            (Span(f"{entry.grade}: {labels.label(labels.GRADE, entry.grade)}", self.lang), self.quiet(f" ({counts})"))
        )

    def code(self, entry: Entry, shown: ShownEntry) -> Iterator[Line]:
        date = _("as of %(date)s", date=format_edtf(entry.date, self.lang)) if entry.date else ""
        yield Line((Span(f"{shown.words} ({date})" if date else shown.words, self.lang),))

    def period(self, entry: Entry, _shown: ShownEntry) -> Iterator[Line]:
        yield Line((Span(format_edtf(entry.date, self.lang), self.lang),))

    def figure(self, entry: Entry, shown: ShownEntry) -> Iterator[Line]:
        yield Line((self.strong(shown.text), *self.date(entry), *self.references(entry)))
        if shown.label:
            yield Line((_span(shown.label),))
        yield from self.note(shown)

    def tally(self, _entry: Entry, shown: ShownEntry) -> Iterator[Line]:
        count = (Span(f" {shown.count}", self.lang, is_strong=True),) if shown.count else ()
        yield Line((_span(shown.text, shown.lang), *count))

    def named(self, entry: Entry, shown: ShownEntry) -> Iterator[Line]:
        tags = (self.quiet(f" ({', '.join(shown.tags)})"),) if shown.tags else ()
        yield Line((_span(shown.text, shown.lang), *tags, *self.references(entry)))
        yield from self.note(shown)

    def note(self, shown: ShownEntry) -> Iterator[Line]:
        if shown.note:
            yield Line((_span(shown.note, is_quiet=True),))

    def quiet(self, text: str) -> Span:
        return Span(text, self.lang, is_quiet=True)

    def strong(self, text: LocalText) -> Span:
        return Span(text.value, text.lang, is_strong=True)

    def date(self, entry: Entry) -> Iterator[Span]:
        if entry.date:
            yield Span(f" ({format_edtf(entry.date, self.lang)})", self.lang)

    def before(self, shown: ShownEntry) -> Iterator[Span]:
        if shown.before:
            date = f" ({format_edtf(shown.before_date, self.lang)})" if shown.before_date else ""
            yield self.quiet(f" {_('before: %(value)s', value=shown.before)}{date}")

    def references(self, entry: Entry) -> Iterator[Span]:
        if entry.sources:
            yield Span(f" {numbered(entry.sources, self.cited)}", self.lang)

    def residents(self, entry: Entry) -> Iterator[Span]:
        population = entry.money.population if isinstance(entry.money, CostEstimate) else None
        if sources := population.row.get("sources") if population else ():
            yield Span(f" {numbered(sources, self.cited)}", self.lang)


def _span(text: LocalText, lang: str = "", *, is_quiet: bool = False) -> Span:
    return Span(text.value, lang or text.lang, is_quiet=is_quiet)


_KINDS: Final[Mapping[str, Callable[[_Words, Entry, ShownEntry], Iterator[Line]]]] = {
    "prose": _Words.prose,
    "lesson": _Words.lesson,
    "money": _Words.money,
    "outcome": _Words.outcome,
    "evidence": _Words.evidence,
    "code": _Words.code,
    "period": _Words.period,
    "figure": _Words.figure,
    "tally": _Words.tally,
}
"""How the entries of each kind of row are written; those of other kinds name something."""
