"""`check_content` looks at the collection as a whole, too."""

import ast
import re
from pathlib import Path

import kb
from kb.services.content_check import check_content
from kb.services.site import Site
from tests.factories import case_values, publish, source_values, theme_values


def found(site: Site) -> set[tuple[str, str]]:
    with site.reads() as session:
        return {(item.record, item.code) for item in check_content(session).findings}


def test_what_only_shows_across_records_is_found(small_site: Site) -> None:
    copied = "The city set up sensors along the boulevard, and drivers were told by signs and by an app where a space was free."
    publish(
        small_site,
        ("source", "unread", source_values()),
        ("theme", "kerbs", theme_values(pref_label__ko="연석", pref_label__en="Kerbs", alt_labels__ko=[])),
        ("case", "one", case_values(approach__en=f"{copied}[@report]", approach__ko="가.[@report]")),
        ("case", "two", case_values(approach__en=f"{copied}[@report]", approach__ko="나.[@report]", sdg_targets=["11.2"])),
        index=False,
    )  # fmt: skip
    assert {
        ("source:unread", "never_cited"),
        ("theme:kerbs", "label_of_two_themes"),
        ("case:two", "near_duplicate"),
        ("case:two", "target_of_no_theme"),
    } <= found(small_site)
    assert ("case:one", "near_duplicate") not in found(small_site)


def test_every_code_of_a_finding_is_documented() -> None:
    package = Path(kb.__file__).parent
    codes: set[str] = set()
    for path in [*package.glob("domain/content_*.py"), package / "services/content_check.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
                constants = (item.value for item in node.args[3:4] if isinstance(item, ast.Constant))
                codes.update(code for code in constants if isinstance(code, str))
    documented = set(re.findall(r"`([a-z_]+)`", (package.parent / "docs/operators.md").read_text(encoding="utf-8")))
    assert len(codes) > 20
    assert codes - documented == set()
