"""The child process that reads one file: `python -m kb.files.child TASK FILE TYPE SECONDS MEMORY ANSWER [FIRST LAST]`.

It answers on standard output: a line of JSON for each page, or blocks of bytes for pictures. Parsers are imported only
here, after the limits hold; what happens to them happens to this process alone.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

from kb.files.limits import Limits, apply_limits
from kb.files.pages import MOST_TEXT
from kb.files.refusal import Refused

EXIT_REFUSED: Final = 3
EXIT_MEMORY: Final = 4
HEADER: Final = struct.Struct(">IIII")
"""Before each picture: page, width, height, number of bytes."""
QUALITY: Final = 60


def main(arguments: list[str]) -> int:
    """Do one task within its limits; return the exit code."""
    task, path, kind = arguments[0], Path(arguments[1]), arguments[2]
    apply_limits(Limits(*(int(number) for number in arguments[3:6])))
    try:
        if task == "draw":
            _draw(path, kind, range(int(arguments[6]), int(arguments[7]) + 1), sys.stdout.buffer)
        else:
            _read(path, kind, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except Refused as refused:
        sys.stderr.write("\n" + json.dumps([refused.reason, refused.detail[:500]]))  # after what parsers warned of
        return EXIT_REFUSED
    except MemoryError:
        return EXIT_MEMORY
    return 0


def _read(path: Path, kind: str, out: BinaryIO) -> None:
    contents = _reader(kind)(path)
    length = sum(len(page.text) + len(page.notes) for page in contents.pages)
    if length > MOST_TEXT:
        raise Refused("too_much_text", f"{length} characters")
    out.write(_line({"title": contents.title}))
    for page in contents.pages:
        out.write(_line({"number": page.number, "text": page.text, "notes": page.notes}))


def _reader(kind: str) -> Callable[[Path], Any]:
    if kind == "pdf":
        from kb.files.pdf_text import read_pdf

        return read_pdf
    if kind == "pptx":
        from kb.files.slides import read_slides

        return read_slides
    if kind == "docx":
        from kb.files.sections import read_sections

        return read_sections
    from kb.files.images import read_image

    return read_image


def _draw(path: Path, kind: str, numbers: range, out: BinaryIO) -> None:
    from kb.files.images import as_webp, draw_image

    if kind == "pdf":
        from kb.files.pdf_text import draw_pages

        images = draw_pages(path, numbers)
    else:
        images = draw_image(path)
    for number, image in images:
        body = as_webp(image, QUALITY)
        out.write(HEADER.pack(number, image.width, image.height, len(body)))
        out.write(body)


def _line(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
