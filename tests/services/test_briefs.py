"""What lists show of records agrees with the whole records, and costs the same however many there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from kb.domain.evidence import case_grade
from kb.domain.record_types import RECORD_TYPES
from kb.domain.records import PublicRecord
from kb.services import reading
from kb.services.briefs import Brief, BriefStore, read_briefs
from kb.services.names import NAMED, read_names
from kb.services.records import WithdrawRecord, withdraw_record
from kb.services.site import Site
from tests.factories import EDITOR, case_values, draft


def briefs_of(session: Session, *keys: tuple[str, str]) -> dict[tuple[str, str], Brief]:
    return dict(read_briefs(session, keys, read_names(session), graded=True))


@contextmanager
def counted(site: Site) -> Iterator[list[str]]:
    """List the statements that are run meanwhile."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    event.listen(site.engine, "before_cursor_execute", note)
    yield statements
    event.remove(site.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("kind", RECORD_TYPES)
def test_a_brief_says_what_the_whole_record_says(seeded_site: Site, kind: str) -> None:
    with seeded_site.reads() as session:
        records = reading.list_records(session, kind)
        types = reading.source_types(session, records)
        briefs = briefs_of(session, *((kind, record.slug) for record in records))
    assert len(briefs) == len(records) > 0
    for record in records:
        brief = briefs[kind, record.slug]
        assert brief.card.updated_at == record.updated_at
        assert brief.card.title.get("ko") or brief.card.title.get("en")
        assert list(brief.themes) == list(record.list("themes"))
        if kind == "case":
            assert brief_of_case(brief) == whole_case(record, types)
        if kind == "event":
            assert brief.date == (record.values.get("dates") or "")


def brief_of_case(brief: Brief) -> tuple[object, ...]:
    return brief.city, brief.stage, brief.date, brief.evidence


def whole_case(record: PublicRecord, types: Mapping[str, str]) -> tuple[object, ...]:
    values = record.values
    return values.get("city"), values.get("stage") or "", values.get("period") or "", case_grade(values, types)


def test_a_presentation_has_the_year_of_its_event_and_the_city_of_its_speaker(small_site: Site) -> None:
    with small_site.reads() as session:
        brief = briefs_of(session, ("presentation", "talk-by-nice"))["presentation", "talk-by-nice"]
    assert (brief.year, brief.city) == (2018, "nice")


def test_the_number_of_statements_does_not_grow_with_the_records(seeded_site: Site) -> None:
    with seeded_site.reads() as session:
        names = read_names(session)
        slugs = [record.slug for record in reading.list_records(session, "case")]
        with counted(seeded_site) as few:
            read_briefs(session, [("case", slug) for slug in slugs[:2]], names, graded=True)
        with counted(seeded_site) as many:
            read_briefs(session, [("case", slug) for slug in slugs], names, graded=True)
    assert len(few) == len(many) <= 4


def test_what_is_withdrawn_or_only_a_draft_has_no_brief_and_no_name(small_site: Site) -> None:
    draft(small_site, "case", "secret", case_values())
    with small_site.unit_of_work() as uow:
        withdraw_record(uow, EDITOR, WithdrawRecord("presentation", "talk-by-nice", {"ko": "중복", "en": "Twice"}))
        uow.commit()
    with small_site.reads() as session:
        assert briefs_of(session, ("case", "secret"), ("presentation", "talk-by-nice")) == {}


def test_names_are_in_the_language_of_the_reader(small_site: Site) -> None:
    with small_site.reads() as session:
        names = read_names(session)
    assert str(names.name("city", "nice", "ko")) == "니스"
    assert str(names.name("city", "nice", "en")) == "Nice"
    assert str(names.name("city", "gone", "en")) == "gone"
    assert names.find("city", None, "en") is None
    assert set(names.slugs) == set(NAMED)


def test_nothing_is_read_for_no_keys(small_site: Site) -> None:
    with small_site.reads() as session:
        names = read_names(session)
        with counted(small_site) as statements:
            assert read_briefs(session, [], names) == {}
    assert statements == []


def test_a_store_reads_what_it_does_not_know(seeded_site: Site) -> None:
    with seeded_site.reads() as session:
        names = read_names(session)
        first, second, third = (("case", record.slug) for record in reading.list_records(session, "case")[:3])
        store = BriefStore(names)
        store.read(session, [first, second])
        with counted(seeded_site) as statements:
            known = store.read(session, [second, first])
        assert statements == []
        assert known == read_briefs(session, [first, second], names)
        missing = ("case", "no-such-case")
        assert store.read(session, [first, third, missing]) == read_briefs(session, [first, third], names)
