"""Errors that a caller may see. Services raise nothing else; `kb.web.errors` maps them to HTTP once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the input: where (a field path such as `costs/total/amount`) and what."""

    where: str
    code: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.code}" + (f" ({self.detail})" if self.detail else "")


class KBError(Exception):
    """Base of all expected failures; `code` is stable and may be shown to machines."""

    code = "error"

    def __init__(self, message: str = "", details: Mapping[str, object] | None = None) -> None:
        super().__init__(message or self.code)
        self.details: Mapping[str, object] = details or {}


class NotFound(KBError):
    """No such published record, page or file."""

    code = "not_found"


class Gone(KBError):
    """The record was withdrawn; `details` carries its kind, slug, titles and the reason in both languages."""

    code = "gone"


class Moved(KBError):
    """The slug was renamed; `details["slug"]` is the present one."""

    code = "moved"


class Invalid(KBError):
    """The input breaks a rule; `problems` lists every place, not only the first."""

    code = "invalid"

    def __init__(self, problems: Sequence[Problem], message: str = "") -> None:
        super().__init__(
            message or "; ".join(str(problem) for problem in problems),
            {"problems": [str(problem) for problem in problems]},
        )
        self.problems = tuple(problems)


class NotAllowed(KBError):
    """The actor lacks the permission for this action."""

    code = "not_allowed"


class StaleRevision(KBError):
    """Somebody saved in between; `details` carries the expected and the present revision number."""

    code = "stale_revision"


class TooMany(KBError):
    """Too much came from one place in a short time; `details["retry_after"]` is how many seconds to wait."""

    code = "too_many_requests"


class ConfigurationError(KBError):
    """A setting is missing, malformed or unsafe for production."""

    code = "configuration"
