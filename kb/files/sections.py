"""Sections of a text document (DOCX), which has no pages until somebody lays it out.

A section begins at a heading of the two highest levels in use; where there are no headings, at a page break or, in
running text, after some 3,000 characters. Runs in the limited child process only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.table import Table

from kb.files.archives import BROKEN
from kb.files.pages import MOST_PAGES, Contents, Page, clean_text, clean_title
from kb.files.refusal import Refused

SECTION_LENGTH: Final = 3000
LONGEST_SECTION: Final = 12_000
"""Characters after which a section goes on as another one even without a heading."""
_LEVELS: Final = 2
_HEADING: Final = re.compile(r"(?:heading|제목) ?([1-9])", re.IGNORECASE)
_MAIN: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FOOTNOTES: Final = "/footnotes"
_DEEPEST_TABLE: Final = 10


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or table. `level` is that of a heading, 0 for any other; `breaks`: a new page begins before it."""

    text: str
    level: int = 0
    breaks: bool = False
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Section:
    texts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    length: int = 0
    has_body: bool = False  # a heading alone, such as the document's title, is no section

    def add(self, block: Block) -> None:
        self.texts.append(block.text)
        self.notes += block.notes
        self.length += len(block.text)
        self.has_body = self.has_body or not block.level


def read_sections(path: Path) -> Contents:
    """Read a document section by section. Raises `Refused`."""
    try:
        document: Any = Document(str(path))
        blocks = [block for block in _blocks(document) if block.text.strip()]
    except (PackageNotFoundError, KeyError, AttributeError, SyntaxError, *BROKEN) as error:
        raise Refused("damaged", str(error)) from error
    sections = list(_cut(blocks)) or [_Section()]
    if len(sections) > MOST_PAGES:
        raise Refused("too_many_pages", str(len(sections)))
    pages = [
        Page(number, clean_text("\n".join(section.texts)), clean_text("\n".join(section.notes)))
        for number, section in enumerate(sections, 1)
    ]
    first_heading = next((block.text for block in blocks if block.level), "")
    return Contents(pages, clean_title(str(document.core_properties.title or "")) or clean_title(first_heading))


def _cut(blocks: list[Block]) -> Iterator[_Section]:
    used = sorted({block.level for block in blocks if block.level})[:_LEVELS]
    section = _Section()
    for block in blocks:
        begins = block.level in used if used else block.breaks or section.length >= SECTION_LENGTH
        if (begins and section.has_body) or section.length >= LONGEST_SECTION:
            yield section
            section = _Section()
        section.add(block)
    if section.texts:
        yield section


def _blocks(document: Any) -> Iterator[Block]:
    footnotes = _footnotes(document)
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            yield Block("\n".join(_table_lines(item, 0)))
        else:
            yield _paragraph(item, footnotes)


def _paragraph(paragraph: Any, footnotes: dict[str, str]) -> Block:
    element = paragraph._p  # the library has no name for breaks and footnotes
    breaks = any(node.get(f"{_MAIN}type") == "page" for node in element.iter(f"{_MAIN}br"))
    breaks = breaks or bool(paragraph.paragraph_format.page_break_before)
    referred = [node.get(f"{_MAIN}id") for node in element.iter(f"{_MAIN}footnoteReference")]
    notes = tuple(footnotes[key] for key in referred if key in footnotes)
    return Block(str(paragraph.text), _level(paragraph), breaks, notes)


def _level(paragraph: Any) -> int:
    name = str(paragraph.style.name or "") if paragraph.style is not None else ""
    found = _HEADING.fullmatch(name)
    return int(found.group(1)) if found else 0


def _table_lines(table: Any, depth: int) -> Iterator[str]:
    for row in table.rows:
        seen: list[Any] = []
        words: list[str] = []
        for cell in row.cells:
            if any(cell._tc is other for other in seen):  # a merged cell comes once for every column it spans
                continue
            seen.append(cell._tc)
            words.append(" ".join(cell.text.split()))
            if depth < _DEEPEST_TABLE:
                words += [" / ".join(_table_lines(inner, depth + 1)) for inner in cell.tables]
        yield " | ".join(word for word in words if word)


def _footnotes(document: Any) -> dict[str, str]:
    """Read the footnotes by their ids; the library has no interface for them."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(_FOOTNOTES) and not relation.is_external:
            notes = parse_xml(relation.target_part.blob).iter(f"{_MAIN}footnote")
            return {
                note.get(f"{_MAIN}id"): " ".join("".join(node.text or "" for node in note.iter(f"{_MAIN}t")).split())
                for note in notes
            }
    return {}
