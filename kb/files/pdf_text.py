"""Text and pictures of PDF pages. Runs in the limited child process only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pypdfium2
from pypdfium2 import PdfDocument, PdfiumError

from kb.files.pages import MOST_PAGES, Contents, Page, clean_text, clean_title
from kb.files.refusal import Refused

PICTURE_WIDTH: Final = 1000
MOST_PIXELS: Final = 4_000_000
_PASSWORD: Final = (pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY)


def read_pdf(path: Path) -> Contents:
    """Read the text of every page. Raises `Refused`."""
    document = _opened(path)
    count = len(document)
    if count > MOST_PAGES:
        raise Refused("too_many_pages", str(count))
    if not count:
        raise Refused("damaged", "no pages")
    pages = [Page(number, _text(document, number)) for number in range(1, count + 1)]
    return Contents(pages, clean_title(document.get_metadata_value("Title") or ""))


def draw_pages(path: Path, numbers: range) -> Iterator[tuple[int, Any]]:
    """Draw those of some pages that can be drawn: number and image (PIL)."""
    document = _opened(path)
    for number in numbers[: max(0, len(document) - numbers.start + 1)]:
        try:
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(PICTURE_WIDTH / max(width, 1), (MOST_PIXELS / max(width * height, 1)) ** 0.5)
            yield number, page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
            page.close()
        except PdfiumError:
            continue


def _opened(path: Path) -> PdfDocument:
    try:
        return PdfDocument(path)
    except PdfiumError as error:
        raise Refused("encrypted" if error.err_code in _PASSWORD else "damaged", str(error)) from error


def _text(document: PdfDocument, number: int) -> str:
    """Read a page; one that is damaged has no text, which is no reason to refuse the others."""
    try:
        page = document[number - 1]
        text = page.get_textpage().get_text_range()
        page.close()
    except PdfiumError:
        return ""
    return clean_text(text)
