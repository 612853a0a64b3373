"""Materials of records: attaching, reading, publishing, replacing; and that nothing of an unpublished one is found."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from kb.db.models.attachment import AttachmentPage, AttachmentVersion
from kb.db.models.record import AuditEntry, OutboxEntry
from kb.domain.materials import MaterialState
from kb.errors import Invalid, NotAllowed, NotFound
from kb.files.extraction import Extractor, Stopped
from kb.files.limits import Limits
from kb.files.types import FileType
from kb.search.port import SearchRequest, SearchResult
from kb.services import material_work
from kb.services.material_reading import get_file, get_material, get_page, list_materials, list_states
from kb.services.material_work import MOST_ATTEMPTS, alone, is_waiting, work_off
from kb.services.materials import (
    AddAttachment,
    ReplaceFile,
    add_attachment,
    publish_attachment,
    receive_file,
    replace_file,
    retry_extraction,
    withdraw_attachment,
)
from kb.services.records import WithdrawRecord, withdraw_record
from kb.services.site import Site
from tests.factories import CONTRIBUTOR, EDITOR, bring_index_up, draft, presentation_values, publish
from tests.files.documents import write_image, write_pdf, write_slides, write_text
from tests.materials import LIMIT, attach, attach_and_read, read_all, withdraw

TALK = ("presentation", "talk-by-nice")


def deck(tmp_path: Path, name: str = "발표.pptx", word: str = "코끼리열차") -> Path:
    slides = [
        ("니스의 주차", "가로등 데이터", ""),
        ("Results", "291 kiosks withdrawn", ""),
        ("세 번째", word, "메모 두더지"),
    ]
    return write_slides(tmp_path / name, slides, "니스 발표자료")


def search(site: Site, text: str, **given: Sequence[str]) -> SearchResult:
    return site.search.search(SearchRequest(text=text, lang="ko", filters=given, meaning=False))


def state_of(site: Site, material: str) -> MaterialState:
    with site.reads() as session:
        return next(item for item in list_states(session) if item.id == material)


def replaced(site: Site, material: str, path: Path) -> str:
    with path.open("rb") as source:
        file = receive_file(site.files, source, path.name, LIMIT)
    with site.unit_of_work() as uow:
        version = replace_file(uow, EDITOR, ReplaceFile(material, file))
        uow.commit()
    return version


def test_a_word_on_a_slide_finds_the_record_and_names_the_slide(small_site: Site, tmp_path: Path) -> None:
    material = attach_and_read(small_site, deck(tmp_path))
    (hit,) = search(small_site, "코끼리열차").hits
    assert (hit.kind, hit.slug) == TALK
    assert [(shown.material, shown.page) for shown in hit.highlights if shown.page] == [(material, 3)]
    (hit,) = search(small_site, "두더지").hits
    assert [shown.page for shown in hit.highlights if shown.page] == [3]


def test_a_record_with_slides_is_counted_as_such(small_site: Site, tmp_path: Path) -> None:
    assert search(small_site, "", has=["slides"]).total == 0
    attach_and_read(small_site, write_image(tmp_path / "a.png", "PNG"), ("case", "smart-parking"))
    assert search(small_site, "", has=["slides"]).total == 0
    attach_and_read(small_site, deck(tmp_path))
    assert [hit.slug for hit in search(small_site, "", has=["slides"]).hits] == ["talk-by-nice"]
    assert search(small_site, "").facets["has"] == {"slides": 1}


def test_a_rebuilt_index_holds_the_pages_too(small_site: Site, tmp_path: Path) -> None:
    from tests.factories import rebuild_index

    attach_and_read(small_site, deck(tmp_path))
    rebuild_index(small_site)
    assert search(small_site, "코끼리열차").total == 1


@pytest.mark.parametrize("to", [TALK, ("event", "summit"), ("session", "summit/plenary"), ("case", "smart-parking")])
def test_each_kind_may_carry_materials(small_site: Site, tmp_path: Path, to: tuple[str, str]) -> None:
    attach_and_read(small_site, deck(tmp_path), to)
    assert [(hit.kind, hit.slug) for hit in search(small_site, "코끼리열차").hits] == [to]


def test_what_a_file_is_read_into(site: Site, tmp_path: Path) -> None:
    publish(site, ("organization", "alone", {"name__ko": "협회", "name__en": "Association"}), index=False)
    name = unicodedata.normalize("NFD", "니스 발표.PPTX")
    material = attach(site, deck(tmp_path, name), ("organization", "alone"), language="ko", licence="KOGL-1")
    assert state_of(site, material).state == "received"
    work_off(site, Extractor())
    with site.reads() as session:
        (shown,) = list_materials(session, "organization", "alone")
        page = get_page(session, shown, 3)
    assert (shown.id, shown.name, shown.page_count, shown.unit) == (material, "니스 발표.pptx", 3, "slide")
    assert (shown.titles["ko"], shown.titles["en"], shown.licence) == ("니스 발표자료", None, "KOGL-1")
    assert (page.text, page.notes, page.language) == ("세 번째\n코끼리열차", "메모 두더지", "ko")


def test_a_title_given_is_kept(small_site: Site, tmp_path: Path) -> None:
    material = attach_and_read(small_site, deck(tmp_path), titles={"en": "Parking in Nice"})
    assert state_of(small_site, material).titles == {"ko": None, "en": "Parking in Nice"}


def nowhere(site: Site, material: str, word: str = "코끼리열차") -> bool:
    """Say whether nothing public knows of a material."""
    with site.reads() as session:
        if list_materials(session, *TALK):
            return False
        with pytest.raises(NotFound):
            get_material(session, material)
        with pytest.raises(NotFound):
            get_file(session, site.files, state_of(site, material).file)
    found = search(site, word)
    slides = search(site, "").facets.get("has", {})
    return found.total == 0 and not slides and not site.search.suggest("니스 발표자료", "ko")


def test_an_unpublished_material_is_nowhere(small_site: Site, tmp_path: Path) -> None:
    material = attach_and_read(small_site, deck(tmp_path), publish=False)
    assert state_of(small_site, material).state == "ready"
    assert nowhere(small_site, material)
    with small_site.unit_of_work() as uow:
        publish_attachment(uow, EDITOR, material)
        uow.commit()
    bring_index_up(small_site)
    assert not nowhere(small_site, material)
    withdraw(small_site, material)
    assert nowhere(small_site, material)


def test_a_material_is_public_only_while_its_record_is(small_site: Site, tmp_path: Path) -> None:
    draft(small_site, "presentation", "later", presentation_values())
    material = attach_and_read(small_site, deck(tmp_path), ("presentation", "later"))
    assert nowhere(small_site, material)
    publish(small_site, ("presentation", "later", presentation_values()))
    assert search(small_site, "코끼리열차").total == 1
    with small_site.unit_of_work() as uow:
        withdraw_record(uow, EDITOR, WithdrawRecord("presentation", "later"))
        uow.commit()
    bring_index_up(small_site)
    assert nowhere(small_site, material)


def test_a_new_file_takes_over_once_it_is_ready_and_the_old_one_names_it(small_site: Site, tmp_path: Path) -> None:
    material = attach_and_read(small_site, deck(tmp_path))
    old = state_of(small_site, material).file
    new = replaced(small_site, material, deck(tmp_path, "new.pptx", "기린열차"))
    bring_index_up(small_site)
    assert search(small_site, "코끼리열차").total == 1
    read_all(small_site)
    assert (search(small_site, "코끼리열차").total, search(small_site, "기린열차").total) == (0, 1)
    with small_site.reads() as session:
        file, path = get_file(session, small_site.files, old)
        assert file.successor == (new, "new.pptx")
        assert path.exists()
        assert get_file(session, small_site.files, new)[0].successor is None
        assert get_material(session, material).file == new


def test_a_replacement_that_fails_leaves_the_old_file_shown(small_site: Site, tmp_path: Path) -> None:
    material = attach_and_read(small_site, deck(tmp_path))
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nbroken")
    replaced(small_site, material, tmp_path / "broken.pdf")
    read_all(small_site)
    assert (state_of(small_site, material).state, state_of(small_site, material).reason) == ("failed", "damaged")
    assert search(small_site, "코끼리열차").total == 1


def test_a_failed_file_says_why_and_can_be_read_again(small_site: Site, tmp_path: Path) -> None:
    class Crashing(Extractor):
        def __init__(self) -> None:
            super().__init__(command=lambda *_given: ("/bin/false",))

    material = attach(small_site, deck(tmp_path))
    work_off(small_site, Crashing())
    assert (state_of(small_site, material).state, state_of(small_site, material).reason) == ("failed", "crashed")
    with small_site.unit_of_work() as uow:
        with pytest.raises(Invalid, match="cannot_publish"):
            publish_attachment(uow, EDITOR, material)
        retry_extraction(uow, EDITOR, material)
        uow.commit()
    read_all(small_site)
    assert state_of(small_site, material).state == "ready"
    with small_site.unit_of_work() as uow, pytest.raises(Invalid, match="not_failed"):
        retry_extraction(uow, EDITOR, material)


def test_a_spinning_reader_fails_its_file_and_the_next_one_is_read(small_site: Site, tmp_path: Path) -> None:
    slow, quick = deck(tmp_path), write_pdf(tmp_path / "b.pdf", ["kiosk"])

    class Spinning(Extractor):
        def __init__(self) -> None:
            super().__init__(Limits(seconds=2))
            real = self._command

            def command(task: str, path: Path, kind: FileType, limits: Limits, numbers: range) -> Sequence[str]:
                spins = ("python3", "-c", "while True: pass")
                return spins if kind.name == "pptx" else real(task, path, kind, replace(limits, seconds=60), numbers)

            self._command = command

    first, second = attach(small_site, slow), attach(small_site, quick)
    assert work_off(small_site, Spinning()) == 2
    assert (state_of(small_site, first).reason, state_of(small_site, second).state) == ("too_slow", "ready")


def test_a_stopped_reading_is_taken_up_again_and_doesnt_count(small_site: Site, tmp_path: Path) -> None:
    material = attach(small_site, deck(tmp_path))
    for _time in range(MOST_ATTEMPTS + 2):
        with pytest.raises(Stopped):
            work_off(small_site, Extractor(stop=lambda: True))
        assert state_of(small_site, material).state == "received"
    assert read_all(small_site) == 1
    assert state_of(small_site, material).state == "ready"


def test_a_file_whose_reading_died_is_read_again_but_not_for_ever(
    small_site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Dying(Exception):
        """The process ends here, whatever else."""

    def die(*_given: object) -> None:
        raise Dying

    material = attach(small_site, deck(tmp_path))
    with monkeypatch.context() as patch:
        patch.setattr(material_work, "_finish", die)
        for _time in range(MOST_ATTEMPTS):
            with pytest.raises(Dying):
                work_off(small_site, Extractor())
            assert state_of(small_site, material).state == "extracting"
    assert work_off(small_site, Extractor()) == 1
    assert (state_of(small_site, material).state, state_of(small_site, material).reason) == ("failed", "interrupted")


def test_two_readers_at_once_read_a_file_once(small_site: Site, tmp_path: Path) -> None:
    attach(small_site, deck(tmp_path))
    with alone(small_site) as first:
        assert first
        assert work_off(small_site, Extractor()) == 0
    assert work_off(small_site, Extractor()) == 1
    with small_site.reads() as session:
        assert not is_waiting(session)
        assert len(list(session.scalars(select(AttachmentPage.number)))) == 3


def test_a_stored_file_that_was_changed_is_not_read(small_site: Site, tmp_path: Path) -> None:
    material = attach(small_site, deck(tmp_path))
    with small_site.reads() as session:
        sha256 = session.scalars(select(AttachmentVersion.sha256)).one()
    path = small_site.files.path(sha256)
    path.chmod(0o600)
    path.write_bytes(b"something else")
    read_all(small_site)
    assert (state_of(small_site, material).state, state_of(small_site, material).reason) == ("failed", "missing")


def test_pdf_pages_and_pictures_are_drawn_and_slides_are_not(small_site: Site, tmp_path: Path) -> None:
    pdf = attach_and_read(small_site, write_pdf(tmp_path / "a.pdf", ["page"] * 45))
    image = attach_and_read(small_site, write_image(tmp_path / "a.png", "PNG"))
    slides = attach_and_read(small_site, deck(tmp_path))
    with small_site.reads() as session:
        drawn = {item: get_material(session, item).has_pictures for item in (pdf, image, slides)}
        assert drawn == {pdf: True, image: True, slides: False}
        pages = [get_page(session, get_material(session, pdf), number) for number in range(1, 46)]
    assert all(page.width and page.height for page in pages)


def test_only_who_may_does(small_site: Site, tmp_path: Path) -> None:
    material = attach(small_site, deck(tmp_path), actor=CONTRIBUTOR, publish=False)
    for action in (publish_attachment, withdraw_attachment):
        with small_site.unit_of_work() as uow, pytest.raises(NotAllowed):
            action(uow, CONTRIBUTOR, material)
    with pytest.raises(NotAllowed):
        attach(small_site, write_pdf(tmp_path / "b.pdf", ["x"]), actor=CONTRIBUTOR)


def test_every_change_is_written_down(small_site: Site, tmp_path: Path) -> None:
    material = attach_and_read(small_site, deck(tmp_path))
    withdraw(small_site, material)
    with small_site.reads() as session:
        actions = list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions[-2:] == ["attach", "withdraw_material"]


def test_a_change_that_the_public_doesnt_see_leaves_the_index_alone(small_site: Site, tmp_path: Path) -> None:
    attach(small_site, deck(tmp_path), publish=False)
    work_off(small_site, Extractor())
    with small_site.reads() as session:
        assert list(session.scalars(select(OutboxEntry.slug))) == []


def test_every_problem_is_named(small_site: Site, tmp_path: Path) -> None:
    with deck(tmp_path).open("rb") as source:
        file = receive_file(small_site.files, source, "a.pptx", LIMIT)
    wrong = AddAttachment("theme", "x", file, {"ko": "x" * 301}, language="Korean!", licence="free")
    with small_site.unit_of_work() as uow, pytest.raises(Invalid) as caught:
        add_attachment(uow, EDITOR, wrong)
    assert [problem.code for problem in caught.value.problems] == [
        "not_attachable", "not_a_language", "unknown_licence", "too_long"
    ]  # fmt: skip
    with small_site.unit_of_work() as uow, pytest.raises(NotFound):
        add_attachment(uow, EDITOR, AddAttachment("case", "no-such", file))


def test_the_same_file_is_attached_to_a_record_once(small_site: Site, tmp_path: Path) -> None:
    attach(small_site, deck(tmp_path))
    with pytest.raises(Invalid, match="already_attached"):
        attach(small_site, deck(tmp_path))
    attach(small_site, deck(tmp_path), ("event", "summit"))


def test_what_is_refused_leaves_nothing_behind(small_site: Site, tmp_path: Path) -> None:
    for content, limit in ((b"<html>", LIMIT), (b"", LIMIT), (b"%PDF-1.4 " + bytes(100), 50)):
        with pytest.raises(Invalid):
            receive_file(small_site.files, io.BytesIO(content), "a.pdf", limit)
    assert [path for path in small_site.files.root.rglob("*") if path.is_file()] == []


def test_a_text_document_is_found_by_its_section(small_site: Site, tmp_path: Path) -> None:
    path = write_text(tmp_path / "보고서.docx", [(1, "첫째"), (0, "내용"), (1, "둘째"), (0, "하마열차")])
    material = attach_and_read(small_site, path, ("case", "smart-parking"))
    (hit,) = search(small_site, "하마열차").hits
    assert [(shown.material, shown.page) for shown in hit.highlights if shown.page] == [(material, 2)]
