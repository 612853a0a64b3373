"""What an answer says about a page."""

from typing import get_args

import pytest

from kb.domain.link_outcomes import NO_ANSWER, OUTCOMES, Outcome, of_answer, without_answer

PAGE = "https://nice.fr/page"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(200, "ok"), (206, "ok"), (404, "dead"), (410, "dead"), (400, "dead"), (500, "dead"), (502, "dead"),
     (401, "refused"), (403, "refused"), (429, "refused"), (451, "refused"), (503, "refused"), (999, "refused"),
     (408, "slow"), (504, "slow"), (300, "dead")],
)  # fmt: skip
def test_a_status_code_has_one_meaning(status: int, outcome: str) -> None:
    found = of_answer(PAGE, status, None, permanently=False)
    assert (found.outcome, found.status_code) == (outcome, status)


def test_a_page_counts_as_moved_only_when_the_site_says_so_for_good() -> None:
    assert of_answer(PAGE, 200, "https://nice.fr/new", permanently=True).outcome == "moved"
    assert of_answer(PAGE, 200, "https://nice.fr/new", permanently=False).outcome == "ok"
    assert of_answer(PAGE, 404, "https://nice.fr/new", permanently=True).outcome == "dead"


def test_a_page_that_leads_to_the_home_page_is_reported_even_if_only_for_now() -> None:
    found = of_answer(PAGE, 200, "https://nice.fr/", permanently=False)
    assert (found.outcome, found.detail) == ("moved", "home_page")
    assert of_answer("https://nice.fr", 200, "https://www.nice.fr/", permanently=False).outcome == "ok"


def test_every_outcome_can_be_listed_and_every_reason_has_one() -> None:
    assert set(OUTCOMES) == set(get_args(Outcome))
    for detail, outcome in NO_ANSWER.items():
        assert without_answer(PAGE, detail).outcome == outcome
