"""The seed: idempotent, never over people's work, all or nothing."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.errors import Invalid
from kb.services import preparing, reading
from kb.services.records import WithdrawRecord, rename_record, withdraw_record
from kb.services.seeding import SeedReport
from kb.services.site import Site
from tests.factories import EDITOR, SMALL_COLLECTION, city_values, publish, source_values


def write(folder: Path, kind: str, slug: str, values: dict[str, Any], status: str = "published") -> Path:
    path = folder / kind / f"{slug.replace('/', '-')}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump({"kind": kind, "slug": slug, "status": status, **values}, allow_unicode=True))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for kind, slug, values in SMALL_COLLECTION:
        write(tmp_path / "seed", kind, slug, values)
    return tmp_path / "seed"


def load(site: Site, folder: Path) -> SeedReport:
    return preparing.load_seed_files(site, folder, lambda what, done, total: None)


def test_loading_publishes_every_record_and_loading_again_does_nothing(site: Site, folder: Path) -> None:
    assert len(load(site, folder).created) == len(SMALL_COLLECTION)
    again = load(site, folder)
    assert (again.created, again.updated, again.unchanged) == ([], [], len(SMALL_COLLECTION))
    with site.reads() as session:
        assert reading.content_generation(session) == 1
        assert reading.get_record(session, "case", "smart-parking").revision == 1


def test_a_changed_file_makes_a_new_revision_of_its_record_only(site: Site, folder: Path) -> None:
    load(site, folder)
    write(folder, "city", "nice", city_values(name__en="Nizza"))
    report = load(site, folder)
    assert report.updated == ["city:nice"]
    with site.reads() as session:
        assert reading.get_record(session, "city", "nice").revision == 2
        assert reading.get_record(session, "case", "smart-parking").revision == 1


def test_a_record_that_people_changed_is_left_alone_and_listed(site: Site, folder: Path) -> None:
    load(site, folder)
    publish(site, ("city", "nice", city_values(name__en="People's Nice")), index=False)
    write(folder, "city", "nice", city_values(name__en="Seed's Nice"))
    assert load(site, folder).left_alone == ["city:nice"]
    with site.reads() as session:
        assert reading.get_record(session, "city", "nice").values["name__en"] == "People's Nice"


def test_a_withdrawn_and_a_renamed_record_are_left_alone(site: Site, folder: Path) -> None:
    load(site, folder)
    with site.unit_of_work() as uow:
        withdraw_record(uow, EDITOR, WithdrawRecord("presentation", "talk-by-nice"))
        rename_record(uow, EDITOR, "source", "report", "annual-report")
        uow.commit()
    write(folder, "source", "report", source_values(title="Changed"))
    presentation = dict(SMALL_COLLECTION[-1][2], title__en="Changed")
    write(folder, "presentation", "talk-by-nice", presentation)
    assert sorted(load(site, folder).left_alone) == ["presentation:talk-by-nice", "source:report"]


def test_a_file_that_vanished_deletes_nothing(site: Site, folder: Path) -> None:
    load(site, folder)
    (folder / "presentation" / "talk-by-nice.yaml").unlink()
    load(site, folder)
    with site.reads() as session:
        assert reading.get_record(session, "presentation", "talk-by-nice")


def test_every_mistake_of_every_file_is_told_and_nothing_is_loaded(site: Site, folder: Path) -> None:
    write(folder, "city", "lyon", {"name__en": "Lyon", "colour": "red", "lat": "north"})
    (folder / "city" / "broken.yaml").write_text("kind: [city")
    with pytest.raises(Invalid) as caught:
        load(site, folder)
    told = [str(problem) for problem in caught.value.problems]
    assert any("lyon.yaml: colour: unknown_field" in line for line in told)
    assert any("lyon.yaml: lat: not_a_number" in line for line in told)
    assert any("broken.yaml: file: not_yaml" in line for line in told)
    with site.reads() as session:
        assert reading.collection_counts(session)["city"] == 0


def test_a_seed_with_a_dangling_citation_is_refused_whole(site: Site, folder: Path) -> None:
    write(folder, "city", "nice", city_values(summary__en="Says who?[@nobody]"))
    with pytest.raises(Invalid, match="nobody"):
        load(site, folder)
    with site.reads() as session:
        assert reading.collection_counts(session)["source"] == 0


def test_a_draft_in_the_seed_stays_a_draft(site: Site, folder: Path) -> None:
    write(folder, "source", "unread", source_values(title="Not yet read"), status="draft")
    load(site, folder)
    with site.reads() as session:
        assert [record.slug for record in reading.list_records(session, "source")] == ["report"]


def test_an_empty_folder_is_an_error_and_not_an_empty_collection(site: Site, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        load(site, tmp_path)
