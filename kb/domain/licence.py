"""The licence that all texts and data of the site are under."""

from __future__ import annotations

from typing import Final

LICENCE_NAME: Final = "CC BY 4.0"
LICENCE_URL: Final = "https://creativecommons.org/licenses/by/4.0/"
