"""The outbox and the index: what is published is found, what isn't is not, whatever happens in between."""

import shutil

import pytest
from sqlalchemy import func, select

from kb.db.models.record import OutboxEntry
from kb.search.port import IndexDocument, SearchRequest
from kb.services import indexing
from kb.services.index_check import check_index
from kb.services.records import WithdrawRecord, rename_record, withdraw_record
from kb.services.searching import run_search
from kb.services.site import Site
from tests.factories import EDITOR, SMALL_COLLECTION, bring_index_up, case_values, draft, publish, rebuild_index


def found(site: Site, text: str, lang: str = "en") -> list[str]:
    with site.reads() as session:
        result = run_search(site.search, session, SearchRequest(text=text, lang=lang, meaning=False))  # type: ignore[arg-type]
    return [f"{hit.kind}:{hit.slug}" for hit in result.hits]


def test_a_change_is_found_as_soon_as_the_outbox_is_drained(site: Site) -> None:
    publish(site, *SMALL_COLLECTION)
    publish(site, ("case", "smart-parking", case_values(title__en="Clever kerbs")), index=False)
    assert "case:smart-parking" not in found(site, "kerbs")
    bring_index_up(site)
    assert found(site, "kerbs")[0] == "case:smart-parking"
    assert check_index(site) == []


def test_a_draft_is_never_found(small_site: Site) -> None:
    draft(small_site, "case", "smart-parking", case_values(title__en="Unpublished wording"))
    draft(small_site, "case", "new-case", case_values(title__en="Unpublished wording"))
    bring_index_up(small_site)
    assert found(small_site, "unpublished wording") == []
    rebuild_index(small_site)
    assert found(small_site, "unpublished wording") == []


def test_a_withdrawn_record_leaves_the_index(small_site: Site) -> None:
    assert "case:smart-parking" in found(small_site, "주차", "ko")
    with small_site.unit_of_work() as uow:
        withdraw_record(uow, EDITOR, WithdrawRecord("case", "smart-parking"))
        uow.commit()
    bring_index_up(small_site)
    assert "case:smart-parking" not in found(small_site, "주차", "ko")
    assert check_index(small_site) == []


def test_a_renamed_record_is_in_the_index_once_under_its_new_name(small_site: Site) -> None:
    with small_site.unit_of_work() as uow:
        rename_record(uow, EDITOR, "case", "smart-parking", "kerb-sensors")
        uow.commit()
    bring_index_up(small_site)
    assert check_index(small_site) == []
    assert "case:kerb-sensors" in found(small_site, "smart parking")


def test_a_renamed_city_is_known_to_its_cases(small_site: Site) -> None:
    publish(small_site, ("city", "nice", dict(SMALL_COLLECTION[3][2], name__en="Nizza")))
    assert "case:smart-parking" in found(small_site, "nizza")


def test_a_lost_index_is_answered_around_and_rebuilt(small_site: Site) -> None:
    shutil.rmtree(small_site.config.index_dir)
    with small_site.reads() as session:
        result = run_search(small_site.search, session, SearchRequest(text="smart parking", lang="en"))
    assert result.degraded
    assert [hit.slug for hit in result.hits] == ["smart-parking"]
    bring_index_up(small_site)
    assert check_index(small_site) == []
    with small_site.reads() as session:
        assert not run_search(small_site.search, session, SearchRequest(text="smart parking", lang="en")).degraded


def test_a_worker_that_dies_before_it_clears_the_outbox_does_the_work_again(
    small_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(small_site, ("case", "smart-parking", case_values(title__en="Clever kerbs")), index=False)
    apply = small_site.index.apply

    def apply_and_die(upserts: list[IndexDocument], deletes: list[str]) -> None:
        apply(upserts, deletes)
        raise KeyboardInterrupt

    monkeypatch.setattr(small_site.index, "apply", apply_and_die)
    with pytest.raises(KeyboardInterrupt):
        indexing.drain(small_site.reads, small_site.writes, small_site.index)
    monkeypatch.undo()
    assert indexing.drain(small_site.reads, small_site.writes, small_site.index) > 0
    assert check_index(small_site) == []
    assert found(small_site, "kerbs")[0] == "case:smart-parking"


def test_a_change_that_comes_while_the_worker_works_stays_in_the_outbox(
    small_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(small_site, ("case", "smart-parking", case_values(title__en="Second title")), index=False)
    apply = small_site.index.apply

    def apply_while_somebody_publishes(upserts: list[IndexDocument], deletes: list[str]) -> None:
        monkeypatch.undo()
        publish(small_site, ("case", "smart-parking", case_values(title__en="Third title")), index=False)
        apply(upserts, deletes)

    monkeypatch.setattr(small_site.index, "apply", apply_while_somebody_publishes)
    indexing.drain(small_site.reads, small_site.writes, small_site.index)
    assert indexing.drain(small_site.reads, small_site.writes, small_site.index) > 0
    assert found(small_site, "third title")[0] == "case:smart-parking"
    with small_site.reads() as session:
        assert session.scalar(select(func.count()).select_from(OutboxEntry)) == 0


def test_the_check_tells_what_the_index_lacks_and_what_it_has_too_much(small_site: Site) -> None:
    small_site.index.apply([], ["case:smart-parking"])
    assert check_index(small_site) == ["missing from the index: case:smart-parking"]


def test_index_and_database_agree_on_the_seed(seeded_site: Site) -> None:
    assert check_index(seeded_site) == []
    with seeded_site.reads() as session:
        assert len(indexing.expected_keys(session)) == seeded_site.search.document_count()
