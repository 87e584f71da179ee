"""Identifiers are checked as their law computes them, and a wrong letter says which was the right one."""

import pytest

from consistori.parties.rules.identifiers import (
    IdentifierFault,
    IdentifierKind,
    check_identifier,
    compact,
    expected_letter,
    guess_kind,
)

GOOD = [
    ("12345678Z", "12345678Z", "dni"),
    ("12.345.678-z", "12345678Z", "dni"),
    ("ES12345678Z", "12345678Z", "dni"),
    ("1234567L", "01234567L", "dni"),
    ("X1234567L", "X1234567L", "nie"),
    ("x-1234567-l", "X1234567L", "nie"),
    ("Y2345678Z", "Y2345678Z", "nie"),
    ("K1234567L", "K1234567L", "personal_nif"),
    ("B00000000", "B00000000", "nif"),
    ("A12345674", "A12345674", "nif"),
    ("P1234567D", "P1234567D", "nif"),
    ("PAA123456", "PAA123456", "passport"),
    ("FR83404833048", "FR83404833048", "vat"),
]

WRONG = [
    ("12345678A", "", "wrong_letter", "Z"),
    ("X1234567A", "", "wrong_letter", "L"),
    ("K1234567A", "", "wrong_letter", "L"),
    ("12345678", "", "no_letter", "Z"),
    ("X1234567", "", "no_letter", "L"),
    ("B00000001", "", "wrong_control", "0"),
    ("P1234567A", "", "wrong_control", "D"),
    ("123456789012", "", "too_long", ""),
    ("hola", "", "unknown_form", ""),
    ("", "", "empty", ""),
    ("FR00000000000", "vat", "wrong_vat", ""),
    ("A12345674", "dni", "unknown_form", ""),
    ("<script>", "passport", "unknown_form", ""),
    ("9" * 41, "other", "too_long", ""),
]


@pytest.mark.parametrize(("raw", "value", "kind"), GOOD)
def test_a_good_identifier_is_kept_compact_and_known_by_its_form(raw: str, value: str, kind: str) -> None:
    checked = check_identifier(raw)

    assert (checked.value, checked.kind) == (value, kind)


@pytest.mark.parametrize(("raw", "kind", "code", "expected"), WRONG)
def test_a_wrong_identifier_says_what_is_wrong(raw: str, kind: str, code: str, expected: str) -> None:
    with pytest.raises(IdentifierFault) as fault:
        check_identifier(raw, kind)

    assert (fault.value.code, fault.value.expected) == (code, expected)


def test_a_foreign_passport_needs_to_be_called_so() -> None:
    assert guess_kind("99AB12345") is None
    assert check_identifier("99ab 12345", "passport").kind is IdentifierKind.PASSPORT


def test_every_letter_of_the_table_is_expected_somewhere() -> None:
    letters = {expected_letter(f"{number:08d}") for number in range(23)}

    assert letters == set("TRWAGMYFPDXBNJZSQVHLCKE")


def test_signs_and_spaces_of_any_hand_are_taken_off() -> None:
    assert compact(" 12.345.678 – z ") == "12345678Z"
    assert compact("B-00/000000") == "B00000000"


def test_only_the_identifiers_of_people_are_personal() -> None:
    assert check_identifier("X1234567L").is_personal
    assert not check_identifier("B00000000").is_personal
