"""Retrieval sets are read strictly and become cases as `kb import` takes them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bench.errors import BenchError
from bench.parts import read_jobs
from bench.retrieval.loading import CITY, case_of, records_of
from bench.retrieval.sets import Document, read_set, read_sets

DOCUMENTS = [
    {"id": "d1", "lang": "ko", "title": "", "body": "나는 학교에 간다."},
    {"id": "d2", "lang": "en", "title": "School", "body": "I go to school."},
]
QUERIES: list[Mapping[str, Any]] = [{"qid": "q1", "lang": "en", "text": "going to school", "relevant": ["d1"]}]


def write(
    folder: Path, name: str, documents: Sequence[Mapping[str, Any]], queries: Sequence[Mapping[str, Any]]
) -> None:
    for kind, lines in (("docs", documents), ("queries", queries)):
        with gzip.open(folder / f"{name}.{kind}.jsonl.gz", "wt", encoding="utf-8") as stream:
            stream.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def test_sets_are_read_with_binary_and_graded_judgements(tmp_path: Path) -> None:
    write(tmp_path, "b", DOCUMENTS, [{**QUERIES[0], "relevant": {"d1": 3, "d2": 1}}])
    write(tmp_path, "a", DOCUMENTS, QUERIES)
    first, second = read_sets(tmp_path)
    assert (first.name, second.name) == ("a", "b")
    assert first.documents[0] == Document("d1", "ko", "", "나는 학교에 간다.")
    assert first.queries[0].grades == {"d1": 1.0}
    assert second.queries[0].grades == {"d1": 3.0, "d2": 1.0}


def test_a_set_crosses_languages_only_where_no_document_has_a_querys_language(tmp_path: Path) -> None:
    write(tmp_path, "both", DOCUMENTS, QUERIES)
    write(tmp_path, "crossing", DOCUMENTS[:1], QUERIES)
    assert [one.crosses_languages for one in read_sets(tmp_path)] == [False, True]


@pytest.mark.parametrize(
    ("documents", "queries", "said"),
    [
        ([*DOCUMENTS, DOCUMENTS[0]], QUERIES, "twice"),
        ([{**DOCUMENTS[0], "lang": "fr"}], QUERIES, "docs.jsonl.gz line 1: lang"),
        ([{"lang": "ko"}], QUERIES, "line 1: id is missing"),
        (DOCUMENTS, [{**QUERIES[0], "relevant": ["elsewhere"]}], "queries.jsonl.gz line 1: relevant documents"),
        (DOCUMENTS, [{**QUERIES[0], "relevant": []}], "relevant documents are missing"),
        (DOCUMENTS, [{**QUERIES[0], "relevant": "d1"}], "neither a list"),
        (DOCUMENTS, [], "asks nothing"),
    ],
)
def test_a_faulty_set_is_refused_with_its_line(
    tmp_path: Path, documents: list[dict[str, Any]], queries: list[dict[str, Any]], said: str
) -> None:
    write(tmp_path, "faulty", documents, queries)
    with pytest.raises(BenchError, match=said):
        read_set(tmp_path, "faulty")


def test_a_folder_without_sets_and_a_cut_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="holds no set"):
        read_sets(tmp_path)
    write(tmp_path, "cut", DOCUMENTS, QUERIES)
    path = tmp_path / "cut.docs.jsonl.gz"
    path.write_bytes(path.read_bytes()[:-12])
    with pytest.raises(BenchError, match="can't be read"):
        read_sets(tmp_path)


def test_a_document_becomes_a_published_case_in_its_language(tmp_path: Path) -> None:
    write(tmp_path, "a", DOCUMENTS, QUERIES)
    sets = read_sets(tmp_path)
    slugs = {("a", "d1"): "a-000000", ("a", "d2"): "a-000001"}
    city, first, second = records_of(sets, slugs)
    assert city == CITY
    assert first == {
        "kind": "case", "slug": "a-000000", "status": "published", "city": CITY["slug"], "original_language": "ko",
        "title__ko": "d1", "summary__ko": "나는 학교에 간다.",
    }  # fmt: skip
    assert second == case_of(sets[0].documents[1], "a-000001")
    assert (second["title__en"], second["summary__en"]) == ("School", "I go to school.")


def test_parts_are_chosen_by_name_and_no_name_means_the_pages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    today = date(2018, 9, 19)
    assert [job.json.name for job in read_jobs(["--no-peer"], today)] == ["2018-09-19.json"]
    assert [job.json.name for job in read_jobs(["quality", str(tmp_path)], today)] == ["2018-09-19-quality.json"]
    names = [job.json.name for job in read_jobs(["all", "--sets", str(tmp_path)], today)]
    assert names == [
        "2018-09-19.json",
        *(f"2018-09-19-{part}.json" for part in ("quality", "search", "overview", "faults")),
    ]
    assert len(read_jobs(["all"], today)) == 4
    assert "quality: not run" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="2"):
        read_jobs(["nothing"], today)
    assert "no such part" in capsys.readouterr().err
