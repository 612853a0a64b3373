"""Cases like one: the rule, with and without the index and meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from kb.domain.locales import Locale
from kb.services.case_themes import CaseThemes, read_case_themes
from kb.services.names import read_names
from kb.services.similar_cases import LEAST, SimilarCase, find_similar
from kb.services.site import Site
from tests.factories import case_values, city_values, draft, publish, theme_values
from tests.services.test_briefs import counted

BROADER = {"buses": "mobility", "bikes": "mobility", "mobility": None, "data": None, "water": None}
CASES: Sequence[tuple[str, str | None, Sequence[str]]] = (
    ("owl", "seoul", ("buses", "data")),
    ("moon", "nice", ("buses",)),
    ("topis", "seoul", ("buses", "data")),
    ("velo", "nice", ("bikes",)),
    ("pipes", "kampala", ("water",)),
    ("bare", None, ()),
    *((f"data-{number}", "nice", ("data",)) for number in range(9)),
)


@dataclass
class Told:
    """A likeness that says what it was told to."""

    word_shares: Mapping[str, float] = field(default_factory=dict)
    cosines: Mapping[str, float] = field(default_factory=dict)
    shared: Mapping[Locale, Sequence[str]] = field(default_factory=dict)
    is_final: bool = True

    def closest(self, count: int) -> Sequence[str]:
        return list(dict.fromkeys([*self.word_shares, *self.cosines]))[:count]

    def words(self, slug: str) -> float:
        return self.word_shares.get(slug, 0.0)

    def meaning(self, slug: str) -> float | None:
        return self.cosines.get(slug)

    def shared_words(self, slug: str, lang: Locale) -> Sequence[str]:
        return self.shared.get(lang, ())


@pytest.fixture
def themes() -> CaseThemes:
    return CaseThemes(CASES, BROADER)


def similar(
    themes: CaseThemes, slug: str = "owl", told: Told | None = None, without: Sequence[str] = (), limit: int = 5
) -> list[SimilarCase]:
    return list(find_similar(themes, told, slug, "en", without, limit))


def slugs(found: Sequence[SimilarCase]) -> list[str]:
    return [item.slug for item in found]


def test_other_cities_come_first_and_the_same_city_fills_what_is_left(themes: CaseThemes) -> None:
    found = similar(themes)
    assert [(item.slug, item.is_same_city) for item in (found[0], found[-1])] == [("moon", False), ("topis", True)]
    assert found[-1].score > found[0].score
    assert "topis" not in slugs(similar(themes, limit=1))


def test_a_case_is_not_like_itself_and_those_told_apart_are_left_out(themes: CaseThemes) -> None:
    assert "owl" not in slugs(similar(themes))
    assert "moon" not in slugs(similar(themes, without=["moon"]))


def test_a_rare_theme_in_common_says_more_than_a_common_one(themes: CaseThemes) -> None:
    shares = themes.shares("owl")
    assert shares is not None
    assert shares[themes.places["moon"]] > shares[themes.places["data-0"]]


def test_cases_under_the_same_broader_theme_share_that_one_and_narrower_ones_stand_for_it(themes: CaseThemes) -> None:
    assert themes.shared("owl", "velo") == ["mobility"]
    assert themes.shared("owl", "topis") == ["buses", "data"]
    assert themes.shared("owl", "pipes") == []


def test_shares_are_symmetric_and_between_none_and_all(themes: CaseThemes) -> None:
    for one in themes.slugs:
        for two in themes.slugs:
            there, back = themes.shares(one), themes.shares(two)
            if there is not None and back is not None:
                assert there[themes.places[two]] == pytest.approx(back[themes.places[one]])
                assert 0 <= there[themes.places[two]] <= 1


def test_words_and_meaning_bring_what_shares_no_theme(themes: CaseThemes) -> None:
    told = Told({"pipes": 0.9}, {"pipes": 0.6}, {"en": ["night bus"]})
    found = {item.slug: item for item in similar(themes, told=told)}
    assert found["pipes"].words == (("en", ["night bus"]),)
    assert found["pipes"].is_close
    assert not found["pipes"].themes


def test_shared_words_of_the_other_language_are_given_where_there_are_none_in_the_readers(themes: CaseThemes) -> None:
    told = Told({"moon": 0.9}, shared={"ko": ["심야버스"]})
    assert next(item for item in similar(themes, told=told) if item.slug == "moon").words == (("ko", ["심야버스"]),)


def test_few_shared_words_are_no_reason(themes: CaseThemes) -> None:
    found = similar(themes, told=Told({"moon": 0.05}, shared={"en": ["per"]}))
    assert next(item for item in found if item.slug == "moon").words == ()


def test_a_case_without_themes_goes_by_words_and_meaning_and_without_these_is_like_nothing(themes: CaseThemes) -> None:
    assert similar(themes, "bare") == []
    assert slugs(similar(themes, "bare", Told({"owl": 0.35}, {"owl": 0.4}))) == ["owl"]
    assert similar(themes, "bare", Told({"owl": 0.35}, {"owl": 0.4}))[0].score == pytest.approx(1)


def test_what_the_index_still_has_but_is_no_longer_published_is_left_out(themes: CaseThemes) -> None:
    assert "withdrawn" not in slugs(similar(themes, told=Told({"withdrawn": 1.0}, {"withdrawn": 1.0})))


def test_hardly_alike_is_not_alike(themes: CaseThemes) -> None:
    found = similar(themes, told=Told({}, {"pipes": 0.05}))
    assert "pipes" not in slugs(found)
    assert all(item.score >= LEAST for item in found)


def test_a_missing_vector_is_neither_for_nor_against(themes: CaseThemes) -> None:
    by_themes = {item.slug: item.score for item in similar(themes)}
    told = Told({slug: 0.35 * score for slug, score in by_themes.items()})
    assert {item.slug: item.score for item in similar(themes, told=told)} == pytest.approx(by_themes)


def test_themes_are_read_in_three_statements_and_drafts_are_unknown(small_site: Site) -> None:
    publish(
        small_site,
        ("theme", "water", theme_values(pref_label__en="Water")),
        ("city", "lyon", city_values(name__en="Lyon")),
        *(("case", f"case-{number}", case_values(city="lyon", themes=["water"])) for number in range(5)),
        index=False,
    )
    draft(small_site, "case", "secret", case_values())
    with small_site.reads() as session:
        names = read_names(session)
        with counted(small_site) as statements:
            found = read_case_themes(session, names)
    assert len(statements) == 3
    assert found.slugs == [*(f"case-{number}" for number in range(5)), "smart-parking"]
    assert (found.city("case-0"), found.city("secret")) == ("lyon", None)
    assert slugs(similar(found, "case-0", limit=9)) == [f"case-{number}" for number in range(1, 5)]


def test_on_the_seed_bicycles_bring_bicycles_and_a_smart_grid_brings_a_battery(seeded_site: Site) -> None:
    with seeded_site.reads() as session:
        found = read_case_themes(session, read_names(session))
    assert similar(found, "ddareungi-bike-sharing")[0].slug == "dresden-mobi-mobility-points"
    assert similar(found, "nice-grid")[0].slug == "dresden-reick-battery"
