"""Materials on the pages: lists, the reader, the files; and that what isn't published answers 404 in every way."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kb.services.site import Site
from kb.web.files.views import disposition
from tests.factories import bring_index_up, rebuild_index
from tests.files.documents import write_pdf, write_slides
from tests.materials import attach_and_read, read_all, withdraw
from tests.services.test_materials import replaced
from tests.web.json_answers import json_of
from tests.web.page_facts import read_page

TALK = "/en/presentations/talk-by-nice"


def deck(tmp_path: Path, name: str = "니스 발표.pptx") -> Path:
    slides = [("첫 장", "가로등", ""), ("Second <b>slide</b>", "291 kiosks", "A note"), ("셋째", "코끼리열차", "메모")]
    return write_slides(tmp_path / name, slides, "니스 발표자료")


class ReadingClient(FlaskClient):
    """A browser that reads every answer to its end, so that files are closed."""

    def open(self, *arguments: Any, **given: Any) -> TestResponse:
        return super().open(*arguments, **{"buffered": True, **given})


@pytest.fixture
def client(small_site: Site, make_app: Callable[[Site], Flask]) -> FlaskClient:
    app = make_app(small_site)
    app.test_client_class = ReadingClient
    return app.test_client()


@pytest.fixture
def material(small_site: Site, tmp_path: Path) -> str:
    return attach_and_read(small_site, deck(tmp_path), language="ko", licence="KOGL-1", credit="니스시")


def text_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def file_address(client: FlaskClient) -> str:
    address: str = json_of(client.get(f"{TALK}.json"))["materials"][0]["file"]
    return address


def test_a_record_lists_its_materials(client: FlaskClient, material: str) -> None:
    html = text_of(client, TALK)
    for part in (f'href="/en/materials/{material}/1"', "니스 발표자료", "3 slides", "KOGL type 1", "니스시", "Korean"):
        assert part in html
    assert "Download (PPTX, " in html
    assert "공공누리 제1유형" in text_of(client, TALK.replace("/en/", "/ko/"))


def test_slides_that_are_there_are_no_longer_wanted(client: FlaskClient, small_site: Site, tmp_path: Path) -> None:
    assert "Slides wanted" in text_of(client, TALK)
    attach_and_read(small_site, deck(tmp_path))
    assert "Slides received" in text_of(client, TALK)
    for address in ("/en/events/summit", "/en/events/summit/plenary"):
        assert "Slides received" in text_of(client, address)
        assert "Slides wanted" not in text_of(client, address)


@pytest.mark.parametrize(
    ("to", "address"),
    [
        (("event", "summit"), "/ko/events/summit"),
        (("session", "summit/plenary"), "/ko/events/summit/plenary"),
        (("case", "smart-parking"), "/ko/cases/smart-parking"),
    ],
)
def test_each_kind_of_page_lists_them(
    client: FlaskClient, small_site: Site, tmp_path: Path, to: tuple[str, str], address: str
) -> None:
    material = attach_and_read(small_site, deck(tmp_path), to)
    assert f"/ko/materials/{material}/1" in text_of(client, address)
    assert json_of(client.get(f"{address}.json"))["materials"][0]["id"] == material


def test_a_page_shows_its_words_notes_place_and_neighbours(client: FlaskClient, material: str) -> None:
    html = text_of(client, f"/en/materials/{material}/2")
    facts = read_page(html)
    assert "Slide 2 of 3" in facts.title
    assert "Second &lt;b&gt;slide&lt;/b&gt;" in html
    assert "A note" in html
    assert {f"/en/materials/{material}/1", f"/en/materials/{material}/3", TALK} <= set(facts.links)
    assert facts.headings[0] == 1
    assert facts.headings.count(1) == 1
    assert len(facts.ids) == len(set(facts.ids))
    assert facts.referred <= set(facts.ids)
    assert facts.alternate("ko").endswith(f"/ko/materials/{material}/2")


def test_words_carry_the_language_of_their_page(client: FlaskClient, material: str) -> None:
    texts = read_page(text_of(client, f"/en/materials/{material}/1")).texts
    assert ("ko", "가로등") in [(lang, text.strip().split("\n")[-1]) for lang, text in texts]
    korean = read_page(text_of(client, f"/ko/materials/{material}/2")).texts
    assert "en" in {lang for lang, text in korean if "kiosks" in text}


def test_a_page_wholly_in_korean_names_the_korean_one_as_canonical(client: FlaskClient, material: str) -> None:
    html = text_of(client, f"/en/materials/{material}/3")
    assert 'content="noindex"' in html
    assert f'rel="canonical" href="http://localhost/ko/materials/{material}/3"' in html
    assert "noindex" not in text_of(client, f"/ko/materials/{material}/3")


def test_pages_that_are_not_there_are_404(client: FlaskClient, material: str) -> None:
    for rest in (f"{material}/0", f"{material}/4", f"{material}/99999999999999999999", f"{material}/x", "none/1"):
        assert client.get(f"/en/materials/{rest}").status_code == 404, rest
    assert client.get(f"/en/materials/{material}").headers["Location"] == f"/en/materials/{material}/1"


def test_a_search_hit_leads_to_its_slide(client: FlaskClient, material: str) -> None:
    html = text_of(client, f"/ko/search?q={quote('코끼리열차')}")
    (address,) = set(re.findall(r'href="(/ko/materials/[^"]+)"', html))
    assert address == f"/ko/materials/{material}/3"
    assert "코끼리열차" in text_of(client, address)
    (hit,) = json_of(client.get(f"/api/v1/search?q={quote('코끼리열차')}"))["items"]
    assert [(shown["material"], shown["page"]) for shown in hit["highlights"] if shown["page"]] == [(material, 3)]


def test_a_file_is_served_as_a_download_and_never_as_a_page(client: FlaskClient, material: str) -> None:
    address = file_address(client)
    assert address.endswith(f"/{quote('니스 발표.pptx')}")
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.data.startswith(b"PK")
    headers = answer.headers
    assert headers["Content-Disposition"] == (
        f"attachment; filename=\"material.pptx\"; filename*=UTF-8''{quote('니스 발표.pptx')}"
    )
    assert headers["Content-Type"].endswith("presentationml.presentation")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "private, max-age=31536000, immutable"


def test_parts_of_a_file_and_unchanged_ones_are_answered_as_such(client: FlaskClient, material: str) -> None:
    address = file_address(client)
    part = client.get(address, headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, b"PK\x03\x04")
    assert client.get(address, headers={"Range": "bytes=99999999-"}).status_code == 416
    head = client.head(address)
    assert (head.status_code, head.data) == (200, b"")
    etag = head.headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_a_file_under_another_name_leads_to_its_own(client: FlaskClient, material: str) -> None:
    address = file_address(client)
    for name in ("evil.html", "x", "%00"):
        answer = client.get(f"{address.rsplit('/', 1)[0]}/{name}")
        assert (answer.status_code, answer.headers["Location"]) == (301, address)


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Report 2018.pdf", 'attachment; filename="Report 2018.pdf"'),
        ("보고서 2018.pdf", f"attachment; filename=\"2018.pdf\"; filename*=UTF-8''{quote('보고서 2018.pdf')}"),
        ("Événement.pdf", f"attachment; filename=\"Evenement.pdf\"; filename*=UTF-8''{quote('Événement.pdf')}"),
        ("a;b%.pdf", "attachment; filename=\"ab.pdf\"; filename*=UTF-8''a%3Bb%25.pdf"),
    ],
)
def test_file_names_are_given_in_full_and_in_latin_letters(name: str, header: str) -> None:
    assert disposition(name) == header


def test_pictures_of_pages_are_shown_and_served(client: FlaskClient, small_site: Site, tmp_path: Path) -> None:
    pdf = attach_and_read(small_site, write_pdf(tmp_path / "a.pdf", ["one", "둘"]), ("event", "summit"))
    html = text_of(client, f"/en/materials/{pdf}/2")
    (source,) = re.findall(r'<img class="leaf" src="([^"]+)" width="\d+" height="\d+" alt="Picture', html)
    picture = client.get(source)
    assert (picture.status_code, picture.content_type, picture.data[:4]) == (200, "image/webp", b"RIFF")
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert client.get(source.replace("/2.webp", "/3.webp")).status_code == 404


def test_the_file_that_was_replaced_names_its_successor(
    client: FlaskClient, small_site: Site, material: str, tmp_path: Path
) -> None:
    old = file_address(client)
    replaced(small_site, material, write_pdf(tmp_path / "new.pdf", ["new"]))
    read_all(small_site)
    new = file_address(client)
    assert new != old
    answer = client.get(old)
    assert answer.status_code == 200
    assert answer.headers["Link"] == f'<{new}>; rel="successor-version"'
    assert "immutable" not in answer.headers["Cache-Control"]
    assert "Page 1 of 1" in text_of(client, f"/en/materials/{material}/1")


def addresses(client: FlaskClient, material: str) -> list[str]:
    entry = json_of(client.get("/en/events/summit.json"))["materials"][0]
    pages = [f"/{lang}/materials/{material}{rest}" for lang in ("ko", "en") for rest in ("", "/1", "/2")]
    base = entry["file"].rsplit("/", 1)[0]
    return [*pages, entry["file"], f"{base}/other-name.pdf", f"{base}/pages/1.webp"]


def test_what_is_not_published_is_nowhere(client: FlaskClient, small_site: Site, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "기밀자료.pdf", ["코끼리열차 secret", "둘"])
    material = attach_and_read(small_site, path, ("event", "summit"), titles={"ko": "기밀자료"})
    hidden = addresses(client, material)
    assert all(client.get(address).status_code in (200, 301, 302) for address in hidden)
    withdraw(small_site, material)
    for address in hidden:
        for way in ({}, {"Range": "bytes=0-3"}, {"If-None-Match": "*"}):
            assert client.get(address, headers=way).status_code == 404, address
        assert client.head(address).status_code == 404, address
    rebuild_index(small_site)
    word = quote("코끼리열차")
    for address in ("/ko/events/summit", "/ko/events/summit.json", "/api/v1/events/summit", "/sitemap.xml", "/ko/",
                    f"/ko/search?q={word}", f"/ko/search.json?q={word}", f"/ko/search.csv?q={word}", "/en/events.csv",
                    f"/ko/search.atom?q={word}", f"/api/v1/suggest?lang=ko&q={quote('기밀')}",
                    "/api/v1/search?has=slides"):  # fmt: skip
        shown = text_of(client, address)
        assert material not in shown, address
        assert "기밀자료" not in shown, address
    assert json_of(client.get(f"/api/v1/search?q={word}"))["total"] == 0
    assert json_of(client.get("/api/v1/search"))["facets"]["has"] == []


def test_an_unpublished_material_changes_no_public_answer(
    client: FlaskClient, small_site: Site, tmp_path: Path
) -> None:
    seen = ("/en/events/summit", "/en/events/summit.json", "/sitemap.xml", "/api/v1/search?q=kiosks", TALK)
    before = [client.get(address).headers["ETag"] for address in seen]
    attach_and_read(small_site, deck(tmp_path), ("event", "summit"), publish=False)
    bring_index_up(small_site)
    assert [client.get(address).headers["ETag"] for address in seen] == before


def test_the_site_map_lists_the_first_page(client: FlaskClient, material: str) -> None:
    text = text_of(client, "/sitemap.xml")
    assert f"http://localhost/ko/materials/{material}/1" in text
    assert f"/materials/{material}/2" not in text


def test_a_kept_page_is_shown_no_longer_once_its_material_is_withdrawn(
    small_site: Site, make_app: Callable[[Site], Flask], material: str
) -> None:
    client = make_app(small_site).test_client()
    address = f"/ko/materials/{material}/1"
    for _time in range(2):
        text_of(client, address)
    withdraw(small_site, material)
    assert client.get(address).status_code == 404
