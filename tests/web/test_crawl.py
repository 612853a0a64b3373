"""The whole site, link by link, in both languages: nothing leads nowhere, and every page says rightly what it is."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, unquote, urldefrag, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient

from kb.app import create_app
from kb.services.site import Site
from tests.web.page_facts import PageFacts, read_page

HOST = "http://localhost"


@dataclass
class Crawl:
    """Every page that can be reached, by address without host and fragment; and what went wrong on the way."""

    pages: dict[str, PageFacts] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    cookies: list[str] = field(default_factory=list)


def internal(page: str, href: str) -> str | None:
    """Resolve a link of a page to an address of the site, fragment included; nothing for other sites."""
    target = urljoin(HOST + page, href)
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https") or parts.netloc != urlsplit(HOST).netloc:
        return None
    return target.removeprefix(HOST)


def of_which_there_are_many(target: str) -> str:
    """Name what every record has and no more than one of a section is visited of: files and pages to cite it by.

    Of the revisions of cases all are: their pages list them.
    """
    last = urlsplit(target).path.rpartition("/")[2]
    if last.startswith("cite."):
        return f"/{last}"
    return "/history" if "/history/" in target and "/cases/" not in target else ""


def onward(address: str, facts: PageFacts, seen: set[tuple[str, ...]]) -> Iterable[str]:
    """Name the addresses to visit from a page: all pages, but of searches and machine-readable twins one of each shape.

    Lest every mixture of filters be visited, a search is told from another by where it is linked and which parameters
    it has, and a search found on a search isn't visited.
    """
    section = address.split("?")[0].split("/")[2]
    hrefs = [("", href) for href in facts.links]
    hrefs += [(kind, href) for _rel, kind, href in facts.head_links]
    for kind, href in hrefs:
        target = urldefrag(internal(address, href) or "").url
        names = tuple(sorted(parse_qs(urlsplit(target).query)))
        kind = kind or of_which_there_are_many(target)
        shape = (facts.lang, section, kind if "/" in kind else "", *names)
        if not target or (names and "?" in address) or ((names or "/" in kind) and shape in seen):
            continue
        seen.add(shape)
        yield target


@pytest.fixture(scope="module")
def crawl(seeded_site: Site) -> Crawl:
    """Visit everything that can be reached from the two home pages."""
    config = replace(seeded_site.config, page_store=False)  # every page is asked for once
    client: FlaskClient = create_app(site=replace(seeded_site, config=config)).test_client()
    done = Crawl()
    queue: deque[tuple[str, str]] = deque((f"/{lang}/", "") for lang in ("ko", "en"))
    queued = {address for address, _source in queue}
    seen: set[tuple[str, ...]] = set()
    while queue:
        address, source = queue.popleft()
        response = client.get(address)
        if response.status_code != 200:
            done.failed[address] = f"{response.status_code}, linked from {source}"
            continue
        if "Set-Cookie" in response.headers:
            done.cookies.append(address)
        if response.mimetype != "text/html":
            continue
        facts = done.pages[address] = read_page(response.text)
        for target in onward(address, facts, seen):
            if target not in queued:
                queued.add(target)
                queue.append((target, address))
    return done


def some(found: Mapping[str, object]) -> dict[str, object]:
    """Keep the first few findings, which are enough to see what is wrong."""
    return dict(list(found.items())[:10])


def test_every_internal_link_answers(crawl: Crawl) -> None:
    assert some(crawl.failed) == {}
    assert crawl.cookies == []


def test_every_record_can_be_reached_by_links_in_both_languages(crawl: Crawl, seeded_client: FlaskClient) -> None:
    sitemap = seeded_client.get("/sitemap.xml").text
    listed = {part.split("</loc>")[0].removeprefix(HOST) for part in sitemap.split("<loc>")[1:]}
    assert len(listed) > 1000
    assert sorted(listed - crawl.pages.keys()) == []


def test_every_fragment_names_something_on_its_page(crawl: Crawl) -> None:
    lost: dict[str, object] = {}
    for address, facts in crawl.pages.items():
        for href in facts.links:
            page, fragment = urldefrag(internal(address, href) or "")
            if fragment and page in crawl.pages and unquote(fragment) not in crawl.pages[page].ids:
                lost[f"{address} -> {href}"] = "no such id"
    assert some(lost) == {}


def test_every_page_names_its_language_and_both_versions_of_itself(crawl: Crawl) -> None:
    wrong: dict[str, object] = {}
    for address, facts in crawl.pages.items():
        lang, rest = address[1:3], address[3:]
        versions = {name: facts.alternate(name) for name in ("ko", "en", "x-default")}
        expected = {"ko": f"{HOST}/ko{rest}", "en": f"{HOST}/en{rest}", "x-default": f"{HOST}/en{rest}"}
        if facts.lang != lang or versions != expected:
            wrong[address] = (facts.lang, versions)
    assert some(wrong) == {}


def test_every_page_has_one_main_heading_and_skips_no_level(crawl: Crawl) -> None:
    wrong = {
        address: facts.headings
        for address, facts in crawl.pages.items()
        if facts.headings.count(1) != 1
        or any(after > before + 1 for before, after in zip(facts.headings, facts.headings[1:], strict=False))
    }
    assert some(wrong) == {}


def test_titles_of_pages_of_a_kind_differ(crawl: Crawl) -> None:
    """Sources excepted, which are called what they are called; a revision is called like its record."""
    by_title: dict[str, list[str]] = {}
    for address, facts in crawl.pages.items():
        section = address.split("/")[2]
        if "?" not in address and "/history/" not in address and section != "sources":
            by_title.setdefault(f"{facts.lang}, {section}: {facts.title}", []).append(address)
    assert some({title: addresses for title, addresses in by_title.items() if len(addresses) > 1}) == {}


def test_elements_are_closed_ids_are_unique_and_labels_refer_to_something(crawl: Crawl) -> None:
    wrong: dict[str, object] = {}
    for address, facts in crawl.pages.items():
        twice = sorted({name for name in facts.ids if facts.ids.count(name) > 1})
        missing = sorted(facts.referred - set(facts.ids))
        if facts.unclosed or twice or missing:
            wrong[address] = (facts.unclosed, twice, missing)
    assert some(wrong) == {}


def mostly_hangul(text: str) -> bool:
    """Say whether most letters of a text are Hangul: an English sentence may name something in Korean."""
    hangul = sum("가" <= char <= "힣" for char in text)
    return hangul > sum(char.isascii() and char.isalpha() for char in text)


def test_korean_on_english_pages_is_marked_as_korean(crawl: Crawl) -> None:
    unmarked = {
        address: found
        for address, facts in crawl.pages.items()
        if facts.lang == "en"
        and (found := [text for lang, text in facts.texts if lang != "ko" and mostly_hangul(text)])
    }
    assert some(unmarked) == {}
