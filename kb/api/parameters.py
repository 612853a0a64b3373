"""Reading the parameters that all addresses of the API share. A bad one is refused, never guessed at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import g, request

from kb.domain.locales import Locale, as_locale, is_locale
from kb.errors import Invalid, Problem

DEFAULT_LANG: Final[Locale] = "en"
DEFAULT_PER_PAGE: Final = 20
MAX_PER_PAGE: Final = 100
MAX_PAGE: Final = 10_000
_KEY: Final = "kb_api_lang"


@dataclass(frozen=True, slots=True)
class Paging:
    """A page of a list, the first being 1."""

    page: int = 1
    per_page: int = DEFAULT_PER_PAGE

    @property
    def start(self) -> int:
        """Count the items before the page."""
        return (self.page - 1) * self.per_page


def _given_lang() -> str:
    return str(g.get(_KEY) or request.args.get("lang", "").strip() or DEFAULT_LANG)


def take_lang_from_path(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take the language out of the arguments of a page's twin, for `answer_lang`."""
    if values and "lang" in values:
        g.setdefault(_KEY, values.pop("lang"))


def answer_lang() -> Locale:
    """Choose the language of the answer: that of the path, else of `lang`, else English. Raises `Invalid`."""
    lang = _given_lang()
    if not is_locale(lang):
        raise Invalid([Problem("lang", "bad_value", lang[:80])])
    return as_locale(lang)


def error_lang() -> Locale:
    """Choose the language of an error message: as `answer_lang`, but English where that is itself the error."""
    lang = _given_lang()
    return as_locale(lang) if is_locale(lang) else DEFAULT_LANG


def read_paging() -> Paging:
    """Read `page` and `per_page`. Raises `Invalid` naming each that is no number in its range."""
    problems: list[Problem] = []
    page = _number("page", MAX_PAGE, problems)
    per_page = _number("per_page", MAX_PER_PAGE, problems)
    if problems:
        raise Invalid(problems)
    return Paging(page or 1, per_page or DEFAULT_PER_PAGE)


def asks_for_a_page() -> bool:
    """Say whether the address names a page of a list, rather than leaving the extent to us."""
    return bool(request.args.get("page") or request.args.get("per_page"))


def query_lists() -> Mapping[str, Sequence[str]]:
    """Give the query as lists of values: filters may repeat. NUL, which PostgreSQL refuses in text, is dropped."""
    return {name: [value.replace("\0", "") for value in values] for name, values in request.args.lists()}


def _number(name: str, highest: int, problems: list[Problem]) -> int | None:
    text = request.args.get(name, "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= highest:
        return int(text)
    problems.append(Problem(name, "bad_number", text[:80]))
    return None
