"""`kb reports` as somebody types it."""

from pathlib import Path

from kb.services.error_reports import ReportError, report_error
from kb.services.site import Site
from tests.factories import city_values, publish, source_values
from tests.services.test_command_line import kb


def test_reports_are_listed_shown_and_closed(sqlite_site: Site, tmp_path: Path) -> None:
    publish(sqlite_site, ("source", "report", source_values()), ("city", "nice", city_values()), index=False)
    given = {
        "what": "인구는 2015년 수치입니다.\n" + "x" * 100,
        "where": "Figures",
        "source": "insee.fr",
        "contact": "a@b.fr",
    }
    with sqlite_site.unit_of_work() as uow:
        report_error(uow, ReportError("city", "nice", 1, "ko", given, "form", "here"))
        uow.commit()
    listed = kb(tmp_path, "reports", "list")
    assert listed.returncode == 0, listed.stderr
    assert "city:nice  인구는 2015년 수치입니다. xxx" in listed.stdout
    assert listed.stdout.endswith("…\n1 open reports\n")
    shown = kb(tmp_path, "reports", "show", "1").stdout
    for part in ("city:nice, revision 1, read in ko", "https://insee.fr", "a@b.fr", given["what"]):
        assert part in shown
    assert kb(tmp_path, "reports", "close", "1", "--note", "mended").stdout == "report 1 is closed\n"
    assert kb(tmp_path, "reports", "list").stdout == "0 open reports\n"
    assert "1 reports" in kb(tmp_path, "reports", "list", "--state", "all").stdout
    closed = kb(tmp_path, "reports", "show", "1").stdout
    assert "a@b.fr" not in closed
    assert "by system" in closed
    assert "note     mended" in closed


def test_a_number_that_no_report_has_fails_in_one_line(sqlite_site: Site, tmp_path: Path) -> None:
    for arguments in (("show", "7"), ("close", "7")):
        done = kb(tmp_path, "reports", *arguments)
        assert (done.returncode, done.stderr) == (1, "kb: there is no report 7\n")
    assert kb(tmp_path, "reports", "show", "seven").returncode == 2
