"""Proof that a form came from this site, lately, for this record: a signed text in the form, since there is no cookie.

Every form has its own name in it, so that a form sent twice can be told from two forms with the same words.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

from itsdangerous import BadData, URLSafeTimedSerializer

from kb.web.database import site

VALID_SECONDS: Final = 8 * 60 * 60
_SALT: Final = "error-report"


@dataclass(frozen=True, slots=True)
class FormToken:
    """What a form says for certain: the revision that its reader saw, and its own name."""

    revision: int
    form: str


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(site().config.secret_key, salt=_SALT)


def make_token(about: str, revision: int) -> str:
    """Sign a new form about a record (`kind:slug`) as it is in a revision."""
    return str(_serializer().dumps([about, revision, secrets.token_urlsafe(12)]))


def read_token(text: str, about: str) -> FormToken | None:
    """Read the token of a form about a record; nothing if it is forged, too old or of another record's form."""
    try:
        named, revision, form = _serializer().loads(text, max_age=VALID_SECONDS)
    except BadData:
        return None
    return FormToken(revision, form) if named == about else None
