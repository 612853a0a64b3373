"""In which language a page is written."""

import unicodedata

import pytest

from kb.files.languages import detect_language
from kb.files.pages import clean_text, clean_title


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("가로등 데이터를 공개했습니다", "", "ko"),
        ("Smart Parking 시범사업: IoT sensor 291대", "", "ko"),
        ("Smart parking pilot in Nice (니스)", "", "en"),
        ("Stationnement intelligent à Nice", "fr", "fr"),
        ("Street lamps", "ko", "en"),
        ("ゾルゲと尾崎、淡々と最期", "", "ja"),
        ("智慧城市平台", "", "zh"),
        ("Умный город", "", "ru"),
        ("2018 · 291", "", "und"),
        ("", "ko", "und"),
        ("OK", "", "und"),
    ],
)
def test_the_script_tells_the_language(text: str, declared: str, language: str) -> None:
    assert detect_language(text, declared) == language


def test_texts_come_composed_and_without_control_characters() -> None:
    assert clean_text(unicodedata.normalize("NFD", "도시") + "\x00\x0b두 번째\r\n\r\n\r\n\r\nx\ufffe\ny") == (
        "도시\n두 번째\n\nxy"
    )


def test_a_title_that_says_nothing_is_dropped() -> None:
    for title in ("PowerPoint Presentation", "PowerPoint 프레젠테이션", "Untitled", "Microsoft Word - a.doc", "  "):
        assert clean_title(title) == ""
    assert clean_title(" 니스의\n주차 ") == "니스의 주차"
