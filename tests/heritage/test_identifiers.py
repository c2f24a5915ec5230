import pytest
from hypothesis import given
from hypothesis import strategies as st

from heritage.errors import InvalidIdentifier
from heritage.identifiers import BETANUMERIC, ark_of, check_character, mint_name, parse_ark, parse_name

names = st.builds(mint_name)


def test_the_check_character_is_noids():
    # The worked example of NOID's documentation: 13030/xf93gt2 is completed by q.
    assert check_character("13030/xf93gt2") == "q"


@given(names)
def test_a_minted_name_parses_to_itself(name):
    assert parse_name(name) == name
    assert parse_ark(str(ark_of(name))) == ark_of(name)


@given(names, st.data())
def test_one_wrong_character_is_caught(name, data):
    position = data.draw(st.integers(0, len(name) - 1))
    other = data.draw(st.sampled_from([char for char in BETANUMERIC if char != name[position]]))
    with pytest.raises(InvalidIdentifier):
        parse_name(name[:position] + other + name[position + 1 :])


@given(names, st.data())
def test_two_neighbours_swapped_are_caught(name, data):
    position = data.draw(st.integers(0, len(name) - 2))
    swapped = name[:position] + name[position + 1] + name[position] + name[position + 2 :]
    if swapped != name:
        with pytest.raises(InvalidIdentifier):
            parse_name(swapped)


@given(st.text(max_size=40))
def test_any_text_is_an_identifier_or_a_clear_error(text):
    try:
        assert set(parse_name(text)) <= set(BETANUMERIC)
    except InvalidIdentifier as error:
        assert error.status == 404


@pytest.mark.parametrize(
    "form",
    ["ark:/99999/{}", "ark:99999/{}", "ARK:/99999/{}", "https://n2t.net/ark:/99999/{}", "ark:/99999/ {} "],
)
def test_the_forms_an_ark_is_cited_in(form):
    name = mint_name()
    hyphenated = f"{name[:4]}-{name[4:8]}–{name[8:]}"
    assert parse_ark(form.format(name)).name == name
    assert parse_ark(form.format(name.upper())).name == name
    assert parse_ark(form.format(hyphenated)).name == name


@pytest.mark.parametrize(
    "bad", ["", "ark:", "ark:/99999/", "ark:/99999/../x", "ark:/1/q1", "q1" * 40, "ark:/99999/q1٣"]
)
def test_what_is_not_an_ark(bad):
    with pytest.raises(InvalidIdentifier):
        parse_ark(bad)
