"""Proof-reading the collection by rule, and its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kb.domain.citations import citations_of
from kb.domain.content_findings import Finding
from kb.domain.content_repeats import repeat_findings
from kb.domain.content_rules import all_words, check_record
from kb.domain.content_vocabulary import label_findings, vocabulary_findings, vocabulary_of
from kb.domain.locales import LOCALES
from kb.domain.record_types import RECORD_TYPES
from kb.domain.records import PublicRecord
from kb.services import reading


@dataclass(frozen=True, slots=True)
class ContentReport:
    """Findings over all published records, and the collection's figures."""

    findings: tuple[Finding, ...]
    records: Mapping[str, int]
    words: Mapping[str, int]  # by language
    citations: int

    @property
    def errors(self) -> int:
        """Count the findings that must be mended."""
        return sum(finding.severity == "error" for finding in self.findings)


def check_content(session: Session) -> ContentReport:
    """Check every published record."""
    records = [record for kind in RECORD_TYPES for record in reading.list_records(session, kind)]
    published = {(record.kind, record.slug) for record in records}
    findings = [
        finding for record in records for finding in check_record(record, lambda kind, slug: (kind, slug) in published)
    ]
    findings += _of_the_whole(records)
    return ContentReport(
        findings=tuple(findings),
        records=Counter(record.kind for record in records),
        words={lang: sum(all_words(record, lang) for record in records) for lang in LOCALES},
        citations=sum(1 for record in records for _ in citations_of(record.type, record.values)),
    )


def _of_the_whole(records: list[PublicRecord]) -> list[Finding]:
    vocabulary = vocabulary_of(record for record in records if record.kind == "theme")
    return [
        *label_findings(vocabulary),
        *(
            finding
            for record in records
            if record.kind == "case"
            for finding in vocabulary_findings(record, f"case:{record.slug}", vocabulary)
        ),
        *repeat_findings(records),
        *_never_cited(records),
    ]


def _never_cited(records: list[PublicRecord]) -> list[Finding]:
    cited = {slug for record in records for _field, _row, _lang, slug in citations_of(record.type, record.values)}
    return [
        Finding(f"source:{record.slug}", "", "", "never_cited", severity="warning")
        for record in records
        if record.kind == "source" and record.slug not in cited
    ]
