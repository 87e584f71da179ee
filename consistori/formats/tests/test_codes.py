"""Verification codes: unguessable, readable over the phone, and forgiving with whoever types them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistori.formats.codes import ALPHABET, RANDOM_LENGTH, NotACode, new_code, normalise, prefix_of

CODE = "VLL-EC2M-B28Y-S7JZ-Y5KM-1PFT-KP13-WDT4"


def test_a_code_carries_its_entity_and_at_least_120_random_bits() -> None:
    assert CODE.startswith("VLL-")
    assert [len(group) for group in CODE.split("-")] == [3, 4, 4, 4, 4, 4, 4, 4]
    assert RANDOM_LENGTH * 5 >= 120
    assert prefix_of(CODE) == "VLL"


def test_codes_do_not_repeat() -> None:
    assert len({new_code("VLL") for _ in range(5000)}) == 5000


@pytest.mark.parametrize(
    "written",
    [CODE, CODE.lower(), CODE.replace("-", ""), CODE.replace("-", " "), f"  {CODE} ", CODE.replace("-", "–")],
)
def test_a_code_is_understood_however_it_was_typed(written: str) -> None:
    assert normalise(written) == CODE


def test_look_alikes_are_read_as_what_was_printed() -> None:
    for _ in range(50):
        code = new_code("OLIU")
        body = code[5:].replace("0", "o").replace("1", "l")
        assert normalise(code[:5] + body) == code


@given(st.integers(0, RANDOM_LENGTH), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(position: int, character: str) -> None:
    prefix, body = CODE[:3], CODE[4:].replace("-", "")
    wrong = body[:position] + character + body[position + 1 :]

    if wrong == body:
        assert normalise(prefix + wrong) == CODE
    else:
        with pytest.raises(NotACode):
            normalise(prefix + wrong)


@given(st.integers(0, RANDOM_LENGTH - 1))
def test_two_neighbours_exchanged_are_always_noticed(position: int) -> None:
    prefix, body = CODE[:3], CODE[4:].replace("-", "")
    first, second = body[position], body[position + 1]
    wrong = body[:position] + second + first + body[position + 2 :]

    if first != second:
        with pytest.raises(NotACode):
            normalise(prefix + wrong)


def test_a_code_of_another_entity_is_not_a_code_of_ours() -> None:
    with pytest.raises(NotACode):
        normalise("MAR" + CODE[3:])


@pytest.mark.parametrize("written", ["", "VLL", "VLL-0000", CODE + "0", "1' OR '1'='1", "Ü" * 40, "A" * 4000])
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(NotACode):
        normalise(written)


@pytest.mark.parametrize("prefix", ["", "V", "VLLOB", "V1L", "vl·"])
def test_a_prefix_is_two_to_four_letters(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        new_code(prefix)
