from hypothesis import given
from hypothesis import strategies as st

from kb.domain.locales import LOCALES, Locale, choose, other

text = st.none() | st.text(min_size=0, max_size=5)
locales = st.sampled_from(LOCALES)


@given(st.fixed_dictionaries({"ko": text, "en": text}), locales)
def test_the_wanted_language_wins_and_the_other_one_stands_in(texts: dict[Locale, str | None], locale: Locale) -> None:
    shown = choose(texts, locale)
    if texts[locale]:
        assert (shown.value, shown.lang, shown.is_fallback) == (texts[locale], locale, False)
    elif texts[other(locale)]:
        assert (shown.value, shown.lang, shown.is_fallback) == (texts[other(locale)], other(locale), True)
    else:
        assert not shown
        assert not shown.is_fallback


@given(locales)
def test_the_other_language_of_the_other_language_is_the_first(locale: Locale) -> None:
    assert other(other(locale)) == locale != other(locale)
