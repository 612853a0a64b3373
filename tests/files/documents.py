"""Documents for tests, made here: Korean slides, text documents and PDF, and files that are out to harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from PIL import Image
from pptx import Presentation

OFFICE = "application/vnd.openxmlformats-officedocument"


def write_slides(path: Path, slides: Sequence[tuple[str, str, str]], title: str = "") -> Path:
    """Write a deck of (title, body, notes)."""
    deck: Any = Presentation()
    for heading, body, notes in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = heading
        slide.placeholders[1].text = body
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    deck.core_properties.title = title
    deck.save(str(path))
    return path


def write_text(path: Path, parts: Iterable[tuple[int, str]], title: str = "") -> Path:
    """Write a text document of (level of heading, or 0 for a paragraph, and the text)."""
    document: Any = Document()
    for level, text in parts:
        if level:
            document.add_heading(text, level)
        else:
            document.add_paragraph(text)
    document.core_properties.title = title
    document.save(str(path))
    return path


def write_pdf(path: Path, pages: Sequence[str]) -> Path:
    """Write a PDF by hand: a page for each text, of any script, lines broken as given.

    Each letter has a code of one byte, and a table says which letter that is (ToUnicode), as in PDF made by programs.
    """
    codes = {char: number for number, char in enumerate(sorted(set("".join(pages)) - {"\n"}), 33)}
    kids = " ".join(f"{5 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R >>",
        _stream(_letters(codes)),
    ]
    for place, text in enumerate(pages):
        lines = ("".join(f"{codes[char]:02x}" for char in line) for line in text.split("\n"))
        shown = " 0 -30 Td ".join(f"<{line}> Tj" for line in lines)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {6 + 2 * place} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(_stream(f"BT /F1 24 Tf 72 700 Td {shown} ET"))
    path.write_bytes(_with_table(objects))
    return path


def _stream(text: str) -> str:
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def _letters(codes: dict[str, int]) -> str:
    rows = "\n".join(f"<{code:02x}> <{char.encode('utf-16-be').hex()}>" for char, code in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Letters def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(codes)} beginbfchar\n{rows}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )


def _with_table(objects: Sequence[str]) -> bytes:
    body = b"%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return body + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def write_image(path: Path, form: str, size: tuple[int, int] = (40, 30)) -> Path:
    """Write a picture."""
    Image.new("RGB", size, (10, 95, 92)).save(path, form)
    return path


def archive(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """Pack entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in entries:
            file.writestr(name, body)
    return out.getvalue()


def office(main: str, *entries: tuple[str, bytes]) -> bytes:
    """Pack what claims to be an Office file with a main part of this type."""
    types = f'<Types><Override PartName="/main.xml" ContentType="{main}"/></Types>'.encode()
    return archive([("[Content_Types].xml", types), *entries])


SLIDES = f"{OFFICE}.presentationml.presentation.main+xml"


def nested_archives(depth: int) -> bytes:
    """Pack an archive in an archive in an archive: what a quine unpacks to has no end."""
    body = archive([("seed.txt", b"x")])
    for _level in range(depth):
        body = archive([("inner.zip", body)])
    return body
