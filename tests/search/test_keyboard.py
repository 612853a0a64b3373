"""Letters, syllables, the two keyboard layouts and Korean in Latin letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.analysis.jamo import compose, initials, is_initials
from kb.search.analysis.keyboard import hangul_typed, korean_readings, latin_reading
from kb.search.analysis.ko import letters
from kb.search.analysis.romanise import loose_key, romanised, spelled_apart

SYLLABLES = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tjdnf", "서울"), ("wnck", "주차"), ("tmakxmtlxl", "스마트시티"), ("ekfr", "닭"), ("ekfrdl", "닭이"),
        ("Tkdekd", "쌍당"), ("dkssudgktpdy", "안녕하세요"), ("dhkd", "왕"), ("dml", "의"), ("dPdks", "예안"),
        ("djqtdj", "없어"), ("rksek", "간다"),
    ],
)  # fmt: skip
def test_latin_keys_are_read_as_korean(typed: str, meant: str) -> None:
    assert korean_readings(typed) == [meant]


@pytest.mark.parametrize("typed", ["smart", "test", "kbs", "iot", "q", "", "서울", "tj dnf", "tj1", "côte"])
def test_keys_that_make_no_whole_syllables_are_no_korean(typed: str) -> None:
    assert korean_readings(typed) == []


def test_with_caps_lock_the_plain_letters_may_be_meant() -> None:
    assert korean_readings("TJDNF") == ["서울", "써울"]


def test_what_is_typed_so_far_may_end_in_a_letter() -> None:
    assert hangul_typed("tjd") == ["성"]
    assert hangul_typed("tjdn") == ["서우"]
    assert hangul_typed("t") == ["ㅅ"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ㅔㅁ가ㅑㅜㅎ", "parking"),
        ("늠ㄱㅅ", "smart"),
        ("ㅠㅕㄴ", "bus"),
        ("챳ㅛ", "city"),
        ("챠쇼", "city"),
        ("쟝ㄷ", "wide"),
    ],
)
def test_hangul_keys_are_read_as_latin(typed: str, meant: str) -> None:
    assert latin_reading(typed) == meant


@pytest.mark.parametrize("typed", ["", "park", "주차 1", "서울!", "日本"])
def test_what_holds_other_signs_has_no_latin_reading(typed: str) -> None:
    assert latin_reading(typed) == ""


@given(SYLLABLES)
def test_every_word_survives_both_keyboards(word: str) -> None:
    keys = letters(word)
    assert compose(keys) == word or letters(compose(keys)) == keys  # 각ㅏ and 가가 are the same keys
    assert len(latin_reading(word)) == len(keys)


@given(st.text(max_size=20))
def test_no_text_makes_the_readings_raise(text: str) -> None:
    korean_readings(text), latin_reading(text), compose(text), initials(text), romanised(text), loose_key(text)


def test_initials_are_the_leads_of_syllables() -> None:
    assert initials("스마트city 따릉이") == "ㅅㅁㅌcity ㄸㄹㅇ"
    assert is_initials("ㅅㅁㅌ")
    assert not is_initials("ㅅㅏ")
    assert not is_initials("")


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("서울", "seoul"), ("부산", "busan"), ("따릉이", "ttareungi"), ("종로", "jongno"), ("신라", "silla"),
        ("대관령", "daegwallyeong"), ("별내", "byeollae"), ("독립문", "dongnimmun"), ("왕십리", "wangsimni"),
        ("백마", "baengma"), ("학여울", "hagyeoul"), ("같이", "gachi"), ("해돋이", "haedoji"), ("좋고", "joko"),
        ("놓다", "nota"), ("압구정", "apgujeong"), ("낙동강", "nakdonggang"), ("많이", "mani"), ("값이", "gapsi"),
        ("울릉", "ulleung"), ("광희문", "gwanghuimun"), ("벚꽃", "beotkkot"), ("S-Map", "S-Map"),
    ],
)  # fmt: skip
def test_korean_is_romanised_by_its_sound(word: str, written: str) -> None:
    assert romanised(word) == written


def test_syllables_may_be_romanised_one_by_one() -> None:
    assert spelled_apart("종로") == "jongro"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ttareungi", "ddareungi"), ("busan", "pusan"), ("seoul", "soul"), ("daegu", "taegu"), ("jeju", "cheju"),
        ("gwangju", "kwangju"), ("incheon", "inchon"), ("suwon", "soowon"), ("silla", "shilla"),
    ],
)  # fmt: skip
def test_common_spellings_of_a_name_meet(one: str, other: str) -> None:
    assert loose_key(one) == loose_key(other)


@pytest.mark.parametrize(("one", "other"), [("seoul", "suwon"), ("busan", "masan"), ("daegu", "daejeon")])
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert loose_key(one) != loose_key(other)
