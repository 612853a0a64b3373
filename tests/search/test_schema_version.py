"""An index built by other rules must not be read: the version is to be raised with the rules."""

from __future__ import annotations

import hashlib
import json

from kb.search.entries import make_entry
from kb.search.generations import SCHEMA_VERSION
from kb.search.port import FACETS
from kb.search.sections import SECTIONS
from tests.search.samples import document

SAMPLE = document(
    "sample",
    title_ko="스마트·시티 주차장을",
    title_en="E-government in Côte d'Azur",
    summary_ko="AI기반의 서비스는 2018년도에 1,234건을 처리했습니다. 물을 아꼈습니다.",
    summary_en="Cities' programmes organised parking, mobility and universities; 3.5 % of 28,000,000.",
)
DIGESTS = {5: "a30ae10914a9bda9"}


def test_what_is_indexed_changes_only_with_the_schema_version() -> None:
    entry = make_entry(SAMPLE)
    rules = [[section.name, section.group] for section in SECTIONS]
    written = json.dumps(
        [entry.head, entry.terms, entry.texts.hex(), rules, FACETS], sort_keys=True, ensure_ascii=False
    )
    digest = hashlib.sha256(written.encode()).hexdigest()[:16]
    assert DIGESTS.get(SCHEMA_VERSION) == digest, "raise SCHEMA_VERSION and put the new digest here"
