"""Words for what a record says by a choice instead of a text, so that "what failed" and 실패한 사업 find it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from kb.domain.locales import Locale
from kb.domain.records import Snapshot

_STAGES: Final[Mapping[str, Mapping[Locale, str]]] = {
    "planned": {"ko": "계획 단계", "en": "planned"},
    "pilot": {"ko": "시범 운영, 시범사업", "en": "pilot, trial"},
    "operating": {"ko": "운영 중", "en": "in operation, operating"},
    "scaled": {"ko": "확대 운영", "en": "scaled up"},
    "ended": {"ko": "종료된 사업, 중단된 사업", "en": "ended, stopped, discontinued"},
    "failed": {"ko": "실패한 사업, 중단된 사업", "en": "failed, stopped, failure"},
}
_LESSONS: Final[Mapping[str, Mapping[Locale, str]]] = {
    "success": {"ko": "성공 요인", "en": "what worked, success"},
    "barrier": {"ko": "걸림돌, 장애 요인", "en": "barrier, obstacle"},
    "failure": {"ko": "실패, 실패한 것", "en": "what failed, failure"},
}


def choice_words(values: Snapshot) -> Iterator[tuple[Locale, str]]:
    """Yield the words for a case's stage and for the kinds of lesson it tells, each kind once."""
    told = [_STAGES.get(str(values.get("stage")), {})]
    kinds = {str(row.get("lesson_type")) for row in values.get("lessons") or ()}
    told += [_LESSONS[kind] for kind in sorted(kinds & _LESSONS.keys())]
    for words in told:
        yield from words.items()
