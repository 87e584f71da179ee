"""The signature in 2040: signed in 2026, covered again in 2032, read in 2040 with nobody left to answer."""

from datetime import UTC, datetime, tzinfo
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from consistori.signature.engine.evidence import Keeper
from consistori.signature.engine.facts import LayerKind, Standing, Trust
from consistori.signature.engine.lasting import Lengthened, lengthen
from consistori.signature.engine.pades import Hand, Purpose, sign_pdf
from consistori.signature.engine.timestamps import StampTrust
from consistori.signature.engine.validation import report_on
from consistori.signature.tests.pki_of_years import AuthorityOfYears, on


@pytest.fixture(scope="module")
def authority_of_years(tmp_path_factory: pytest.TempPathFactory) -> AuthorityOfYears:
    """Its keys cost a second: made once."""
    return AuthorityOfYears(tmp_path_factory.mktemp("years"), on(2026))


@pytest.fixture
def years(authority_of_years: AuthorityOfYears, monkeypatch: pytest.MonkeyPatch) -> AuthorityOfYears:
    """The authority in 2026; the clock that pyHanko looks at by itself goes with it."""
    authority = authority_of_years
    authority.at, authority.silent, authority.stamps = on(2026), False, "first-stamps"

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return authority.at

    for place in ("ades_past", "poe"):
        monkeypatch.setattr(f"pyhanko_certvalidator.ltv.{place}.datetime", Clock)
    return authority


def signed_in_2026(years: AuthorityOfYears, decree: bytes) -> bytes:
    trust = years.trust()
    key = years.key("mayor")
    hand = Hand(
        years.certificate("mayor").dump(),
        [years.certificate("authority").dump()],
        lambda data, algorithm: key.sign(data, padding.PKCS1v15(), hashes.SHA256()),
        trust=trust,
        timestamps=years,
    )
    hand.stamp_trust = StampTrust(trust.context(now=years.at))
    return sign_pdf(decree, hand, Purpose(), at=years.at).data


def lengthened(data: bytes, years: AuthorityOfYears) -> Lengthened:
    return lengthen(data, Keeper(years.trust(), years, at=years.at))


def move_to(years: AuthorityOfYears, year: int, stamps: str = "later-stamps") -> None:
    """As the years pass the authority of timestamps has another certificate."""
    years.at, years.stamps = on(year), stamps


def test_covered_again_in_2032_it_holds_in_2040_with_nobody_to_ask(
    years: AuthorityOfYears, decree: bytes
) -> None:
    first = lengthened(signed_in_2026(years, decree), years)
    move_to(years, 2032)
    second = lengthened(first.data, years)
    move_to(years, 2040)
    years.silent = True

    report = report_on(second.data, years.trust(), ask=False, at=years.at)

    (one,) = report.signatures
    assert (first.holds_until, second.holds_until) == (
        datetime(2033, 1, 1, tzinfo=UTC),
        datetime(2042, 1, 1, tzinfo=UTC),
    )
    assert (one.level, one.standing) == ("B-LTA", Standing.VALID)
    assert one.trust in (Trust.PROVEN, Trust.EXPIRED_SINCE)
    assert one.stamped_at == on(2026)
    archived = [layer for layer in report.layers if layer.kind is LayerKind.ARCHIVE]
    assert [layer.at for layer in archived] == [on(2026), on(2032)]
    assert all(layer.holds for layer in archived)
    assert report.holds_until == second.holds_until


def test_never_covered_again_nobody_can_say_in_2040(years: AuthorityOfYears, decree: bytes) -> None:
    first = lengthened(signed_in_2026(years, decree), years)
    move_to(years, 2040)
    years.silent = True

    report = report_on(first.data, years.trust(), ask=False, at=years.at)

    assert report.standing is not Standing.VALID
    assert report.signatures[0].intact


def test_in_2030_it_holds_with_nobody_to_ask_though_its_certificate_ended(
    years: AuthorityOfYears, decree: bytes
) -> None:
    first = lengthened(signed_in_2026(years, decree), years)
    years.at, years.silent = on(2030), True

    assert report_on(first.data, years.trust(), ask=False, at=years.at).standing is Standing.VALID


def test_a_byte_changed_below_the_stamps_is_found_in_2040(years: AuthorityOfYears, decree: bytes) -> None:
    first = lengthened(signed_in_2026(years, decree), years)
    move_to(years, 2032)
    second = lengthened(first.data, years)
    place = second.data.index(b"/Type")
    altered = second.data[: place + 1] + b"t" + second.data[place + 2 :]

    report = report_on(altered, years.trust(), ask=False, at=on(2040))

    assert report.standing is not Standing.VALID
