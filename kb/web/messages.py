"""Words of the user interface in the reader's language: Flask-Babel's functions with their types.

Messages are English sentences with named placeholders: `_("%(count)s results", count=n)`.
"""

from __future__ import annotations

from typing import Any

import flask_babel


def gettext(message: str, **values: Any) -> str:
    """Translate a message for the present request."""
    return str(flask_babel.gettext(message, **values))


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """Translate a message that depends on a number, which it may name as `%(num)s`."""
    return str(flask_babel.ngettext(singular, plural, num, **values))


def lazy_gettext(message: str) -> Any:
    """Name a message that is translated whenever it is turned into a string."""
    return flask_babel.lazy_gettext(message)
