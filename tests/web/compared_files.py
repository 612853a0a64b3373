"""Comparisons as files, read back; and two cases to compare, with texts that look like formulas."""

from __future__ import annotations

import csv
import io
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from flask.testing import FlaskClient
from openpyxl import load_workbook

from kb.services.site import Site
from tests.factories import case_values, city_values, publish, source_values

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "=2", '=HYPERLINK("http://x")')
NICE = city_values(profile=[
    {"row_id": "p", "figure": "population", "label__ko": "인구", "label__en": "Population", "value": 340_000,
     "unit__ko": "명", "unit__en": "people", "year": "2016", "sources": ["census"]}])  # fmt: skip
LATER = case_values(
    title__en="=1+1", title__ko="나중 사업", challenge__en="**Old** meters *had* to go.[@report]\n\n- one\n- two[@census]",
    challenge__ko=None, period="2016",
    costs=[
        {"row_id": "t", "cost_type": "total", "amount": 9_000_000, "amount_max": 9_500_000, "currency": "EUR",
         "year": "2016", "note__en": "@SUM(A1)", "sources": ["report"]},
        {"row_id": "x", "cost_type": "other", "amount": 12, "currency": "XAF", "year": "2016", "sources": ["report"]},
    ],
    outcomes=[
        {"row_id": "k", "indicator__ko": "철거", "indicator__en": "-1", "value": 12.5, "baseline": 10, "baseline_year": "2015~",
         "unit__ko": "대", "unit__en": "kiosks", "year": "2016", "outcome_type": "claim", "said_by__en": "+1", "sources": ["report"]},
        {"row_id": "w", "indicator__ko": "말", "indicator__en": "Words", "value_text__en": '=HYPERLINK("http://x")',
         "value_text__ko": "글", "outcome_type": "projection", "sources": ["census"]},
    ],
    lessons=[
        {"row_id": "f", "lesson_type": "failure", "category": "legal", "text__ko": "법이 문제였습니다.",
         "text__en": "The law stood in the way.", "sources": ["report"]},
        {"row_id": "s", "lesson_type": "success", "category": "data", "text__ko": "자료가 좋았습니다.", "sources": ["report"]},
    ],
)  # fmt: skip
CENSUS = source_values(title="=2", language="fr", date="2016", url="https://example.org/census", publisher="INSEE")
BOTH = "case=smart-parking&case=later"
FIVE = (
    "case=nice-auto-bleue&case=ddareungi-bike-sharing&case=nice-connected-boulevard-smart-parking"
    "&case=owl-bus&case=brussels-irisbox"
)
CITIES = "city=seoul&city=nice&city=kampala"


def publish_two(site: Site) -> None:
    """Publish a second case, whose texts look like formulas, a second source, and the residents of the city."""
    publish(site, ("source", "census", CENSUS), ("city", "nice", NICE), ("case", "later", LATER), index=False)


def get(client: FlaskClient, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    body: bytes = answer.data
    return body


def rows_of(client: FlaskClient, query: str, lang: str = "en") -> list[dict[str, str]]:
    body = get(client, f"/{lang}/compare.csv?{query}")
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def book_of(client: FlaskClient, query: str, lang: str = "en") -> Any:
    return load_workbook(io.BytesIO(get(client, f"/{lang}/compare.xlsx?{query}")))


def brief_of(client: FlaskClient, query: str, lang: str = "en") -> Any:
    return Document(io.BytesIO(get(client, f"/{lang}/compare.docx?{query}")))


def words_of(brief: Any) -> str:
    return "\n".join(
        "".join(text.text or "" for text in line.iter(qn("w:t"))) for line in brief.element.iter(qn("w:p"))
    )


def lines_of(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def heading_texts(brief: Any, level: int) -> list[str]:
    return [line.text for line in brief.paragraphs if line.style.name == f"Heading {level}"]
