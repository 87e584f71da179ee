"""R-RGP-03 and 04: the same four figures always, and never a name beside a whole number."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consistori.parties.rules.masking import Purpose, mask, public_identity, tells_too_much

VECTORS = [
    ("12345678X", "", "***4567**"),
    ("L1234567X", "", "****4567*"),
    ("X1234567L", "nie", "****4567*"),
    ("ABC123456", "", "*****3456"),
    ("ABC123456", "passport", "*****3456"),
    ("XY12345678AB", "", "*****4567***"),
    ("ABCD123XY", "", "*****23XY"),
    ("AB12CD3456", "other", "******3456"),
    ("123456A", "other", "***456A"),
    ("1234", "other", "****"),
]


@pytest.mark.parametrize(("identifier", "kind", "masked"), VECTORS)
def test_the_vectors_of_the_guidance(identifier: str, kind: str, masked: str) -> None:
    assert mask(identifier, kind) == masked


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.from_regex(r"[A-Z]{0,3}[0-9]{1,10}[A-Z]{0,2}", fullmatch=True))
def test_a_mask_keeps_the_length_and_shows_four_at_most(identifier: str) -> None:
    masked = mask(identifier)

    assert len(masked) == len(identifier)
    assert sum(sign != "*" for sign in masked) <= 4


def test_an_act_is_published_with_the_name_and_four_figures() -> None:
    shown = public_identity("Laia Riubrugent Pou", "12345678Z")

    assert str(shown) == "Laia Riubrugent Pou · ***4567**"
    assert "primer" in shown.article


def test_an_announcement_has_the_whole_number_and_no_name() -> None:
    shown = public_identity("Laia Riubrugent Pou", "12345678Z", purpose=Purpose.ANNOUNCEMENT)

    assert (shown.name, shown.number) == ("", "12345678Z")


def test_who_has_no_document_is_named_and_nothing_else() -> None:
    shown = public_identity("Laia Riubrugent Pou", "", purpose=Purpose.ANNOUNCEMENT)

    assert (shown.name, shown.number) == ("Laia Riubrugent Pou", "")


def test_a_text_with_name_and_whole_number_is_caught_however_it_is_written() -> None:
    people = [("Laia Riubrugent Pou", "12345678Z"), ("Pere Mas", "X1234567L")]
    text = "Es concedeix a Laia  Riubrugent Pou (DNI 12.345.678-Z) i a Pere Mas (****4567*)."

    assert tells_too_much(text, people) == ["Laia Riubrugent Pou"]
