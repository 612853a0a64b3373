"""Pictures: one page each, drawn anew so that nothing but pixels is shown. Runs in the limited child process only."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageOps

from kb.files.pages import Contents, Page
from kb.files.refusal import Refused

FORMATS: Final = ("PNG", "JPEG", "WEBP")
MOST_PIXELS: Final = 100_000_000
LONGEST_SIDE: Final = 1200

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def read_image(path: Path) -> Contents:
    """See that a picture can be drawn; it has no text. Raises `Refused`."""
    _opened(path)
    return Contents([Page(1, "")])


def draw_image(path: Path) -> Iterator[tuple[int, Any]]:
    """Draw a picture in a size for pages, upright, without what a camera wrote beside it."""
    image = ImageOps.exif_transpose(_opened(path)).convert("RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    yield 1, image


def as_webp(image: Any, quality: int) -> bytes:
    """Write an image as WebP."""
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()


def _opened(path: Path) -> Any:
    try:
        image = Image.open(path, formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise Refused("unpacks_too_large", f"{image.width} × {image.height}")
        image.load()
    except Image.DecompressionBombError as error:
        raise Refused("unpacks_too_large", str(error)) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise Refused("damaged", str(error)) from error
    return image
