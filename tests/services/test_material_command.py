"""`kb material` as somebody types it."""

import re
from pathlib import Path

from kb.services.site import Site
from tests.files.documents import write_pdf, write_slides
from tests.materials import attach_and_read
from tests.services.test_command_line import kb

TALK = "presentation:talk-by-nice"


def test_a_material_is_added_listed_withdrawn_and_published_again(small_site: Site, tmp_path: Path) -> None:
    deck = write_slides(tmp_path / "발표.pptx", [("하나", "둘", ""), ("셋", "코끼리열차", "")], "니스 발표")
    added = kb(
        tmp_path, "material", "add", str(deck), "--to", TALK, "--language", "ko", "--licence", "KOGL-1", "--publish"
    )
    assert added.returncode == 0, added.stderr
    assert "2 pages" in added.stdout
    assert "warning" not in added.stdout
    (material,) = re.findall(r"^(\w+)  presentation:talk-by-nice  ready  published", added.stdout, re.MULTILINE)
    listed = kb(tmp_path, "material", "list", "--of", TALK).stdout
    assert "발표.pptx  니스 발표\n1 materials\n" in listed
    assert kb(tmp_path, "material", "withdraw", material).returncode == 0
    assert "not published" in kb(tmp_path, "material", "list").stdout
    assert kb(tmp_path, "material", "publish", material).returncode == 0
    changed = kb(tmp_path, "material", "replace", material, str(write_pdf(tmp_path / "b.pdf", ["x"])))
    assert "1 pages  version 2  b.pdf" in changed.stdout
    assert kb(tmp_path, "index", "check").returncode == 0


def test_a_file_that_fails_says_why_and_is_kept_for_another_try(small_site: Site, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nbroken")
    added = kb(tmp_path, "material", "add", str(tmp_path / "broken.pdf"), "--to", TALK)
    assert added.returncode == 1
    assert "the file is damaged or cut off" in added.stderr
    assert "Traceback" not in added.stderr
    (material,) = re.findall(r"^(\w+)  presentation", kb(tmp_path, "material", "list", "--state", "failed").stdout)
    assert kb(tmp_path, "material", "retry", material).returncode == 1


def test_stored_files_are_compared_with_their_hashes(small_site: Site, tmp_path: Path) -> None:
    attach_and_read(small_site, write_pdf(tmp_path / "a.pdf", ["one", "two"]))
    done = kb(tmp_path, "check", "files")
    assert (done.returncode, done.stdout) == (0, "files: 3 checked, 0 gone or changed\n")
    first, second, *_rest = small_site.files.root.glob("??/??/*")
    first.unlink()
    second.chmod(0o600)
    second.write_bytes(b"x")
    done = kb(tmp_path, "check", "files")
    assert done.returncode == 1
    assert f"{first.name} is gone" in done.stdout
    assert f"{second.name} was changed" in done.stdout


def test_wrong_use_and_refused_files_fail_in_one_line(small_site: Site, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a slide")
    pdf = write_pdf(tmp_path / "a.pdf", ["x"])
    for arguments, code, said in (
        (("add", str(text), "--to", TALK), 1, "kb: notes.txt: the file is neither PDF"),
        (("add", str(pdf), "--to", "theme:parking"), 2, "names no record that may have materials"),
        (("add", str(pdf), "--to", "presentation:none"), 1, "kb: there is no presentation none"),
        (("add", str(pdf), "--to", TALK, "--licence", "free"), 2, "--licence"),
        (("add", str(pdf), "--to", TALK, "--language", "Korean!"), 1, "not_a_language"),
        (("publish", "none"), 1, "kb: there is no material none"),
        (("retry", "none"), 1, "kb: there is no material none"),
    ):
        done = kb(tmp_path, "material", *arguments)
        assert (done.returncode, said in done.stderr) == (code, True), (arguments, done.stderr)
        assert "Traceback" not in done.stderr
    too_large = kb(tmp_path, "material", "add", str(write_pdf(tmp_path / "c.pdf", ["word " * 300_000])), "--to", TALK,
                   KB_MAX_UPLOAD_MB="1")  # fmt: skip
    assert (too_large.returncode, "larger than allowed" in too_large.stderr) == (1, True)
