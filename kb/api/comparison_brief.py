"""A comparison as a brief for a meeting: one document in both languages, made of the words of the records alone.

What is short stands in tables, the reader's language first and the other one below it; what is long stands side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from typing import Final

from flask_babel import force_locale

from kb.api.comparison_about import (
    LANGUAGES,
    CitedSource,
    cited_sources,
    estimate_rule,
    left_out_note,
    rate_sources,
    residents_rule,
)
from kb.api.comparison_words import Said, Written, WrittenRow, column_name, comparison_title
from kb.domain.evidence import GRADES, Grade
from kb.domain.licence import LICENCE_NAME, LICENCE_URL
from kb.domain.locales import Locale, LocalText
from kb.rendering.dates import format_day, format_edtf
from kb.rendering.rich_text import Line, Span, plain_lines
from kb.rendering.word_document import Cell, WordDocument
from kb.services.economy import read_rates
from kb.web import labels
from kb.web.frame import site_name
from kb.web.messages import gettext as _

_LABEL_WIDTH: Final = 34  # millimetres
_LONG: Final = frozenset({"prose", "lesson"})
_MANY: Final = frozenset({"money", "outcome", "figure"})
_CROWDED: Final = 2
"""Entries of a cell, of kinds that may have many, above which a column of a table is no place for them."""
_OBSTACLES: Final = ("barrier", "failure")
_WORKED: Final = ("success",)
_Pair = tuple[WrittenRow, Mapping[Locale, Sequence[Line]]]


def comparison_brief(written: Written, address: str, today: date) -> bytes:
    """Write the brief. `address` is that of the comparison."""
    return _Brief(written, address, today).write()


class _Brief:
    def __init__(self, written: Written, address: str, today: date) -> None:
        self.written, self.address, self.today = written, address, today
        self.lang, self.other = written.languages
        title = comparison_title(written.comparison, self.lang)
        self.document = WordDocument(title, site_name(self.lang), self.lang)
        self.document.footer(f"{site_name(self.lang)} · {title}")

    def write(self) -> bytes:
        self._head()
        self._groups()
        self._lessons(lambda: _("What stood in the way and what failed"), _OBSTACLES)
        self._lessons(lambda: _("What worked"), _WORKED)
        self._prose()
        self._gaps()
        self._sources()
        self._closing()
        return self.document.to_bytes()

    def _both(self, say: Callable[[], str]) -> tuple[Line, Line]:
        """Say something in the reader's language and in the other one."""
        found = []
        for lang in self.written.languages:
            with force_locale(lang):
                found.append(Line((Span(say(), lang),)))
        return found[0], found[1]

    def _heading(self, level: int, say: Callable[[], str]) -> None:
        first, second = self._both(say)
        self.document.heading(level, _joined(first, second))

    def _paragraphs(self, say: Callable[[], str]) -> None:
        first, second = self._both(say)
        self.document.paragraph(first)
        if second.text != first.text:
            self.document.paragraph(_quiet(second))

    def _head(self) -> None:
        comparison = self.written.comparison
        self.document.heading(0, Line((Span(comparison_title(comparison, self.lang), self.lang),)))
        self.document.paragraph(_quiet(Line((Span(comparison_title(comparison, self.other), self.other),))))
        for lang in self.written.languages:
            with force_locale(lang):
                made = _(
                    "Made from the records of %(site)s on %(date)s.",
                    site=site_name(lang),
                    date=format_day(self.today, lang),
                )
                self.document.paragraph(Line((Span(made, lang, is_quiet=lang == self.other),)))
        self.document.paragraph(Line((Span(self.address, self.lang, href=self.address),)))
        if self.written.left_out:
            self._paragraphs(lambda: left_out_note(self.written.left_out))

    def _groups(self) -> None:
        """Write all groups but the long texts: what compares in a table, the many figures of one record below it."""
        rows = [row for row in self.written.rows if row.row.kind not in _LONG]
        crowded = {
            row.row.field
            for row in rows
            if row.row.kind in _MANY and any(len(cell.entries) > _CROWDED for cell in row.row.cells)
        }
        for _group, found in groupby(rows, key=lambda row: row.groups["en"]):
            group = list(found)
            lines = [Line((Span(group[0].groups[lang], lang),)) for lang in self.written.languages]
            self.document.heading(1, _joined(*lines))
            apart = [row for row in group if row.row.field in crowded and not _is_aligned(row)]
            if table := [row for row in group if row not in apart]:
                self.document.table(self._columns(), [self._row(row) for row in table], self._widths())
            for place in range(len(self.written.comparison.columns)):
                if entries := self._entries(apart, place):
                    self._record_heading(place)
                    self._side_by_side(entries)

    def _entries(self, rows: Sequence[WrittenRow], place: int) -> list[_Pair]:
        """Give what a record says in some rows, entry by entry."""
        return [
            (row, {lang: row.cells[place][lang][at] for lang in self.written.languages})
            for row in rows
            for at in range(len(row.row.cells[place].entries))
        ]

    def _widths(self) -> Sequence[float]:
        count = len(self.written.comparison.columns)
        return [_LABEL_WIDTH, *[(self.document.width - _LABEL_WIDTH) / count] * count]

    def _columns(self) -> list[Cell]:
        empty = Cell((Line(()),))
        return [empty, *(self._column(place) for place in range(len(self.written.comparison.columns)))]

    def _column(self, place: int) -> Cell:
        lines = []
        for lang in self.written.languages:
            with force_locale(lang):
                lines.append(Line((Span(column_name(self.written.comparison.columns[place], lang), lang),)))
        return Cell(lines[:1], _new(lines[1:], lines[:1]))

    def _row(self, row: WrittenRow) -> list[Cell]:
        names = [Line((_span(row.name_in_group(lang)),)) for lang in self.written.languages]
        return [Cell(names[:1], _new(names[1:], names[:1])), *(self._cell(said) for said in row.cells)]

    def _cell(self, said: Mapping[Locale, Said]) -> Cell:
        if not said[self.lang]:
            first, second = self._both(lambda: _("not reported"))
            return Cell((_quiet(first),), (second,))
        pairs = zip(said[self.lang], said[self.other], strict=True)
        theirs = [line for mine, other in pairs if plain_lines(mine) != plain_lines(other) for line in other]
        return Cell([line for entry in said[self.lang] for line in entry], theirs)

    def _lessons(self, title: Callable[[], str], kinds: Sequence[str]) -> None:
        """Write the lessons of some kinds, record by record, in both languages side by side."""
        found = [(place, self._lessons_of(place, kinds)) for place in range(len(self.written.comparison.columns))]
        if not any(rows for _place, rows in found):
            return
        self._heading(1, title)
        for place, rows in found:
            if rows:
                self._record_heading(place)
                self._side_by_side(rows)

    def _lessons_of(self, place: int, kinds: Sequence[str]) -> list[_Pair]:
        return [
            (row, self._texts(row, place, at))
            for row in self.written.rows
            if row.row.kind == "lesson"
            for at, entry in enumerate(row.row.cells[place].entries)
            if entry.code in kinds
        ]

    def _prose(self) -> None:
        """Write what is long, record by record."""
        rows = [row for row in self.written.rows if row.row.kind == "prose"]
        found = [
            [(row, self._texts(row, place, at)) for row in rows for at in range(len(row.row.cells[place].entries))]
            for place in range(len(self.written.comparison.columns))
        ]
        if any(found):
            self._heading(1, lambda: _("The texts in both languages"))
        for place, said in enumerate(found):
            if said:
                self._record_heading(place)
                self._side_by_side(said)

    def _texts(self, row: WrittenRow, place: int, at: int) -> Mapping[Locale, Sequence[Line]]:
        """Give an entry in both languages; a text that is in one only is not repeated in the other's place."""
        entry, found = row.row.cells[place].entries[at], dict[Locale, Sequence[Line]]()
        for lang in self.written.languages:
            with force_locale(lang):
                missing = Line((Span(_("not written in this language"), lang, is_quiet=True),))
            found[lang] = row.cells[place][lang][at] if entry.text.get(lang) else (missing,)
        return found

    def _record_heading(self, place: int) -> None:
        column = self._column(place)
        self.document.heading(2, _joined(*column.lines, *column.aside))

    def _side_by_side(self, rows: Iterable[_Pair]) -> None:
        width = (self.document.width - _LABEL_WIDTH) / 2
        header = [
            Cell((Line(()),)),
            *(Cell((Line((Span(LANGUAGES[lang], lang),)),)) for lang in self.written.languages),
        ]
        cells = [[self._row(row)[0], *(Cell(said[lang]) for lang in self.written.languages)] for row, said in rows]
        self.document.table(header, cells, (_LABEL_WIDTH, width, width))

    def _gaps(self) -> None:
        """List what isn't reported, record by record: fields, not the parts that only some records have."""
        found = [(place, list(self._missing(place))) for place in range(len(self.written.comparison.columns))]
        if not any(messages for _place, messages in found):
            return
        self._heading(1, lambda: _("What is not reported"))
        for place, messages in found:
            if messages:
                self._record_heading(place)
                self._paragraphs(partial(_joined_names, messages))

    def _missing(self, place: int) -> Iterator[str]:
        """Name the fields, shown or not, of which no row says anything of a record."""
        for _field, rows in groupby(self.written.comparison.rows(), key=lambda row: row.field):
            parts = list(rows)
            if not any(row.cells[place].entries for row in parts):
                yield parts[0].message

    def _sources(self) -> None:
        self._heading(1, lambda: _("Sources"))
        for source in cited_sources(self.written):
            self.document.paragraph(self._source(source), is_small=True)

    def _source(self, source: CitedSource) -> Line:
        """Write a source: in the reader's words, its address, then the same in the other language as far as it differs."""
        title = Span(source.value("title") or source.slug, source.value("language") or self.lang, is_emphasised=True)
        gloss, *facts = self._source_facts(source, self.lang)
        more = ". ".join(filter(None, (source.value("publisher"), *facts)))
        words = Span(f"{f' ({gloss})' if gloss else ''}. {more}.", self.lang)
        address = source.value("url")
        link = (Span(" ", self.lang), Span(address, self.lang, href=address if address.startswith("http") else ""))
        others = [text for text in self._source_facts(source, self.other) if text and text not in facts]
        aside = (Span(f" · {'. '.join(others)}", self.other, is_quiet=True),) if others else ()
        numbered = Span(f"[{source.number}] ", self.lang)
        return Line((numbered, title, words, *(link if address else ()), *aside))

    def _source_facts(self, source: CitedSource, lang: Locale) -> Sequence[str]:
        """Say in a language what the source is, where its title doesn't, of when and of which kind."""
        date_ = source.value("date")
        with force_locale(lang):
            return source.gloss(lang), format_edtf(date_, lang) if date_ else "", source.kind()

    def _closing(self) -> None:
        self._heading(1, lambda: _("How to read the figures"))
        for grade in GRADES:
            self._paragraphs(partial(_meaning, grade))
        if self.written.comparison.rate_sources:
            self._paragraphs(lambda: estimate_rule(read_rates().base_year))
            self._paragraphs(residents_rule)
            for word, source in rate_sources(self.written):
                self.document.paragraph(
                    Line(
                        (
                            Span(f"{word} {source.title[self.lang]} ({source.publisher}) ", self.lang),
                            Span(source.url, self.lang, href=source.url),
                        )
                    )
                )
        self._heading(1, lambda: _("Licence"))
        self._paragraphs(
            lambda: _(
                "Text and data under %(licence)s: use them for any purpose and name the source.", licence=LICENCE_NAME
            )
        )
        self.document.paragraph(Line((Span(LICENCE_URL, self.lang, href=LICENCE_URL),)))


def _is_aligned(row: WrittenRow) -> bool:
    """Say whether several records say something of a row, each little enough for a cell."""
    counts = [len(cell.entries) for cell in row.row.cells]
    return sum(map(bool, counts)) > 1 and max(counts) <= _CROWDED


def _span(text: LocalText) -> Span:
    return Span(text.value, text.lang)


def _joined_names(messages: Sequence[str]) -> str:
    return ", ".join(map(_, messages))


def _meaning(grade: Grade) -> str:
    letter = _("Evidence grade %(letter)s", letter=grade)
    return f"{letter}: {labels.label(labels.GRADE, grade)}"


def _joined(first: Line, *others: Line) -> Line:
    """Put the other language behind the reader's, set back."""
    spans = [*first.spans]
    for line in others:
        if line.text != first.text:
            spans += [Span("  ", spans[0].lang), *_quiet(line).spans]
    return Line(tuple(spans))


def _quiet(line: Line) -> Line:
    return Line(tuple(Span(span.text, span.lang, is_quiet=True, href=span.href) for span in line.spans), line.is_item)


def _new(lines: Sequence[Line], known: Sequence[Line]) -> Sequence[Line]:
    """Leave out lines that stand among those known already: numbers, names and texts in one language only."""
    texts = {line.text for line in known}
    return [line for line in lines if line.text not in texts]
