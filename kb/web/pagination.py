"""Pages of a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import request

from kb.errors import NotFound
from kb.web.urls import with_query


@dataclass(frozen=True, slots=True)
class Pagination:
    """Links to the pages of a list; a link without number is a gap."""

    current: int
    count: int
    links: Sequence[tuple[int | None, str]]
    previous: str
    next: str


def paginate(total: int, current: int, per_page: int, address: Callable[[int], str]) -> Pagination:
    """Lay out the links: the first and last page, the present one and its neighbours, gaps between."""
    count = max(1, -(-total // per_page))
    shown = sorted({1, count, *range(max(1, current - 2), min(count, current + 2) + 1)})
    links: list[tuple[int | None, str]] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            links.append((None, ""))
        links.append((number, address(number)))
    return Pagination(
        current,
        count,
        links,
        address(current - 1) if current > 1 else "",
        address(current + 1) if current < count else "",
    )


def requested_page() -> int:
    """Read the `page` parameter; anything but a positive number counts as 1."""
    given = request.args.get("page", "")
    return max(1, int(given)) if given.isascii() and given.isdigit() and len(given) < 7 else 1


def page_address(number: int) -> str:
    """Address another page of the list that the present request shows, its other parameters kept."""
    others = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
    return with_query(request.path, [*others, ("page", number if number > 1 else "")])


def page_of(total: int, per_page: int) -> tuple[Pagination, slice]:
    """Lay out the requested page of a list and say which entries it holds. Raises `NotFound` after the last page."""
    current = requested_page()
    pages = paginate(total, current, per_page, page_address)
    if current > pages.count:
        raise NotFound(f"page {current} of {pages.count}")
    return pages, slice((current - 1) * per_page, current * per_page)
