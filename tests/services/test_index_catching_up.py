"""How the index catches up with many changes: anew where much waits, in pages, and never twice for nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from kb.services import index_documents, indexing, preparing
from kb.services.index_check import check_index
from kb.services.site import Site
from tests.factories import case_values, presentation_values, publish


def brought_up(site: Site) -> str:
    return preparing.bring_index_up(site, lambda what, done, total: None)


def many_cases(site: Site, count: int) -> None:
    publish(site, *(("case", f"more-{number:02}", case_values()) for number in range(count)), index=False)


@contextmanager
def counted_statements(site: Site) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(site.engine, "before_cursor_execute", note)
    yield said
    event.remove(site.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(("changes", "outcome"), [(1, "1 changes"), (9, "built, 17 records")])
def test_an_index_far_behind_is_built_anew_and_one_nearly_there_is_changed(
    small_site: Site, monkeypatch: pytest.MonkeyPatch, changes: int, outcome: str
) -> None:
    monkeypatch.setattr(preparing, "FEWEST_FOR_REBUILD", 2)
    many_cases(small_site, changes)
    assert brought_up(small_site) == outcome
    assert brought_up(small_site) == "up to date"
    assert check_index(small_site) == []


def test_few_changes_never_rebuild_however_small_the_index(small_site: Site) -> None:
    many_cases(small_site, 9)
    assert brought_up(small_site) == "9 changes"


def test_nothing_is_built_when_somebody_else_did_it_before_our_turn_came(small_site: Site) -> None:
    before = dict(small_site.search.status())
    assert indexing.rebuild(small_site.reads, small_site.writes, small_site.index, is_needed=lambda: False) is None
    assert dict(small_site.search.status())["generation"] == before["generation"]


def test_progress_reaches_the_number_of_changes(small_site: Site) -> None:
    many_cases(small_site, 5)
    told: list[tuple[int, int]] = []
    indexing.drain(
        small_site.reads, small_site.writes, small_site.index, lambda done, total: told.append((done, total))
    )
    assert told[-1] == (5, 5)


def test_pages_of_documents_make_up_the_whole(small_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    many_cases(small_site, 7)
    monkeypatch.setattr(index_documents, "PAGE", 2)
    with small_site.reads() as session:
        keys = [document.key for document in index_documents.all_documents(session)]
        assert len(keys) == len(set(keys))
        assert set(keys) == indexing.expected_keys(session)


def test_a_page_of_documents_costs_the_same_number_of_statements_whatever_its_size(small_site: Site) -> None:
    many_cases(small_site, 30)
    talks = [
        ("presentation", f"talk-{number:02}", presentation_values(cases=[f"more-{number:02}"])) for number in range(30)
    ]
    publish(small_site, *talks, index=False)
    counts = []
    for names in ([("case", "more-00")], [("case", f"more-{number:02}") for number in range(30)]):
        with small_site.reads() as session, counted_statements(small_site) as said:
            documents = index_documents.documents_of(session, names)
            assert all(document.tags["event"] == ("summit",) for document in documents)
        counts.append(len(said))
    assert counts[0] == counts[1]
