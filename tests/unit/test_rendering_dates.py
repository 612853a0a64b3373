from datetime import UTC, datetime

import pytest

from kb.rendering.dates import format_edtf, format_moment, format_years


@pytest.mark.parametrize(
    ("edtf", "english", "korean"),
    [
        ("2013", "2013", "2013년"),
        ("2013-04", "April 2013", "2013년 4월"),
        ("2013-04-19", "19 April 2013", "2013년 4월 19일"),
        ("2018-09-19T10:00", "19 September 2018, 10:00", "2018년 9월 19일 10:00"),
        ("2017-12~", "about December 2017", "2017년 12월경"),
        ("2013?", "2013 (uncertain)", "2013년(불확실)"),
        ("2013%", "about 2013 (uncertain)", "2013년경(불확실)"),
        ("2012/2016", "2012–2016", "2012~2016년"),
        ("2012/2016-05", "2012–May 2016", "2012년~2016년 5월"),
        ("2013-04/2016-05", "April 2013 – May 2016", "2013년 4월~2016년 5월"),
        ("2016-03/2016-05", "March–May 2016", "2016년 3~5월"),
        ("2018-09-18/2018-09-20", "18–20 September 2018", "2018년 9월 18~20일"),
        ("2018-08-30/2018-09-02", "30 August – 2 September 2018", "2018년 8월 30일~9월 2일"),
        ("2013-04/..", "since April 2013", "2013년 4월부터"),
        ("2013/", "from 2013, end unknown", "2013년부터(종료 시점 미상)"),
        ("../2016", "until 2016", "2016년까지"),
        ("soon", "soon", "soon"),
    ],
)
def test_a_period_is_said_in_words_of_the_language(edtf: str, english: str, korean: str) -> None:
    assert format_edtf(edtf, "en") == english
    assert format_edtf(edtf, "ko") == korean


@pytest.mark.parametrize(
    ("edtf", "english", "korean"),
    [
        ("2012-06/2016-05", "2012–2016", "2012~2016년"),
        ("2016-03/2016-05", "2016", "2016년"),
        ("2013-04/..", "since 2013", "2013년부터"),
        ("nonsense", "nonsense", "nonsense"),
    ],
)
def test_years_alone_are_said_for_narrow_places(edtf: str, english: str, korean: str) -> None:
    assert format_years(edtf, "en") == english
    assert format_years(edtf, "ko") == korean


def test_a_moment_is_dated_where_the_site_is() -> None:
    late_evening = datetime(2024, 11, 22, 20, 0, tzinfo=UTC)
    assert format_moment(late_evening, "en", "Asia/Seoul") == "23 November 2024"
    assert format_moment(late_evening.replace(tzinfo=None), "ko", "Europe/Paris") == "2024년 11월 22일"
