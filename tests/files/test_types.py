"""What a file is, by its content; and what is refused before anything of it is unpacked."""

import io
import zipfile
from pathlib import Path

import pytest

from kb.domain.materials import REASONS
from kb.files import archives
from kb.files.refusal import Refused
from kb.files.types import DOCX, JPEG, PDF, PNG, PPTX, WEBP, detect_type
from tests.files.documents import (
    OFFICE,
    SLIDES,
    archive,
    nested_archives,
    office,
    write_image,
    write_pdf,
    write_slides,
    write_text,
)


def refused(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(Refused) as caught:
        detect_type(path)
    assert caught.value.reason in REASONS
    return caught.value.reason


def test_every_kind_that_is_taken_is_told_by_its_content(tmp_path: Path) -> None:
    assert detect_type(write_pdf(tmp_path / "a.bin", ["x"])) is PDF
    assert detect_type(write_slides(tmp_path / "b.bin", [("x", "y", "")])) is PPTX
    assert detect_type(write_text(tmp_path / "c.bin", [(0, "x")])) is DOCX
    for kind, form in ((PNG, "PNG"), (JPEG, "JPEG"), (WEBP, "WEBP")):
        assert detect_type(write_image(tmp_path / "d.bin", form)) is kind


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script>", "unsupported"),
        (b"MZ\x90\x00", "unsupported"),
        (b"\x7fELF", "unsupported"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (archive([("a.txt", b"x")]), "unsupported"),
        (archive([("mimetype", b"application/hwp+zip")]), "hangul"),
        (office(f"{OFFICE}.spreadsheetml.sheet.main+xml"), "unsupported"),
        (office("application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"), "macros"),
        (office(f"{OFFICE}.presentationml.slideshow.main+xml"), "macros"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old_office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "HwpSummaryInformation".encode("utf-16-le"), "hangul"),
    ],
)
def test_what_is_not_taken_is_refused_with_its_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    assert refused(tmp_path / "slides.pptx", content) == reason


def test_a_file_that_is_two_things_at_once_is_what_it_begins_as(tmp_path: Path) -> None:
    both = write_pdf(tmp_path / "a.pdf", ["x"]).read_bytes() + archive([("evil.html", b"<script>")])
    path = tmp_path / "both.pptx"
    path.write_bytes(both)
    assert zipfile.is_zipfile(path)
    assert detect_type(path) is PDF


def test_a_web_page_that_hides_a_pdf_is_refused(tmp_path: Path) -> None:
    page = b"<script>alert(1)</script>" + write_pdf(tmp_path / "a.pdf", ["x"]).read_bytes()
    assert refused(tmp_path / "b.pdf", page) == "unsupported"


def test_a_decompression_bomb_is_refused_without_being_unpacked(tmp_path: Path) -> None:
    bomb = office(SLIDES, ("ppt/media/image1.png", bytes(60 * 1024 * 1024)))
    assert len(bomb) < 100_000
    assert refused(tmp_path / "bomb.pptx", bomb) == "unpacks_too_large"


def test_a_single_part_too_large_to_be_parsed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST_XML", 1000)
    assert refused(tmp_path / "a.pptx", office(SLIDES, ("ppt/slide1.xml", bytes(1001)))) == "unpacks_too_large"


def test_too_many_entries_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_ENTRIES", 5)
    many = office(SLIDES, *((f"{number}.bin", b"x") for number in range(9)))
    assert refused(tmp_path / "a.pptx", many) == "too_many_entries"


def test_archives_in_archives_are_refused_but_the_workbook_of_a_chart_is_not(tmp_path: Path) -> None:
    for depth in (1, 2, 12):
        packed = office(SLIDES, ("ppt/embeddings/a.zip", nested_archives(depth)))
        assert refused(tmp_path / "a.pptx", packed) == "nested"
    workbook = archive([("xl/workbook.xml", b"<workbook/>")])
    path = tmp_path / "chart.pptx"
    path.write_bytes(office(SLIDES, ("ppt/embeddings/Workbook1.xlsx", workbook)))
    assert detect_type(path) is PPTX


def test_an_archive_that_holds_itself_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quine = archive([("quine.zip", bytes(100))])
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda _archive, _entry: io.BytesIO(quine))
    path = tmp_path / "quine.zip"
    path.write_bytes(quine)
    with zipfile.ZipFile(path) as file, pytest.raises(Refused) as caught:
        archives.insist_on_harmless(file)
    assert caught.value.reason == "nested"


def test_names_that_lead_out_of_the_archive_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "a.pptx", office(SLIDES, ("../../etc/passwd", b"x"))) == "unsafe_names"


def test_a_truncated_file_is_damaged(tmp_path: Path) -> None:
    whole = write_slides(tmp_path / "a.pptx", [("x", "y", "")]).read_bytes()
    assert refused(tmp_path / "b.pptx", whole[: len(whole) // 2]) == "damaged"
