import gzip
from collections.abc import Callable

import pytest
from flask import Flask

from kb.services.records import WithdrawRecord, withdraw_record
from kb.services.site import Site, open_site
from kb.web.page_store import PageStore, StoredPage
from tests.conftest import local_config
from tests.factories import EDITOR, city_values, publish


def page(text: str = "x") -> StoredPage:
    return StoredPage("text/html", text.encode(), b"", "e")


def test_a_page_is_found_under_its_address_and_generation_only() -> None:
    store = PageStore()
    store.put(1, "/a", page())
    assert store.get(1, "/a") == page()
    assert store.get(1, "/b") is None
    assert store.get(2, "/a") is None


def test_a_new_generation_empties_the_store() -> None:
    store = PageStore()
    store.put(1, "/a", page("aaaa"))
    store.put(2, "/b", page("bb"))
    assert store.get(1, "/a") is None
    assert store.size == 2


def test_the_store_keeps_to_its_capacity_and_drops_what_was_asked_for_longest_ago() -> None:
    store = PageStore(capacity=100)
    for name in "abcdefghijklmnopqrst":
        store.put(1, name, page("12345"))
    store.get(1, "a")
    store.put(1, "new", page("12345"))
    assert store.size == 100
    assert store.get(1, "a") is not None
    assert store.get(1, "b") is None


def test_a_page_too_large_for_the_store_is_not_kept() -> None:
    store = PageStore(capacity=100)
    store.put(1, "/a", page("123456"))
    assert store.get(1, "/a") is None


def counted(app: Flask) -> list[str]:
    """Collect the templates that the app renders from now on."""
    from flask import template_rendered

    rendered: list[str] = []

    def note(sender: Flask, template: object, **_others: object) -> None:
        rendered.append(str(getattr(template, "name", "")))

    template_rendered.connect(note, app, weak=False)
    return rendered


def test_a_page_is_rendered_once_a_generation(small_site: Site, make_app: Callable[[Site], Flask]) -> None:
    app = make_app(small_site)
    client, rendered = app.test_client(), counted(app)
    first = client.get("/en/cities/nice")
    second = client.get("/en/cities/nice")
    assert first.data == second.data
    assert first.headers["ETag"] == second.headers["ETag"]
    assert rendered == ["public/city.html"]
    publish(small_site, ("city", "nice", city_values(name__en="Nizza")))
    assert b"Nizza" in client.get("/en/cities/nice").data


def test_an_unchanged_page_is_not_sent_again(small_site: Site, make_app: Callable[[Site], Flask]) -> None:
    client = make_app(small_site).test_client()
    etag = client.get("/en/").headers["ETag"]
    answer = client.get("/en/", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.data) == (304, b"")


def test_a_signed_in_reader_passes_the_store_by(small_site: Site, make_app: Callable[[Site], Flask]) -> None:
    app = make_app(small_site)
    client, rendered = app.test_client(), counted(app)
    client.set_cookie("session", "anything")
    for _ in range(2):
        answer = client.get("/en/cases/smart-parking")
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert len(rendered) == 2


def test_the_store_can_be_switched_off(small_site: Site, make_app: Callable[[Site], Flask]) -> None:
    site = open_site(local_config(small_site.config.data_dir, KB_PAGE_STORE="0"))
    app = make_app(site)
    client, rendered = app.test_client(), counted(app)
    client.get("/en/cases/smart-parking")
    client.get("/en/cases/smart-parking")
    site.engine.dispose()
    assert len(rendered) == 2


def test_searches_are_not_kept(small_site: Site, make_app: Callable[[Site], Flask]) -> None:
    app = make_app(small_site)
    client, rendered = app.test_client(), counted(app)
    client.get("/en/search?q=parking")
    client.get("/en/search?q=parking")
    assert len(rendered) == 2


@pytest.mark.parametrize("path", ["/en/cases/smart-parking", "/en/search?q=parking", "/sitemap.xml"])
def test_text_is_zipped_for_clients_that_take_it(
    small_site: Site, make_app: Callable[[Site], Flask], path: str
) -> None:
    client = make_app(small_site).test_client()
    for _ in range(2):
        zipped = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert zipped.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in zipped.headers["Vary"]
        assert gzip.decompress(zipped.data) == client.get(path).data


@pytest.mark.parametrize("encoding", ["gzip", "identity", "gzip;q=0", "", "br, gzip;q=0.5"])
def test_a_stored_page_is_sent_with_the_same_headers_as_the_first_time(
    small_site: Site, make_app: Callable[[Site], Flask], encoding: str
) -> None:
    client = make_app(small_site).test_client()
    for path in ("/ko/cities/nice", "/en/", "/sitemap.xml"):
        first = client.get(path, headers={"Accept-Encoding": encoding})
        second = client.get(path, headers={"Accept-Encoding": encoding})
        first.headers.pop("Date")  # of the moment at which it was sent
        second.headers.pop("Date")
        assert sorted(first.headers) == sorted(second.headers)
        assert first.data == second.data


def test_a_head_request_for_a_stored_page_has_no_body(small_site: Site, make_app: Callable[[Site], Flask]) -> None:
    client = make_app(small_site).test_client()
    length = client.get("/en/").headers["Content-Length"]
    answer = client.head("/en/")
    assert (answer.status_code, answer.data, answer.headers["Content-Length"]) == (200, b"", length)


def test_a_withdrawn_record_is_gone_at_once_although_its_page_was_stored(
    small_site: Site, make_app: Callable[[Site], Flask]
) -> None:
    client = make_app(small_site).test_client()
    assert client.get("/en/cases/smart-parking").status_code == 200
    with small_site.unit_of_work() as uow:
        withdraw_record(uow, EDITOR, WithdrawRecord("case", "smart-parking"))
        uow.commit()
    assert client.get("/en/cases/smart-parking").status_code == 410
