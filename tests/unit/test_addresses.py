"""The form of addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.addresses import (
    SERIOUS,
    form_faults,
    is_public_ip,
    same_place,
    shared_places,
    spread_by_host,
    wire_form,
    without_tracking,
)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.nice.fr/stationnement",
        "http://example.org",
        "https://example.org:8443/a?b=c&d=#top",
        "https://ko.wikipedia.org/wiki/서울특별시",
        "https://ko.wikipedia.org/wiki/%EC%84%9C%EC%9A%B8",
        "https://서울.kr/",
        "https://en.wikipedia.org/wiki/Nice_(city)",
        "http://93.184.216.34/",
        "https://data.technopolice.fr/fr/entity/x?page=20&ref=619a777ef9287522bf8d535b",
    ],
)
def test_an_address_in_order_has_no_fault(address: str) -> None:
    assert form_faults(address) == []


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("", "scheme"),
        ("www.nice.fr/page", "scheme"),
        ("ftp://nice.fr/file", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("https://nice.fr/a page", "spaces"),
        ("https://nice.fr/page\n", "spaces"),
        ("https:///page", "host"),
        ("https://nice..fr/", "host"),
        ("https://-nice.fr/", "host"),
        ("https://[::1/", "host"),
        ("https://nice.fr:99999/", "port"),
        ("https://nice.fr:abc/", "port"),
        ("https://nice.fr:0/", "port"),
        ("https://reader:secret@nice.fr/", "credentials"),
        ("http://https://nice.fr/", "repeated_scheme"),
        ("https://nice.fr/<page>", "characters"),
        ("https://nice.fr/a\\b", "characters"),
        ("https://nice.fr/100%-sure", "percent"),
        ("http://localhost:8000/", "not_public"),
        ("http://127.0.0.1/", "not_public"),
        ("http://10.1.2.3/", "not_public"),
        ("http://[::1]/", "not_public"),
        ("http://[::ffff:127.0.0.1]/", "not_public"),
        ("http://intranet/page", "not_public"),
        ("http://printer.local/", "not_public"),
        ("http://169.254.169.254/latest", "not_public"),
        ("http://2130706433/", "not_public"),
        ("http://127.1/", "not_public"),
    ],
)
def test_an_unusable_address_is_named_with_its_fault(address: str, fault: str) -> None:
    faults = form_faults(address)
    assert fault in faults
    assert SERIOUS.issuperset(faults)


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("https://nice.fr/page.", "trailing_punctuation"),
        ("https://nice.fr/page)", "trailing_punctuation"),
        ("https://nice.fr/page?id=1&utm_source=feed", "tracking"),
        ("https://nice.fr/page?ref=naver", "tracking"),
        ("https://nice.fr/page;jsessionid=0A1B?x=1", "session"),
        ("https://nice.fr/page?PHPSESSID=0a1b", "session"),
        ("https://tinyurl.com/yb53bhv8", "shortened"),
    ],
)
def test_an_odd_address_is_only_remarked_on(address: str, fault: str) -> None:
    assert form_faults(address) == [fault]
    assert fault not in SERIOUS


def test_addresses_of_private_networks_are_accepted_where_they_are_wanted() -> None:
    assert form_faults("http://127.0.0.1:8000/page", private_networks=True) == []


def test_tracking_parameters_are_left_out_and_the_rest_stays_as_it_is() -> None:
    assert without_tracking("https://a.kr/x?utm_source=b&id=%7e1&fbclid=c#d") == "https://a.kr/x?id=%7e1#d"
    assert without_tracking("https://a.kr/x?utm_source=b") == "https://a.kr/x"
    assert without_tracking("https://a.kr/x?ref=619a777e") == "https://a.kr/x?ref=619a777e"


@given(st.lists(st.sampled_from(("utm_medium=x", "id=1", "id=", "ocid=a", "b", "fbclid=", "%7e=%20")), max_size=6))
def test_leaving_tracking_out_twice_is_leaving_it_out_once(pairs: list[str]) -> None:
    once = without_tracking(f"https://a.kr/x?{'&'.join(pairs)}")
    assert without_tracking(once) == once
    assert "tracking" not in form_faults(once)


def test_two_sources_with_the_same_page_know_of_each_other() -> None:
    found = shared_places(
        {"a": "http://www.nice.fr/page/", "b": "https://nice.fr/page?utm_source=x", "c": "https://nice.fr/page?id=2"}
    )
    assert found == {"a": ["b"], "b": ["a"]}
    assert same_place("https://nice.fr/p?b=2&a=1") == same_place("https://nice.fr/p?a=1&b=2")


def test_an_address_goes_over_the_wire_in_ascii_and_keeps_its_escapes() -> None:
    target = wire_form("https://서울.kr/좋은 글/%EC?q=서울&r=%20#top")
    assert target.host.startswith("xn--")
    assert target.path == "/%EC%A2%8B%EC%9D%80%20%EA%B8%80/%EC?q=%EC%84%9C%EC%9A%B8&r=%20"
    assert target.port == 443
    assert wire_form("http://nice.fr").path == "/"
    assert wire_form("http://nice.fr:8080/").authority == "nice.fr:8080"
    assert wire_form("https://[2001:db8::1]/").origin == "https://[2001:db8::1]"


@given(st.text(), st.text())
def test_whatever_path_and_query_an_address_has_it_is_ascii_without_spaces_on_the_wire(path: str, query: str) -> None:
    sent = wire_form(f"https://nice.fr/{path}?{query}").path
    assert sent.isascii()
    assert sent.startswith("/")
    assert not any(char.isspace() or char < " " for char in sent)


@given(st.text(max_size=60))
def test_judging_the_form_never_fails(text: str) -> None:
    for address in (text, f"http://{text}", f"https://nice.fr/{text}"):
        assert set(form_faults(address)) <= SERIOUS | {"trailing_punctuation", "tracking", "session", "shortened"}


@pytest.mark.parametrize(
    "ip", ["127.0.0.1", "10.0.0.1", "fe80::1", "::ffff:192.168.0.1", "224.0.0.1", "192.0.2.1", "nice"]
)
def test_an_ip_address_of_a_private_network_is_not_public(ip: str) -> None:
    assert not is_public_ip(ip)


@given(
    st.lists(
        st.sampled_from(("https://a.kr/1", "https://a.kr/2", "https://a.kr/3", "https://b.kr/1", "https://c.kr/1"))
    )
)
def test_spreading_keeps_every_address_and_starts_with_different_hosts(addresses: list[str]) -> None:
    spread = spread_by_host(addresses)
    assert sorted(spread) == sorted(addresses)
    hosts = [wire_form(address).host for address in spread]
    assert len(set(hosts[: len(set(hosts))])) == len(set(hosts))
