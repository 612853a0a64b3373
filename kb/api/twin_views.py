"""Tables and feeds: public lists and searches with `.csv` or `.atom` for the final slash of their address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from flask import Response, request
from flask_babel import force_locale
from werkzeug.wrappers import Response as BaseResponse

from kb.api.answers import search_answer
from kb.api.atom import CONTENT_TYPE as ATOM
from kb.api.atom import Feed, write_feed
from kb.api.hits import read_found
from kb.api.parameters import Paging, answer_lang, asks_for_a_page, read_paging
from kb.api.searches import first_page, read_request
from kb.api.tables import list_table, search_table
from kb.domain.licence import LICENCE_URL
from kb.domain.record_types import RECORD_TYPES
from kb.domain.records import PublicCard, PublicRecord
from kb.services import reading
from kb.services.listing import cards_of, list_cards, list_part
from kb.services.searching import run_search
from kb.web import labels
from kb.web.database import db, site
from kb.web.frame import base_url, site_name
from kb.web.messages import gettext as _
from kb.web.urls import list_path, page_path, with_query

T = TypeVar("T")
CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST: Final = 1000  # records that a table or feed of a search is made from


def list_csv(kind: str) -> Response:
    """Answer with the whole list as a table, or the page of it that the address names."""
    records: Sequence[PublicRecord]
    if asks_for_a_page():
        paging = read_paging()
        records = list_part(db(), kind, paging.start, paging.per_page)
    else:
        records = reading.list_records(db(), kind)
    return Response(list_table(db(), RECORD_TYPES[kind], records, answer_lang()), content_type=CSV)


def list_atom(kind: str) -> Response:
    """Answer with the records changed last."""
    paging = read_paging()
    found = list_cards(db(), kind, paging.start, paging.per_page, newest=True)
    with force_locale(answer_lang()):
        title = str(labels.KINDS[kind])
    return _feed_answer(title, list_path(answer_lang(), kind), found.cards, found.total)


def search_csv() -> BaseResponse:
    """Answer with everything found as a table, or the page of it that the address names."""
    asked = read_request(answer_lang())
    if not asks_for_a_page():
        asked = first_page(asked, MOST)
    hits = run_search(site().search, db(), asked).hits
    table = search_table(read_found(db(), hits), [(hit.kind, hit.slug) for hit in hits], asked.lang)
    return search_answer(Response(table, content_type=CSV), table)


def search_atom() -> BaseResponse:
    """Answer with the records changed last among those found."""
    asked = read_request(answer_lang())
    hits = run_search(site().search, db(), first_page(asked, MOST)).hits
    cards = cards_of(db(), [(hit.kind, hit.slug) for hit in hits]).values()
    newest = sorted(cards, key=lambda card: (card.updated_at, card.kind, card.slug), reverse=True)
    with force_locale(asked.lang):
        title = _("Search: %(query)s", query=asked.text) if asked.text else _("Search")
    response = _feed_answer(title, page_path(asked.lang, "search"), _page_of(newest, read_paging()), len(newest))
    return search_answer(response, response.get_data())


def _page_of(items: Sequence[T], paging: Paging) -> Sequence[T]:
    return items[paging.start : paging.start + paging.per_page]


def _feed_answer(title: str, page: str, cards: Sequence[PublicCard], total: int) -> Response:
    lang, query = answer_lang(), list(request.args.items(multi=True))
    feed = Feed(
        base_url=base_url(),
        path=with_query(request.path, query),
        page=with_query(page, query),
        title=f"{title} · {site_name(lang)}",
        author=site_name(lang),
        lang=lang,
        pages=_other_pages(query, read_paging(), total),
    )
    return Response(write_feed(feed, cards), content_type=ATOM)


def _other_pages(query: Sequence[tuple[str, str]], paging: Paging, total: int) -> dict[str, str]:
    """Address the pages before and after one of a feed, as RFC 5005 has it."""
    rest: list[tuple[str, object]] = [(name, value) for name, value in query if name != "page"]
    found: dict[str, str] = {}
    if paging.page > 1:
        found["previous"] = with_query(request.path, [*rest, ("page", paging.page - 1)])
    if paging.start + paging.per_page < total:
        found["next"] = with_query(request.path, [*rest, ("page", paging.page + 1)])
    return found


def name_download(response: Response) -> Response:
    """Give a table a file name, for those who save it, and name its licence, for which CSV has no place."""
    if response.content_type in (CSV, XLSX):
        name = request.path.rsplit("/", 1)[-1]
        way = "inline" if response.content_type == CSV else "attachment"
        response.headers.setdefault("Content-Disposition", f'{way}; filename="{name}"')
        response.headers["Link"] = f'<{LICENCE_URL}>; rel="license"'
    return response
