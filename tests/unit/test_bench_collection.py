import sqlite3
from contextlib import closing
from pathlib import Path

from bench import peer, run
from bench.collection import Entry, published_entries, texts_of
from bench.queries import different_queries, queries_of, site_path, words
from bench.sizes import filled_lines, folder_bytes, function_lengths, locked_names, python_size

CASE = Entry(
    "case",
    "owl-bus",
    {
        "city": "seoul",
        "themes": ["mobility"],
        "title__en": "Owl Bus",
        "title__ko": "올빼미버스",
        "challenge__en": "No metro at night.[@a; @b]",
        "technologies__en": ["call records", "card data"],
        "lessons": [{"row_id": "one", "text__en": "Routes follow records.[@a]", "sources": ["a"]}],
    },
)
SOURCE = Entry("source", "a", {"title": "Night", "gloss__en": "About night"})


def test_the_texts_of_a_record_are_those_of_one_language_with_rows_and_without_citations() -> None:
    assert list(texts_of(CASE, "ko")) == ["올빼미버스"]
    found = list(texts_of(CASE, "en"))
    assert {"Owl Bus", "No metro at night.", "call records", "card data", "Routes follow records."} == set(found)


def test_queries_differ_even_but_for_case_and_short_words_are_left_out() -> None:
    texts = {"ko": ["심야 버스 노선", "버스 노선"], "en": ["Night buses of the night", "night Buses"]}
    found = different_queries({"ko": texts["ko"], "en": texts["en"]})
    queries = [query.casefold() for _lang, query in found]
    assert len(queries) == len(set(queries))
    assert set(queries) == {
        "심야",
        "버스",
        "노선",
        "심야 버스",
        "버스 노선",
        "night",
        "buses",
        "night buses",
        "buses night",
    }
    assert found == different_queries({"ko": texts["ko"], "en": texts["en"]})


def test_words_of_the_other_language_are_not_taken() -> None:
    assert words("서울시 Owl Bus 버스 2013년", "ko") == ["서울시", "버스"]
    assert words("서울시 night 버스 metro2", "en") == ["night"]


def test_the_collection_gives_more_than_five_hundred_different_queries_in_each_language() -> None:
    found = queries_of(published_entries())
    first = found[:2000]
    assert len({site_path(lang, query) for lang, query in found}) == len(found)
    assert all(sum(lang == wanted for lang, _query in first) > 500 for wanted in ("ko", "en"))


def test_every_sort_of_page_has_addresses_that_a_request_line_can_carry() -> None:
    pages = {sort.name: sort for sort in run.site_pages([CASE, SOURCE])}
    assert list(pages["home"].paths) == ["/ko/", "/en/"]
    assert list(pages["case"].paths) == ["/ko/cases/owl-bus", "/en/cases/owl-bus"]
    assert pages["search"].once
    assert all(path.isascii() and " " not in path for path in pages["search"].paths)


def test_the_peers_database_holds_every_record_and_finds_its_texts(tmp_path: Path) -> None:
    peer.build_database(tmp_path / "casebook.db", [CASE, SOURCE])
    with closing(sqlite3.connect(tmp_path / "casebook.db")) as database:
        assert database.execute('SELECT slug, title__ko, themes FROM "case"').fetchall() == [
            ("owl-bus", "올빼미버스", '["mobility"]')
        ]
        assert database.execute('SELECT slug FROM "source"').fetchall() == [("a",)]
        query = "SELECT slug FROM texts WHERE id IN (SELECT rowid FROM texts_fts WHERE texts_fts MATCH ?)"
        assert database.execute(query, ("metro",)).fetchall() == [("owl-bus",)]
        assert database.execute(query, ("about",)).fetchall() == []


def test_the_peers_search_address_is_percent_encoded() -> None:
    assert peer.search_path("버스 노선") == ("/casebook/texts?_search=%EB%B2%84%EC%8A%A4+%EB%85%B8%EC%84%A0&_size=20")
    assert peer.record_path(CASE) == "/casebook/case/owl-bus"


def test_source_is_measured_without_empty_lines_and_functions_from_def_to_end(tmp_path: Path) -> None:
    folder = tmp_path / "program"
    (folder / "vendored").mkdir(parents=True)
    (folder / "vendored" / "copied.py").write_text("x = 1\n" * 1000)
    (folder / "a.py").write_text("def one():\n    return 1\n\n\nclass Two:\n    def three(self):\n\n        return 3\n")
    (folder / "b.py").write_text("y = 2\n")
    size = python_size(folder)
    assert (size.files, size.lines, size.median_file) == (2, 6, 4.5)
    assert size.largest_file == ("program/a.py", 8)
    assert size.largest_function == ("program/a.py:three", 3)
    assert function_lengths("async def f():\n    pass\n") == [("f", 2)]
    assert filled_lines("a\n\n  \nb") == 2


def test_what_is_installed_counts_without_compiled_caches_and_links(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_bytes(b"x" * 100)
    (tmp_path / "a.py").write_bytes(b"12345")
    (tmp_path / "link.py").symlink_to(tmp_path / "a.py")
    assert folder_bytes(tmp_path) == 5


def test_the_packages_of_a_lock_are_named_alike_and_installers_are_left_out() -> None:
    lock = "# made by hand\nflask-babel==4.0 \\\n    --hash=sha256:0\nPsycopg[binary]==3.2 ; python_version > '3'\npip==26.0\n"
    assert locked_names(lock) == {"flask-babel", "psycopg"}
