"""Short names for cells that stand by themselves."""

from __future__ import annotations

from kb.domain.locales import LocalText
from kb.web.public.compare_names import cell_names

NICE = LocalText("Nice", "en")


def en(text: str) -> LocalText:
    return LocalText(text, "en")


def plain(*named: tuple[LocalText, LocalText | None]) -> list[str]:
    return [name.striptags() for name in cell_names(named)]


def test_a_record_is_called_by_its_city_and_the_first_words_of_its_title() -> None:
    named = (en("Urban Environmental Monitoring (MUE) and the Centre"), NICE), (en("Owl Bus: night routes"), None)
    assert plain(*named) == ["Nice · Urban Environmental…", "Owl Bus"]


def test_letters_of_hangul_count_twice_and_a_city_that_the_title_names_is_not_repeated() -> None:
    named = LocalText("브뤼셀 광역 영상보안 공동 플랫폼 사업", "ko"), LocalText("브뤼셀", "ko")
    assert plain(named) == ["브뤼셀 광역 영상보안…"]


def test_records_that_would_be_called_the_same_keep_their_titles() -> None:
    first, second = en("Regional monitoring centre (air)"), en("Regional monitoring centre (noise)")
    assert plain((first, NICE), (second, NICE)) == [f"Nice · {first}", f"Nice · {second}"]


def test_titles_are_escaped_and_a_title_of_another_language_is_marked() -> None:
    (name,) = cell_names([(LocalText("<b>Bus", "en", is_fallback=True), None)])
    assert name == '<span lang="en">&lt;b&gt;Bus</span>'  # without a request the page is Korean
