"""Taking an import back: what it touched stands as before, unless somebody changed it since."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kb.db.models.record import Record, Revision
from kb.domain.workflow import SYSTEM
from kb.errors import Gone, Invalid, NotAllowed, NotFound
from kb.services import reading
from kb.services.import_batches import list_batches
from kb.services.import_undo import UndoReport, undo_import
from kb.services.index_check import check_index
from kb.services.records import WithdrawRecord, rename_record, withdraw_record
from kb.services.site import Site
from tests.factories import CONTRIBUTOR, EDITOR, SMALL_COLLECTION, bring_index_up, case_values, draft, publish
from tests.files.documents import write_pdf
from tests.materials import attach
from tests.services.test_importing import case, imported, no_progress, shown, written


def undone(site: Site, token: str) -> UndoReport:
    with site.unit_of_work() as uow:
        report = undo_import(uow, SYSTEM, token, no_progress)
        uow.commit()
    return report


def standing(site: Site, kind: str, slug: str) -> tuple[str, bool, dict[str, Any]]:
    """Tell where a record stands: status, whether it is public, and what its latest revision says."""
    with site.reads() as session:
        record = session.scalars(select(Record).where(Record.kind == kind, Record.slug == slug)).one()
        query = select(Revision.snapshot).where(Revision.record_id == record.id, Revision.number == record.head_number)
        return record.status, record.published_number is not None, session.scalars(query).one()


def test_an_updated_record_shows_its_former_content_again(site: Site, tmp_path: Path) -> None:
    publish(site, *SMALL_COLLECTION)
    before, stood = shown(site, "smart-parking"), standing(site, "case", "smart-parking")
    row = {"kind": "case", "slug": "smart-parking", "status": "published", "stage": "failed", "themes": ["mobility"]}
    report = imported(site, written(tmp_path, row))
    assert shown(site, "smart-parking") != before
    assert undone(site, report.token).restored == 1
    assert shown(site, "smart-parking") == before
    assert standing(site, "case", "smart-parking") == stood
    bring_index_up(site)
    assert check_index(site) == []


def test_what_the_import_published_first_is_withdrawn_and_what_it_only_drafted_is_gone(
    site: Site, tmp_path: Path
) -> None:
    publish(site, *SMALL_COLLECTION)
    report = imported(site, written(tmp_path, case("public"), case("drafted", status="draft")))
    back = undone(site, report.token)
    assert (back.restored, back.withdrawn, back.deleted, back.left_alone) == (0, 1, 1, [])
    with site.reads() as session:
        with pytest.raises(Gone):
            reading.get_record(session, "case", "public")
        assert session.scalar(select(Record.id).where(Record.slug == "drafted")) is None
    bring_index_up(site)
    assert check_index(site) == []
    assert imported(site, written(tmp_path, case("public"), case("drafted"))).counts["published"] == 2


@pytest.mark.parametrize("change", ["saved", "published", "renamed", "withdrawn"])
def test_a_record_changed_since_is_left_alone_and_listed(small_site: Site, tmp_path: Path, change: str) -> None:
    report = imported(small_site, written(tmp_path, case("one"), case("two")))
    with small_site.unit_of_work() as uow:
        if change == "renamed":
            rename_record(uow, EDITOR, "case", "one", "first")
        if change == "withdrawn":
            withdraw_record(uow, EDITOR, WithdrawRecord("case", "one"))
        uow.commit()
    if change == "saved":
        draft(small_site, "case", "one", case_values())
    if change == "published":
        publish(small_site, ("case", "one", case_values()))
    back = undone(small_site, report.token)
    assert (back.withdrawn, back.left_alone) == (1, [("case:one", "changed since")])


def test_a_withdrawal_is_taken_back(small_site: Site, tmp_path: Path) -> None:
    before = shown(small_site, "smart-parking")
    report = imported(small_site, written(tmp_path, {"kind": "case", "slug": "smart-parking", "status": "withdrawn"}))
    assert undone(small_site, report.token).restored == 1
    assert shown(small_site, "smart-parking") == before


def test_an_earlier_draft_is_the_latest_revision_again_and_the_public_one_public(
    small_site: Site, tmp_path: Path
) -> None:
    public = shown(small_site, "smart-parking")
    draft(small_site, "case", "smart-parking", case_values(stage="failed"))
    stood = standing(small_site, "case", "smart-parking")
    row = {"kind": "case", "slug": "smart-parking", "status": "published", "period": "2013"}
    report = imported(small_site, written(tmp_path, row))
    undone(small_site, report.token)
    assert shown(small_site, "smart-parking") == public
    assert standing(small_site, "case", "smart-parking") == stood


def test_a_draft_that_the_import_published_is_a_draft_again(small_site: Site, tmp_path: Path) -> None:
    draft(small_site, "case", "own", case_values())
    draft(small_site, "source", "own-report", {"title": "Own report"})
    stood = [standing(small_site, "case", "own"), standing(small_site, "source", "own-report")]
    row = {"kind": "case", "slug": "own", "status": "published", "challenge__en": "Hard.[@own-report]"}
    report = imported(small_site, written(tmp_path, row))
    assert report.counts["published"] == 2
    undone(small_site, report.token)
    assert [standing(small_site, "case", "own"), standing(small_site, "source", "own-report")] == stood


def test_a_tombstone_is_put_back_with_its_reason(small_site: Site, tmp_path: Path) -> None:
    with small_site.unit_of_work() as uow:
        withdraw_record(uow, EDITOR, WithdrawRecord("case", "smart-parking", {"en": "Wrong city."}))
        uow.commit()
    row = {"kind": "case", "slug": "smart-parking", "status": "published", "stage": "failed"}
    undone(small_site, imported(small_site, written(tmp_path, row)).token)
    with small_site.reads() as session, pytest.raises(Gone) as caught:
        reading.get_record(session, "case", "smart-parking")
    assert caught.value.details["reason"] == {"en": "Wrong city."}


def test_former_content_that_refers_to_what_was_withdrawn_since_is_left_alone(small_site: Site, tmp_path: Path) -> None:
    row = {"kind": "case", "slug": "smart-parking", "status": "published", "themes": ["mobility"]}
    report = imported(small_site, written(tmp_path, row))
    with small_site.unit_of_work() as uow:
        withdraw_record(uow, EDITOR, WithdrawRecord("theme", "parking"))
        uow.commit()
    back = undone(small_site, report.token)
    assert back.left_alone == [("case:smart-parking", "themes: refers_to_unpublished (theme parking)")]
    assert shown(small_site, "smart-parking")["themes"] == ["mobility"]


def test_a_source_of_the_file_that_came_along_is_withdrawn_with_what_cites_it(small_site: Site, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        case("one", summary__ko="출처가 있습니다.[@new-source]"),
        {"kind": "source", "slug": "new-source", "title": "A report"},
    )
    assert undone(small_site, imported(small_site, path).token).withdrawn == 2


def test_imports_are_taken_back_one_after_the_other(small_site: Site, tmp_path: Path) -> None:
    before = shown(small_site, "smart-parking")
    row = {"kind": "case", "slug": "smart-parking", "status": "published"}
    first = imported(small_site, written(tmp_path, case("one"), {**row, "stage": "failed"}))
    between = shown(small_site, "smart-parking")
    second = imported(small_site, written(tmp_path, case("one", period="2019"), {**row, "stage": "scaled"}))
    assert undone(small_site, second.token).restored == 2
    assert shown(small_site, "smart-parking") == between
    back = undone(small_site, first.token)
    assert (back.restored, back.withdrawn, back.left_alone) == (1, 1, [])
    assert shown(small_site, "smart-parking") == before


def test_only_a_known_batch_is_taken_back_once_by_somebody_who_may(small_site: Site, tmp_path: Path) -> None:
    report = imported(small_site, written(tmp_path, case("one")))
    with small_site.unit_of_work() as uow:
        with pytest.raises(NotFound):
            undo_import(uow, SYSTEM, "20990101-000000", no_progress)
        with pytest.raises(NotAllowed):
            undo_import(uow, CONTRIBUTOR, report.token, no_progress)
    undone(small_site, report.token)
    with pytest.raises(Invalid, match="already_undone"):
        undone(small_site, report.token)
    with small_site.reads() as session:
        (batch,) = list_batches(session)
    assert (batch.token, batch.created, batch.undone_at is not None) == (report.token, 1, True)


def test_a_draft_that_got_materials_since_is_left_alone(small_site: Site, tmp_path: Path) -> None:
    report = imported(small_site, written(tmp_path, case("drafted", status="draft")))
    attach(small_site, write_pdf(tmp_path / "a.pdf", ["plan"]), ("case", "drafted"))
    back = undone(small_site, report.token)
    assert (back.deleted, back.left_alone) == (0, [("case:drafted", "changed since")])
