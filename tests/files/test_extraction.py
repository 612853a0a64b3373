"""Reading files in a child process: words of every kind, and parsers that crash, spin or eat memory."""

import os
import re
import signal
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from docx import Document

from kb.files.extraction import Extractor, Stopped
from kb.files.limits import Limits
from kb.files.pages import Contents
from kb.files.refusal import Refused
from kb.files.types import PDF, FileType, detect_type
from tests.files.documents import write_image, write_pdf, write_slides, write_text

KOREAN = "가로등 데이터를 공개했습니다."
DECOMPOSED = unicodedata.normalize("NFD", KOREAN)


def read(path: Path) -> Contents:
    return Extractor().read(path, detect_type(path))


def test_slides_give_title_body_and_notes_in_order_and_composed(tmp_path: Path) -> None:
    path = write_slides(
        tmp_path / "a.pptx",
        [("서울", DECOMPOSED, "메모"), ("Nice", "Street lamps", ""), ("끝", "감사합니다", "")],
        "발표자료",
    )
    contents = read(path)
    assert [page.number for page in contents.pages] == [1, 2, 3]
    assert contents.pages[0].text == f"서울\n{KOREAN}"
    assert (contents.pages[0].notes, contents.pages[1].notes) == ("메모", "")
    assert contents.title == "발표자료"


def test_a_deck_of_200_slides_keeps_every_number(tmp_path: Path) -> None:
    path = write_slides(tmp_path / "a.pptx", [(f"Slide no. {number}", KOREAN, "") for number in range(1, 201)])
    pages = read(path).pages
    assert [page.text.split("\n")[0] for page in pages] == [f"Slide no. {page.number}" for page in pages]
    assert len(pages) == 200


def test_a_hidden_slide_keeps_its_number_and_tells_nothing(tmp_path: Path) -> None:
    from pptx import Presentation

    path = write_slides(tmp_path / "a.pptx", [("One", "x", "n"), ("Secret", "x", "n"), ("Three", "x", "")])
    deck = Presentation(str(path))
    list(deck.slides)[1].element.set("show", "0")
    deck.save(str(path))
    pages = read(path).pages
    assert [(page.text, page.notes) for page in pages][1] == ("", "")
    assert pages[2].text.startswith("Three")


def test_pdf_pages_give_their_words_in_hangul_too(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", ["Street lamps\nsecond line", KOREAN, DECOMPOSED])
    assert [page.text for page in read(path).pages] == ["Street lamps\nsecond line", KOREAN, KOREAN]


def test_a_text_document_is_cut_at_its_headings(tmp_path: Path) -> None:
    parts = [
        (1, "보고서"),
        (2, "배경"),
        (0, KOREAN),
        (3, "자세히"),
        (0, "더 작은 절"),
        (2, "결과"),
        (0, "Kiosks went."),
    ]
    contents = read(write_text(tmp_path / "a.docx", parts))
    assert [page.text for page in contents.pages] == [
        f"보고서\n배경\n{KOREAN}\n자세히\n더 작은 절",
        "결과\nKiosks went.",
    ]
    assert contents.title == "보고서"


def test_a_long_text_without_headings_is_cut_between_paragraphs(tmp_path: Path) -> None:
    contents = read(write_text(tmp_path / "a.docx", [(0, f"{number} " + "word " * 100) for number in range(30)]))
    assert len(contents.pages) > 3
    words = re.findall(r"^(\d+) ", "\n".join(page.text for page in contents.pages), re.MULTILINE)
    assert words == [str(number) for number in range(30)]


def test_merged_cells_of_a_table_come_once(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Budget"
    table.cell(1, 0).text, table.cell(1, 1).text = "2018", "3 million"
    document.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx").pages[0].text == "Budget\n2018 | 3 million"


def test_an_empty_document_has_one_section_without_words(tmp_path: Path) -> None:
    assert [page.text for page in read(write_text(tmp_path / "a.docx", [])).pages] == [""]


def test_pages_are_drawn_as_webp_and_pictures_anew(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", ["one", "two", "three"])
    drawn = list(Extractor().draw(path, PDF, range(2, 4)))
    assert [picture.number for picture in drawn] == [2, 3]
    assert drawn[0].body[:4] == b"RIFF"
    assert drawn[0].height > drawn[0].width > 500
    image = write_image(tmp_path / "a.png", "PNG")
    assert [(item.number, item.width) for item in Extractor().draw(image, detect_type(image), range(1, 2))] == [(1, 40)]


def test_a_damaged_pdf_and_a_picture_that_breaks_off_are_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    picture = write_image(tmp_path / "a.jpg", "JPEG", (400, 400))
    picture.write_bytes(picture.read_bytes()[:300])
    for path in (tmp_path / "a.pdf", picture):
        with pytest.raises(Refused) as caught:
            read(path)
        assert caught.value.reason == "damaged"


def test_a_picture_of_enormous_size_is_refused(tmp_path: Path) -> None:
    path = write_image(tmp_path / "a.png", "PNG", (12_000, 12_000))
    with pytest.raises(Refused) as caught:
        read(path)
    assert caught.value.reason in ("unpacks_too_large", "too_much_memory")


def fake(code: str) -> Callable[[str, Path, FileType, Limits, range], Sequence[str]]:
    """Stand in for the child with a program of our own, under the same limits."""

    def command(_task: str, path: Path, _kind: FileType, limits: Limits, _numbers: range) -> Sequence[str]:
        bounds = f"Limits({limits.seconds}, {limits.memory}, {limits.answer})"
        start = f"from kb.files.limits import *; apply_limits({bounds}); import os, sys, time\n"
        return sys.executable, "-c", start + code, str(path)

    return command


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("os.abort()", "crashed"),
        ("os.kill(os.getpid(), 11)", "crashed"),
        ("raise RuntimeError('parser')", "crashed"),
        ("sys.exit(0)", "crashed"),
        ("print('not json')", "crashed"),
        ("time.sleep(60)", "too_slow"),
        ("while True: pass", "too_slow"),
        ("import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: pass", "too_slow"),
        ("import signal; signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass", "too_slow"),
        ("x = bytearray(10**12)", "too_much_memory"),
        ("x = []\nwhile True: x.append(bytearray(10**7))", "too_much_memory"),
        ("while True: sys.stdout.write('x' * 10**6)", "unpacks_too_large"),
    ],
)
def test_a_reader_that_misbehaves_is_ended_and_the_reason_told(tmp_path: Path, code: str, reason: str) -> None:
    limits = Limits(seconds=2, memory=400 * 1024 * 1024, answer=20 * 1024 * 1024)
    started = time.monotonic()
    with pytest.raises(Refused) as caught:
        Extractor(limits, command=fake(code)).read(write_pdf(tmp_path / "a.pdf", ["x"]), PDF)
    assert caught.value.reason == reason, caught.value.detail
    assert time.monotonic() - started < 20


def test_a_reader_is_ended_with_the_processes_that_it_started(tmp_path: Path) -> None:
    code = f"""
import subprocess
child = subprocess.Popen(["sleep", "100"])
open({str(tmp_path / "pid")!r}, "w").write(str(child.pid))
time.sleep(100)
"""
    with pytest.raises(Refused):
        Extractor(Limits(seconds=2), command=fake(code)).read(write_pdf(tmp_path / "a.pdf", ["x"]), PDF)
    pid = int((tmp_path / "pid").read_text())
    state = Path(f"/proc/{pid}/stat")
    for _attempt in range(100):
        if not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            break
        time.sleep(0.05)
    else:
        os.kill(pid, signal.SIGKILL)
        pytest.fail("the child's child lives on")


def test_a_reader_told_to_stop_stops_at_once(tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(Stopped):
        Extractor(stop=lambda: True, command=fake("time.sleep(60)")).read(write_pdf(tmp_path / "a.pdf", ["x"]), PDF)
    assert time.monotonic() - started < 10


def test_the_child_knows_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_SECRET_KEY", "do not tell")
    code = f"open({str(tmp_path / 'seen')!r}, 'w').write(repr(dict(os.environ)))"
    with pytest.raises(Refused):
        Extractor(command=fake(code)).read(write_pdf(tmp_path / "a.pdf", ["x"]), PDF)
    assert "do not tell" not in (tmp_path / "seen").read_text()
