"""The collection that the site comes with, held to its own rules."""

import re
from dataclasses import replace

from kb.domain.citations import citations_of
from kb.domain.content_figure_rules import figure_findings
from kb.domain.content_texts import pieces
from kb.domain.locales import LOCALES
from kb.domain.record_types import RECORD_TYPES
from kb.services import reading
from kb.services.content_check import check_content
from kb.services.site import Site

FIRST_CASES = {
    "owl-bus", "metaverse-seoul", "ecitie-revenue-system", "weyonje-sanitation-app", "nice-connected-boulevard-smart-parking",
    "nice-grid", "dresden-matchup-johannstadt", "dresden-vamos", "brussels-fixmystreet", "brussels-video-protection-platform",
}  # fmt: skip
SESSIONS = ("digital-mayors-office-tour", "plenary", "networking", "homo-sapiencity", "smart-economy")
TRACK = "WeGO Smart City Global Leaders Forum"


def test_the_content_check_finds_nothing(seeded_site: Site) -> None:
    with seeded_site.reads() as session:
        report = check_content(session)
    assert [str(finding) for finding in report.findings] == []
    assert report.citations > 1000


def test_a_digit_changed_in_one_language_of_any_case_is_found(seeded_site: Site) -> None:
    """Nothing found must mean that nothing is wrong: one digit in each paragraph with figures is changed in turn."""
    with seeded_site.reads() as session:
        cases = reading.list_records(session, "case")
    changed, missed = 0, []
    for piece in (piece for case in cases for piece in pieces(case) if piece.is_paired and piece.is_prose):
        for lang in LOCALES:
            for digits in list(re.finditer(r"(?<![\w.,-])\d{2,}(?![\w.,-])", piece.texts[lang]))[:1]:
                end = digits.end() - 1
                other = str((int(piece.texts[lang][end]) + 5) % 10)
                wrong = piece.texts[lang][:end] + other + piece.texts[lang][end + 1 :]
                changed += 1
                if not list(figure_findings("case:x", replace(piece, texts={**piece.texts, lang: wrong}))):
                    missed.append((piece.where, lang, wrong))
    assert changed > 300
    assert len(missed) <= changed // 25, missed  # a year may stand twice in a paragraph


def test_every_source_is_cited(seeded_site: Site) -> None:
    with seeded_site.reads() as session:
        cited = {
            slug
            for kind in RECORD_TYPES
            for record in reading.list_records(session, kind)
            for _field, _row, _lang, slug in citations_of(record.type, record.values)
        }
        assert {record.slug for record in reading.list_records(session, "source")} == cited


def test_the_promised_cities_cases_and_themes_are_there(seeded_site: Site) -> None:
    with seeded_site.reads() as session:
        assert {"seoul", "kampala", "nice", "dresden", "brussels"} <= {
            record.slug for record in reading.list_records(session, "city")
        }
        assert {record.slug for record in reading.list_records(session, "case")} >= FIRST_CASES
        assert len(reading.list_records(session, "theme")) == 54


def test_the_event_has_its_five_sessions_and_the_forum_is_one_track(seeded_site: Site) -> None:
    with seeded_site.reads() as session:
        slugs = [f"seoul-digital-summit-2018/{own}" for own in SESSIONS]
        found = reading.records_by_slug(session, "session", slugs)
        assert set(found) == set(slugs)
        assert [slug for slug in slugs if found[slug].values.get("track__en") == TRACK] == slugs[3:]


def test_each_forum_session_has_its_four_speakers_and_says_that_slides_are_wanted(seeded_site: Site) -> None:
    with seeded_site.reads() as session:
        for own in SESSIONS[3:]:
            cards = reading.referring(session, "session", f"seoul-digital-summit-2018/{own}", "session", "presentation")
            assert len(cards) == 4, own
            for record in reading.records_by_slug(session, "presentation", (card.slug for card in cards)).values():
                assert record.values["material_state"] == "wanted"
                assert record.rows("speakers")


def test_figures_that_may_not_be_shown_as_results_are_not(seeded_site: Site) -> None:
    """Projections of the Connected Boulevard stay projections; one person's job count is nowhere an outcome."""
    with seeded_site.reads() as session:
        case = reading.get_record(session, "case", "nice-connected-boulevard-smart-parking")
        for row in case.rows("outcomes"):
            if row.get("value") in (30, 80) or "20" in str(row.get("value_text__en", "")):
                assert row["outcome_type"] == "projection", row
        weyonje = reading.get_record(session, "case", "weyonje-sanitation-app")
        assert all(row.get("value") != 15000 for row in weyonje.rows("outcomes"))


def test_every_text_of_the_cases_exists_in_both_languages(seeded_site: Site) -> None:
    with seeded_site.reads() as session:
        for record in reading.list_records(session, "case"):
            for field in record.type.fields:
                if field.translated:
                    given = [key for key in field.keys() if record.values.get(key)]
                    assert len(given) in (0, 2), f"{record.slug} {field.name}"
