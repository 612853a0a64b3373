"""Bulk import: one file, all or nothing; what is wrong is told with its line; a dry run changes nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from kb.db.models.import_batch import ImportBatch
from kb.db.models.record import AuditEntry, OutboxEntry, Record, Revision
from kb.domain.workflow import SYSTEM
from kb.errors import NotFound
from kb.services import reading
from kb.services.import_planning import Change, ImportReport
from kb.services.import_reading import MAX_LINE_BYTES, UnreadableFile, read_jsonl
from kb.services.importing import ImportRefused, import_records, preview_import
from kb.services.index_check import check_index
from kb.services.records import rename_record
from kb.services.site import Site
from tests.factories import EDITOR, SMALL_COLLECTION, bring_index_up, draft, publish


def case(slug: str, **given: Any) -> dict[str, Any]:
    """The least that may be published, in one language."""
    return {"kind": "case", "slug": slug, "city": "nice", "original_language": "ko", "status": "published",
            "title__ko": f"{slug} 사례", "summary__ko": "짧은 요약입니다.", **given}  # fmt: skip


def written(folder: Path, *rows: Any) -> Path:
    path = folder / "records.jsonl"
    path.write_text(
        "".join((row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n" for row in rows),
        encoding="utf-8",
    )
    return path


def no_progress(_what: str, _done: int, _total: int) -> None: ...


def imported(site: Site, path: Path) -> ImportReport:
    with site.unit_of_work() as uow:
        report = import_records(uow, SYSTEM, read_jsonl(path), path.name, no_progress)
        uow.commit()
    return report


def refused(site: Site, path: Path) -> list[str]:
    """Import a file that is refused; give the problems as people see them."""
    with pytest.raises(ImportRefused) as caught:
        imported(site, path)
    with site.reads() as session:
        preview = preview_import(session, read_jsonl(path), lambda change: None, no_progress)
    assert list(map(str, preview.problems)) == list(map(str, caught.value.report.problems)), "a dry run finds the same"
    return list(map(str, preview.problems))


def previewed(site: Site, path: Path) -> tuple[ImportReport, list[Change]]:
    changes: list[Change] = []
    with site.reads() as session:
        report = preview_import(session, read_jsonl(path), changes.append, no_progress)
    return report, changes


def footprint(site: Site) -> tuple[int, ...]:
    with site.reads() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Record, Revision, AuditEntry, OutboxEntry, ImportBatch)
        )


def shown(site: Site, slug: str) -> dict[str, Any]:
    with site.reads() as session:
        return dict(reading.get_record(session, "case", slug).values)


def test_new_records_are_published_and_found(site: Site, tmp_path: Path) -> None:
    publish(site, *SMALL_COLLECTION)
    report = imported(site, written(tmp_path, case("one"), case("two", title__en="Second", themes=["parking"])))
    assert (report.counts["created"], report.counts["published"]) == (2, 2)
    assert shown(site, "two")["title__en"] == "Second"
    bring_index_up(site)
    assert check_index(site) == []


def test_an_import_leaves_the_same_traces_as_saving_and_publishing_one_by_one(site: Site, tmp_path: Path) -> None:
    publish(site, *SMALL_COLLECTION)
    imported(site, written(tmp_path, case("bulk")))
    values = {name: value for name, value in case("single").items() if name not in ("kind", "slug", "status")}
    publish(site, ("case", "single", values), index=False)
    with site.reads() as session:
        traces = []
        for slug in ("bulk", "single"):
            record = session.scalars(select(Record).where(Record.slug == slug)).one()
            revision = session.scalars(select(Revision).where(Revision.record_id == record.id)).one()
            actions = session.execute(
                select(AuditEntry.action, AuditEntry.before, AuditEntry.after).where(AuditEntry.record_id == record.id)
            ).all()
            queued = session.scalars(select(OutboxEntry.kind).where(OutboxEntry.slug == slug)).all()
            traces.append((record.status, record.head_number, record.published_number, revision.number,
                           revision.published_at == record.published_at == record.first_published_at,
                           [tuple(action) for action in actions], queued))  # fmt: skip
        assert traces[0] == traces[1]
        assert reading.content_generation(session) == 3


def test_an_absent_or_empty_field_changes_nothing_and_clear_empties(small_site: Site, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {"kind": "case", "slug": "smart-parking", "status": "published", "stage": "failed", "period": "", "themes": [],
         "title__ko": None, "stage_as_of": "__CLEAR__", "outcomes": ["__CLEAR__"]},
    )  # fmt: skip
    before = shown(small_site, "smart-parking")
    imported(small_site, path)
    expected = {**before, "stage": "failed"}
    del expected["stage_as_of"], expected["outcomes"]
    assert shown(small_site, "smart-parking") == expected


def test_without_a_status_the_public_content_stays(small_site: Site, tmp_path: Path) -> None:
    before = shown(small_site, "smart-parking")
    report = imported(small_site, written(tmp_path, {"kind": "case", "slug": "smart-parking", "stage": "failed"}))
    assert (report.counts["updated"], report.counts["published"]) == (1, 0)
    assert shown(small_site, "smart-parking") == before
    with small_site.reads() as session:
        record = session.scalars(select(Record).where(Record.slug == "smart-parking")).one()
    assert (record.status, record.head_number, record.published_number) == ("published", 2, 1)


def test_the_same_file_again_changes_nothing(small_site: Site, tmp_path: Path) -> None:
    path = written(tmp_path, case("one"), case("two"))
    imported(small_site, path)
    before = footprint(small_site)
    report = imported(small_site, path)
    assert (report.counts["unchanged"], report.token) == (2, "")
    assert footprint(small_site) == before


def test_records_may_refer_to_one_another_whatever_their_order(small_site: Site, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        case("one", city="new-town", relations=[
            {"row_id": "a", "relation": "inspired_by", "case": "two", "reason__ko": "같은 방식입니다."}]),
        case("two", summary__ko="출처가 있습니다.[@new-source]"),
        {"kind": "city", "slug": "new-town", "status": "published", "name__en": "New Town"},
        {"kind": "source", "slug": "new-source", "title": "A report"},
    )  # fmt: skip
    report = imported(small_site, path)
    assert report.counts["published"] == 4, "a source's draft comes along with what cites it"
    assert shown(small_site, "one")["city"] == "new-town"


def test_status_withdrawn_takes_a_record_off_the_site(small_site: Site, tmp_path: Path) -> None:
    imported(small_site, written(tmp_path, {"kind": "case", "slug": "smart-parking", "status": "withdrawn"}))
    with small_site.reads() as session:
        assert reading.list_records(session, "case") == []
    again = imported(small_site, written(tmp_path, {"kind": "case", "slug": "smart-parking", "status": "withdrawn"}))
    assert again.counts["unchanged"] == 1
    bring_index_up(small_site)
    assert check_index(small_site) == []


WRONG_ROWS: list[Any] = [
    case("good"),
    case("Bad Slug"),
    case("colour", colour="red", city="atlantis"),
    '{"kind": "case", "slug": "broken"',
    "[1, 2]",
    "",
    case("good"),
    case("untitled", title__ko=None, city="nowhere-yet"),
    {"kind": "poem", "slug": "x"},
    case("typed", costs="much", period="sometime", lead_organization=["a"]),
    {"kind": "case", "slug": "never-there", "status": "withdrawn"},
    case("status", status="secret"),
    case("clear", shape="__CLEAR__"),
    case("cites", summary__ko="없는 출처.[@no-such-source]"),
    '{"kind": "case", "kind": "city", "slug": "twice"}',
    case("numbers", costs=[{"row_id": "a", "amount": 1, "currency": "EUR", "cost_type": "total"}]).__str__(),
    '{"kind": "case", "slug": "nan", "title__en": NaN}',
    '{"kind": "case", "slug": "half", "title__en": "\\ud800"}',
]
EXPECTED_PROBLEMS = [
    "line 2: slug: not_a_slug ('Bad Slug')",
    "line 3: case:colour: colour: unknown_field",
    "line 3: case:colour: city: refers_to_unknown (city atlantis)",
    "line 4: line: not_json (Expecting ',' delimiter",
    "line 5: line: not_an_object (a JSON list)",
    "line 7: case:good: slug: duplicate (also on line 1)",
    "line 8: case:untitled: title: required_to_publish",
    "line 8: case:untitled: city: refers_to_unpublished (city nowhere-yet)",
    "line 9: kind: unknown_kind ('poem')",
    "line 10: case:typed: period: not_a_edtf",
    "line 10: case:typed: lead_organization: not_a_reference",
    "line 10: case:typed: costs: not_a_rows",
    "line 11: case:never-there: status: cannot_withdraw",
    "line 12: case:status: status: unknown_status ('secret')",
    "line 13: case:clear: shape: unknown_field",
    "line 14: case:cites: summary: refers_to_unknown (source no-such-source)",
    "line 15: line: not_json (kind is given twice)",
    "line 16: line: not_json",
    "line 17: line: not_json (NaN is no JSON number)",
    "line 18: case:half: title__en: not_a_text",
]
"""How each problem of those rows begins."""


def test_every_problem_is_told_with_its_line_and_nothing_is_changed(site: Site, tmp_path: Path) -> None:
    publish(site, *SMALL_COLLECTION)
    draft(site, "city", "nowhere-yet", {"name__en": "Draft town"})
    before = footprint(site)
    path = written(tmp_path, *WRONG_ROWS)
    found = refused(site, path)
    assert footprint(site) == before
    assert len(found) == len(EXPECTED_PROBLEMS), found
    for problem, beginning in zip(found, EXPECTED_PROBLEMS, strict=True):
        assert problem.startswith(beginning), problem


def test_a_deeply_nested_or_huge_number_line_is_a_problem_not_a_crash(small_site: Site, tmp_path: Path) -> None:
    found = refused(
        small_site, written(tmp_path, "[" * 100_000, '{"kind": "case", "slug": "x", "lat": ' + "9" * 5000 + "}")
    )
    assert [problem.split(" (")[0] for problem in found] == ["line 1: line: not_json", "line 2: line: not_json"]


def test_a_file_that_is_empty_or_not_utf_8_is_refused_with_the_reason(small_site: Site, tmp_path: Path) -> None:
    path = written(tmp_path)
    assert refused(small_site, path) == ["line 0: file: empty_file"]
    path.write_bytes('{"kind": "case", "slug": "x", "title__ko": "주차"}\n'.encode("cp949"))
    (problem,) = refused(small_site, path)
    assert problem.startswith("line 1: line: not_utf8 (byte ")
    with pytest.raises(UnreadableFile):
        list(read_jsonl(tmp_path / "absent.jsonl"))


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(small_site: Site, tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(
        b"\xef\xbb\xbf" + json.dumps(case("one")).encode() + b"\r\n\r\n" + json.dumps(case("two")).encode()
    )
    assert imported(small_site, path).counts["created"] == 2


def test_a_line_too_long_is_passed_over_without_being_held(small_site: Site, tmp_path: Path) -> None:
    path = written(tmp_path)
    with path.open("wb") as stream:
        for _ in range(3):
            stream.write(b"x" * MAX_LINE_BYTES)
        stream.write(b"\n" + json.dumps(case("after")).encode())
    assert refused(small_site, path) == ["line 1: line: line_too_long (over 4 MiB)"]


def test_a_slug_that_redirects_is_refused(small_site: Site, tmp_path: Path) -> None:
    with small_site.unit_of_work() as uow:
        rename_record(uow, EDITOR, "case", "smart-parking", "kerb-sensors")
        uow.commit()
    assert refused(small_site, written(tmp_path, case("smart-parking"))) == [
        "line 1: case:smart-parking: slug: slug_redirects (smart-parking)"
    ]


def test_missing_themes_sections_and_sources_are_warnings(small_site: Site, tmp_path: Path) -> None:
    report = imported(small_site, written(tmp_path, case("one", summary__ko="말 " * 91, themes=["parking"])))
    assert [str(item) for item in report.warnings] == [
        "line 1: case:one: challenge: missing",
        "line 1: case:one: approach: missing",
        "line 1: case:one: references: nothing_cited",
        "line 1: case:one: summary__ko: summary_too_long (91 > 90)",
    ]


def test_publishing_over_somebodys_unpublished_draft_is_said(small_site: Site, tmp_path: Path) -> None:
    draft(small_site, "case", "smart-parking", {**shown(small_site, "smart-parking"), "stage": "failed"})
    path = written(tmp_path, {"kind": "case", "slug": "smart-parking", "status": "published", "period": "2012"})
    report, _changes = previewed(small_site, path)
    assert "line 1: case:smart-parking: status: publishes_earlier_draft (revision 2)" in map(str, report.warnings)


def test_a_dry_run_tells_every_change_and_makes_none(small_site: Site, tmp_path: Path) -> None:
    before = footprint(small_site)
    path = written(
        tmp_path,
        case("new"),
        {"kind": "case", "slug": "smart-parking", "status": "published", "stage": "failed", "period": "__CLEAR__"},
        {"kind": "city", "slug": "nice", "country": "FR"},
        {"kind": "event", "slug": "summit", "status": "withdrawn"},
    )
    report, changes = previewed(small_site, path)
    assert footprint(small_site) == before
    assert report.counts == {"created": 1, "updated": 1, "unchanged": 1, "withdrawn": 1, "published": 2}
    assert [(change.line, change.record, change.what, change.publishes) for change in changes] == [
        (1, "case:new", "created", True),
        (2, "case:smart-parking", "updated", True),
        (4, "event:summit", "withdrawn", False),
    ]
    assert ("title__ko", None, "new 사례") in changes[0].fields
    assert list(changes[1].fields) == [("stage", "ended", "failed"), ("period", "2012/2016", None)]


def test_a_title_changed_in_bulk_reaches_the_documents_that_show_it(small_site: Site, tmp_path: Path) -> None:
    imported(
        small_site,
        written(
            tmp_path, {"kind": "theme", "slug": "mobility", "pref_label__en": "Getting about", "status": "published"}
        ),
    )
    with small_site.reads() as session:
        queued = {(row[0], row[1]) for row in session.execute(select(OutboxEntry.kind, OutboxEntry.slug))}
    assert {("theme", "mobility"), ("theme", "parking"), ("case", "smart-parking")} <= queued


def test_an_unpublished_record_stays_unknown(small_site: Site, tmp_path: Path) -> None:
    imported(small_site, written(tmp_path, case("secret", status="draft")))
    with small_site.reads() as session, pytest.raises(NotFound):
        reading.get_record(session, "case", "secret")
