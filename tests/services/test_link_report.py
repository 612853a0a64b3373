"""The report on the sources' addresses, and the form of those in the seed."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kb.db.queries.links import source_links
from kb.domain.link_outcomes import NO_ANSWER, OUTCOMES, LinkResult
from kb.domain.locales import LOCALES, Locale
from kb.services.link_checking import keep_result
from kb.services.link_report import form_findings, read_link_report, write_link_report
from kb.services.site import Site
from kb.uow import UnitOfWork
from tests.conftest import local_config
from tests.factories import publish, source_values

CHECKED = datetime(2026, 3, 2, 12, tzinfo=UTC)
KNOWN_ODD = {("source:company-a-ars", "shortened")}  # the article is known only under its short address


@pytest.fixture
def checked_site(sqlite_site: Site) -> Site:
    """A site with one source for every outcome and reason, one not visited, one malformed and one without address."""
    results = [LinkResult("", outcome, "", 200) for outcome in OUTCOMES if outcome != "malformed"]
    results += [LinkResult("", outcome, detail) for detail, outcome in NO_ANSWER.items()]
    results.append(LinkResult("", "moved", "home_page", 200, "https://example.org/"))
    slugs = {f"s-{number:02}": result for number, result in enumerate(results)}
    addresses = {slug: f"https://example.org/{slug}" for slug in slugs}
    odd = {"new": "https://example.org/new", "bad": "https://nice.fr/a|b<script>", "none": None,
           "tracked": "https://example.org/t?fbclid=1", "twin": "http://www.example.org/new/"}  # fmt: skip
    publish(
        sqlite_site,
        *(("source", slug, source_values(url=url, title=f"Bericht <{slug}>", language="de"))
          for slug, url in {**addresses, **odd}.items()),
        index=False,
    )  # fmt: skip
    with sqlite_site.reads() as session:
        ids = {link.slug: link.source_id for link in source_links(session)}
    for moment in (CHECKED - timedelta(days=90), CHECKED):
        with UnitOfWork(sqlite_site.writes, lambda moment=moment: moment) as uow:  # type: ignore[misc]  # bound now
            for slug, result in slugs.items():
                keep_result(uow, result, {ids[slug]: addresses[slug]})
            uow.commit()
    return sqlite_site


def written(site: Site, tmp_path: Path, lang: Locale, **settings: str) -> str:
    file = tmp_path / "links.html"
    with site.reads() as session:
        report = read_link_report(session)
    write_link_report(report, local_config(tmp_path, **settings), lang, file)
    return file.read_text(encoding="utf-8")


def test_every_published_source_is_in_exactly_one_group(checked_site: Site) -> None:
    with checked_site.reads() as session:
        report = read_link_report(session)
        everything = [link.slug for link in source_links(session)]
    grouped = [link.slug for links in report.by_outcome.values() for link in links]
    grouped += [link.slug for link in (*report.not_checked, *report.without_address)]
    assert sorted(grouped) == sorted(everything)
    assert tuple(report.by_outcome) == OUTCOMES
    assert [link.slug for link in report.by_outcome["malformed"]] == ["bad"]
    assert {link.slug for link in report.not_checked} == {"new", "tracked", "twin"}
    assert [link.slug for link in report.without_address] == ["none"]
    assert report.broken == sum(len(report.by_outcome[outcome]) for outcome in ("malformed", "dead", "loop"))


def test_the_form_of_addresses_is_judged_without_a_visit(checked_site: Site) -> None:
    with checked_site.reads() as session:
        found = {(item.record, item.code, item.severity, item.detail) for item in form_findings(session)}
    assert ("source:bad", "characters", "error", "https://nice.fr/a|b<script>") in found
    assert ("source:tracked", "tracking", "warning", "https://example.org/t") in found
    assert ("source:new", "same_page_as", "warning", "twin") in found
    assert ("source:twin", "same_page_as", "warning", "new") in found
    assert not any(record == "source:none" for record, *_rest in found)


class _Balance(HTMLParser):
    """Counts open elements, and collects anchors and fragments."""

    VOID = ("meta", "br", "link")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.fragments: set[str] = set()
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids.add(given.get("id") or "")
        if (given.get("href") or "").startswith("#"):
            self.fragments.add((given.get("href") or "")[1:])
        self.scripts += tag == "script"
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", LOCALES)
def test_the_report_is_one_whole_page_in_either_language(checked_site: Site, tmp_path: Path, lang: Locale) -> None:
    html = written(checked_site, tmp_path, lang)
    page = _Balance()
    page.feed(html)
    assert page.open == []
    assert page.fragments <= page.ids
    assert page.scripts == 0
    assert html.startswith("<!doctype html>")
    assert f'<html lang="{lang}">' in html
    assert "--paper:" in html
    assert not re.search(r"(src|<link)[= ]", html.split("</style>")[1])
    assert "Bericht &lt;s-00&gt;" in html
    assert 'lang="de"' in html
    assert "https://nice.fr/a|b&lt;script&gt;" in html


def test_no_label_of_the_report_is_empty_and_the_korean_one_is_in_korean(checked_site: Site, tmp_path: Path) -> None:
    english, korean = (written(checked_site, tmp_path, lang) for lang in ("en", "ko"))
    assert "Redirects without end" in english
    assert "found so since 2 December 2025" in english
    assert "링크 점검" in korean
    assert "2026년 3월 2일" in korean
    for words in ("Redirects without end", "Dead link", "Visited", "robots.txt asks", "Summary"):
        assert words not in korean
    for html in (english, korean):
        cells = re.findall(r'<td data-label="[^"]+">\s*</td>', html)
        assert cells == []


def test_the_report_links_to_the_site_where_its_address_is_known(checked_site: Site, tmp_path: Path) -> None:
    assert "/ko/sources/" not in written(checked_site, tmp_path, "ko")
    html = written(checked_site, tmp_path, "ko", KB_BASE_URL="https://casebook.example")
    assert 'href="https://casebook.example/ko/sources/s-01"' in html


def test_the_addresses_of_the_seed_are_in_order(seeded_site: Site) -> None:
    with seeded_site.reads() as session:
        found = form_findings(session)
    assert [str(finding) for finding in found if (finding.record, finding.code) not in KNOWN_ODD] == []
