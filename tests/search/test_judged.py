"""How well the search answers queries judged by hand: `judged.yaml` says which records of the seed each should get.

`pytest -s` prints the figures of every group. No query is left out, and the whole of it takes the path of the page.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Final

import pytest
import yaml
from sqlalchemy.orm import Session

from bench.relevance import ndcg
from kb.domain.locales import Locale
from kb.search.port import SearchEngine, SearchRequest
from kb.services.correcting import answer_search
from kb.services.indexing import expected_keys
from kb.services.site import Site

JUDGED: Final = Path(__file__).with_name("judged.yaml")
DEPTH: Final = 10
OVERALL: Final = 0.87
PER_GROUP: Final = 0.72
"""A little below what is reached (0.88; the weakest group, needs told in an official's words, 0.74). The aim is 0.90 and
0.85: where a question shares no word with the record that answers it, the model of meaning is too coarse."""
FEWEST_QUERIES: Final = 120
FEWEST_IN_A_GROUP: Final = 12
SHOWN: Final = 25
GROUPS: Final = {
    "korean_word",
    "korean_question",
    "korean_compound_and_spacing",
    "english_word",
    "english_question",
    "mixed_script",
    "misspelt",
    "across_ko_en",
    "across_en_ko",
    "names",
    "staff_and_facts",
    "official_need",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A query and the grade, 1 to 3, of each record (`kind:slug`) that is relevant to it."""

    q: str
    lang: Locale
    group: str
    answers: Mapping[str, int]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the search put first for a judged query, and its nDCG."""

    judgement: Judgement
    ranked: Sequence[str]
    ndcg: float


def read_judgements() -> list[Judgement]:
    return [Judgement(**entry) for entry in yaml.safe_load(JUDGED.read_text(encoding="utf-8"))]


def ask(engine: SearchEngine, session: Session, judgement: Judgement) -> Answered:
    """Ask as the page does, which follows the first suggestion where nothing is found."""
    request = SearchRequest(text=judgement.q, lang=judgement.lang, per_page=DEPTH)
    hits = answer_search(engine, session, request).result.hits
    ranked = [f"{hit.kind}:{hit.slug}" for hit in hits]
    return Answered(judgement, ranked, ndcg(ranked, judgement.answers, DEPTH))


def means_by_group(answered: Sequence[Answered]) -> dict[str, float]:
    groups: defaultdict[str, list[float]] = defaultdict(list)
    for answer in answered:
        groups[answer.judgement.group].append(answer.ndcg)
    return {name: fmean(figures) for name, figures in groups.items()}


def table(answered: Sequence[Answered]) -> str:
    sizes = Counter(answer.judgement.group for answer in answered)
    rows = [f"{name:<30}{sizes[name]:>5}{mean:>8.3f}" for name, mean in means_by_group(answered).items()]
    return "\n".join([*rows, f"{'all':<30}{len(answered):>5}{fmean(answer.ndcg for answer in answered):>8.3f}"])


def worst(answered: Sequence[Answered]) -> str:
    """Write the worst queries down with what came first for each, the grade in front, 0 for what isn't an answer."""
    lines = []
    for answer in sorted(answered, key=lambda answer: answer.ndcg)[:SHOWN]:
        grades = answer.judgement.answers
        first = ", ".join(f"{grades.get(key, 0)} {key}" for key in answer.ranked[:5])
        lines.append(f"{answer.ndcg:.3f}  {answer.judgement.group}: {answer.judgement.q} -> {first or 'nothing'}")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def judgements() -> list[Judgement]:
    return read_judgements()


@pytest.fixture(scope="module")
def answered(seeded_site: Site, judgements: list[Judgement]) -> list[Answered]:
    with seeded_site.reads() as session:
        figures = [ask(seeded_site.search, session, judgement) for judgement in judgements]
    print(f"\nnDCG@{DEPTH}\n{table(figures)}\n\n{worst(figures)}")
    return figures


def test_the_judged_queries_are_answered_well(answered: list[Answered]) -> None:
    overall = fmean(answer.ndcg for answer in answered)
    assert overall >= OVERALL, f"nDCG@{DEPTH}\n{table(answered)}\n\n{worst(answered)}"


def test_no_group_of_judged_queries_is_answered_badly(answered: list[Answered]) -> None:
    weak = {name for name, mean in means_by_group(answered).items() if mean < PER_GROUP}
    concerned = [answer for answer in answered if answer.judgement.group in weak]
    assert not weak, f"nDCG@{DEPTH}\n{table(answered)}\n\n{worst(concerned)}"


def test_every_judged_answer_is_a_published_record(seeded_site: Site, judgements: list[Judgement]) -> None:
    with seeded_site.reads() as session:
        known = expected_keys(session)
    missing = {key: judgement.q for judgement in judgements for key in judgement.answers if key not in known}
    assert missing == {}


def test_the_judged_set_is_large_and_even_enough_to_tell(judgements: list[Judgement]) -> None:
    sizes = Counter(judgement.group for judgement in judgements)
    assert set(sizes) == GROUPS
    assert min(sizes.values()) >= FEWEST_IN_A_GROUP
    assert len(judgements) >= FEWEST_QUERIES


def test_every_query_is_judged_once_with_grades_of_one_to_three(judgements: list[Judgement]) -> None:
    assert [query for query, count in Counter(judgement.q for judgement in judgements).items() if count > 1] == []
    assert {judgement.lang for judgement in judgements} == {"ko", "en"}
    assert all(judgement.answers for judgement in judgements)
    assert {grade for judgement in judgements for grade in judgement.answers.values()} == {1, 2, 3}
