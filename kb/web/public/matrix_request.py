"""What can be asked of the matrix: which themes, which cities, and what its cells say."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from kb.domain.locales import Locale
from kb.errors import Problem
from kb.web.public.explore import explore_path
from kb.web.urls import with_query

Show = Literal["groups", "all"]
Cells = Literal["count", "evidence"]


@dataclass(frozen=True, slots=True)
class MatrixRequest:
    """Themes as groups or all of them; cells with numbers or evidence; the code of a country, or empty for all."""

    show: Show = "groups"
    cells: Cells = "count"
    country: str = ""

    def changed(self, lang: Locale, **changes: str) -> str:
        """Address the matrix with something else asked of it."""
        return dataclasses.replace(self, **cast(Any, changes)).address(lang)

    def address(self, lang: Locale) -> str:
        """Address the matrix as asked, its first page; what is the default is left out."""
        query = {
            "show": "" if self.show == "groups" else self.show,
            "cells": "" if self.cells == "count" else self.cells,
            "country": self.country,
        }
        return with_query(explore_path(lang, "matrix"), query)


def parse_matrix(params: Mapping[str, str], countries: Set[str]) -> tuple[MatrixRequest, list[Problem]]:
    """Read the parameters. A bad value is listed and left out; `countries` are those that any city is in."""
    problems: list[Problem] = []

    def choice(name: str, choices: Set[str], default: str) -> str:
        value = params.get(name, "").strip()
        if value and value not in choices:
            problems.append(Problem(name, "bad_value", value[:80]))
        return value if value in choices else default

    show = cast(Show, choice("show", set(get_args(Show)), "groups"))
    cells = cast(Cells, choice("cells", set(get_args(Cells)), "count"))
    return MatrixRequest(show, cells, choice("country", countries, "")), problems
