"""Who belongs together: by what says much, never by what everybody has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pratique.identity.links import Graph, Token, graph, tokens_of

KEY = b"k" * 32


def told(**traders: dict[str, str]) -> Graph:
    return graph([(name, token) for name, fields in traders.items() for token in tokens_of(fields, KEY)])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"phone": "+86 (574) 555-0000"}, {"phone": "0086 574 5550000"}),
        ({"email": "Office+a@shop.example"}, {"email": "office@SHOP.example"}),
        ({"payment_account": "CN00 1234 5678"}, {"payment_account": "cn0012345678"}),
        (
            {"address": "8 Harbour Road, Ningbo", "text": "x" * 3 + "soft cotton shirt " * 8},
            {"address": "8 HARBOUR ROAD Ningbo", "text": "x" * 3 + "soft cotton shirt " * 8},
        ),
    ],
)
def test_what_two_alone_share_joins_them(one: dict[str, str], other: dict[str, str]) -> None:
    found = told(a=one, b=other)
    assert [group.traders for group in found.groups] == [("a", "b")]
    assert {shared.kind for shared in found.groups[0].links[0].shared} == set(one)


def test_an_address_alone_joins_nobody_and_is_shown_as_weak() -> None:
    found = told(a={"address": "8 Harbour Road, Ningbo"}, b={"address": "8 Harbour Road, Ningbo"})
    assert found.groups == ()
    assert [(link.one, link.other) for link in found.weak] == [("a", "b")]


def test_the_address_of_a_forwarder_joins_nobody_however_many_share_it() -> None:
    traders = {f"t{number:02}": {"address": "Warehouse 7, Free Zone", "phone": f"+86 574 555{number:04}"} for number in range(40)}
    traders["t01"]["phone"] = traders["t00"]["phone"]
    found = told(**traders)
    assert [group.traders for group in found.groups] == [("t00", "t01")]
    assert [(common.kind, common.by) for common in found.common] == [("address", 40)]
    assert found.weak == ()


def test_an_account_says_the_same_however_many_share_it() -> None:
    found = told(**{f"t{number}": {"payment_account": "CN001234"} for number in range(9)})
    assert len(found.groups[0].traders) == 9
    assert all(link.weight >= 0.9 for link in found.groups[0].links)


def test_a_chain_is_one_group_with_its_links() -> None:
    found = told(
        a={"phone": "5551111111"}, b={"phone": "5551111111", "email": "x@y.example"}, c={"email": "x@y.example"}, d={"phone": "5559999999"}
    )
    (group,) = found.groups
    assert group.traders == ("a", "b", "c")
    assert [(link.one, link.other) for link in group.links] == [("a", "b"), ("b", "c")]


def test_nothing_can_be_read_from_a_token_and_another_key_gives_another() -> None:
    (token,) = tokens_of({"phone": "+86 574 5550000"}, KEY)
    assert b"574" not in token.token
    assert tokens_of({"phone": "+86 574 5550000"}, b"z" * 32) != [token]
    assert tokens_of({"phone": "110", "colour": "black and white", "text": "short"}, KEY) == []


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(["phone", "address", "text", "tax_id"]), st.integers(0, 5)), max_size=40
    )
)
def test_groups_are_apart_and_order_does_not_matter(held: list[tuple[str, str, int]]) -> None:
    rows = [(trader, Token(kind, bytes([value]) * 16)) for trader, kind, value in held]
    found = graph(rows)
    assert found == graph(list(reversed(rows)))
    named = [name for group in found.groups for name in group.traders]
    assert len(named) == len(set(named))
    for group in found.groups:
        assert {name for link in group.links for name in (link.one, link.other)} == set(group.traders)
