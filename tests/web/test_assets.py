import re
from pathlib import Path

from flask.testing import FlaskClient

import kb

CSS = sorted((Path(kb.__file__).parent / "static" / "css").glob("*.css"))


def style_sheet(reader: FlaskClient) -> str:
    found = re.search(r'href="(/static/casebook\.[0-9a-f]{12}\.css)"', reader.get("/en/").get_data(as_text=True))
    assert found
    return found.group(1)


def test_the_style_sheet_is_one_file_that_browsers_keep_for_ever(reader: FlaskClient) -> None:
    answer = reader.get(style_sheet(reader))
    assert answer.status_code == 200
    assert answer.content_type == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.get_data(as_text=True).count("@layer tokens, base, layout, components, pages, print;") == 1


def test_another_content_has_another_address(reader: FlaskClient) -> None:
    assert reader.get("/static/casebook.000000000000.css").status_code == 404
    assert reader.get("/static/../config.py").status_code == 404


def test_a_first_visit_is_light(reader: FlaskClient) -> None:
    zip_it = {"Accept-Encoding": "gzip"}
    page = reader.get("/ko/", headers=zip_it)
    paths = re.findall(r'(?:href|src)="(/static/[^"]+)"', reader.get("/ko/").get_data(as_text=True))
    sizes = [len(page.data), *(len(reader.get(path, headers=zip_it).data) for path in paths)]
    assert len(sizes) <= 6
    assert sum(sizes) <= 60_000


def test_colours_are_named_in_the_tokens_only() -> None:
    for path in CSS:
        if path.name != "01-tokens.css":
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text()) == [], path.name


def test_nothing_is_loaded_from_elsewhere() -> None:
    assert not [path.name for path in CSS if re.search(r"url\(|@import|https?:", path.read_text())]
