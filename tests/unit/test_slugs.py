from hypothesis import given
from hypothesis import strategies as st

from kb.domain.slugs import MAX_LENGTH, is_slug, slugify


@given(st.text(max_size=200))
def test_what_slugify_proposes_is_a_slug_or_nothing(text: str) -> None:
    proposed = slugify(text)
    assert proposed == "" or is_slug(proposed)


@given(st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda text: len(text) <= MAX_LENGTH))
def test_a_slug_stays_as_it_is(slug: str) -> None:
    assert is_slug(slug)
    assert slugify(slug) == slug


def test_accents_and_punctuation_give_way_to_plain_letters() -> None:
    assert slugify("Côte d'Azur – Élan") == "cote-d-azur-elan"


def test_only_a_session_has_a_slash_in_its_slug() -> None:
    assert is_slug("summit/plenary", "session")
    assert not is_slug("plenary", "session")
    assert not is_slug("summit/plenary", "event")


def test_upper_case_spaces_hangul_and_stray_hyphens_are_no_slugs() -> None:
    assert not any(is_slug(text) for text in ("Owl", "owl bus", "올빼미", "-owl", "owl--bus", "owl-", "", "a" * 101))
