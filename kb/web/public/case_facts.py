"""The facts of all cases, kept from request to request for as long as the content stays the same."""

from __future__ import annotations

from collections.abc import Sequence

from kb.services.case_table import CaseFacts, read_case_table
from kb.web.database import db
from kb.web.kept import kept, names


def case_facts() -> Sequence[CaseFacts]:
    """Give the facts of all published cases, by slug."""
    return kept("case_facts", lambda: read_case_table(db(), names()))
