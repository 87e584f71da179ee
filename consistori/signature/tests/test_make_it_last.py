"""Evidence and archive timestamps on a signed PDF, and what can be said with them and no network."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from consistori.signature.engine.demo.authority import Credential
from consistori.signature.engine.evidence import Keeper
from consistori.signature.engine.facts import Changes, LayerKind, Standing, Trust
from consistori.signature.engine.lasting import lengthen
from consistori.signature.engine.pades import Purpose, sign_pdf
from consistori.signature.engine.trust import TrustList
from consistori.signature.engine.validation import report_on
from consistori.signature.tests.conftest import LocalStamps, ServedAuthority
from consistori.signature.tests.test_sign_and_validate import hand_of


@pytest.fixture
def keeper(trust: TrustList, stamps: LocalStamps) -> Keeper:
    return Keeper(trust.with_own_memory(), stamps)


@pytest.fixture
def signed(decree: bytes, issue: Callable[..., Credential], trust: TrustList, stamps: LocalStamps) -> bytes:
    hand = hand_of(issue(), trust, stamps)
    return sign_pdf(decree, hand, Purpose(reason="Alcaldessa"), at=datetime.now(UTC)).data


def test_evidence_and_an_archive_stamp_go_on_top_in_one_increment(
    signed: bytes, keeper: Keeper, trust: TrustList
) -> None:
    made = lengthen(signed, keeper)

    report = report_on(made.data, trust)
    (one,) = report.signatures
    assert made.data.startswith(signed)
    assert (made.kind, made.level, made.stamps) == ("timestamp", "B-LTA", 1)
    assert (one.level, one.trust, one.changes_after) == ("B-LTA", Trust.GOOD, Changes.EVIDENCE)
    kinds = [layer.kind for layer in report.layers]
    assert kinds == [LayerKind.SIGNATURE, LayerKind.STAMP, LayerKind.EVIDENCE, LayerKind.ARCHIVE]
    assert all(layer.holds for layer in report.layers)
    assert report.layers[2].answers >= 2
    assert report.holds_until == made.holds_until


def test_with_nobody_to_ask_the_file_proves_it_by_itself(
    signed: bytes, keeper: Keeper, trust: TrustList, authority: ServedAuthority
) -> None:
    made = lengthen(signed, keeper)

    report = report_on(made.data, trust, ask=False)

    assert report.signatures[0].trust is Trust.PROVEN
    assert report.standing is Standing.VALID
    assert report_on(signed, trust, ask=False).signatures[0].trust is Trust.NOT_TOLD


def test_it_still_holds_when_the_certificate_has_ended_and_not_after_the_archive_stamp_did(
    signed: bytes, keeper: Keeper, trust: TrustList
) -> None:
    made = lengthen(signed, keeper)
    assert made.holds_until is not None

    later = report_on(made.data, trust, ask=False, at=datetime.now(UTC) + timedelta(days=900))
    too_late = report_on(made.data, trust, ask=False, at=made.holds_until + timedelta(days=1))

    assert later.standing is Standing.VALID
    assert too_late.standing is not Standing.VALID
