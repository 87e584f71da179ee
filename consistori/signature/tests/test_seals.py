"""The seal of the body: kept by the signer alone, used only for what a decree has fixed (R-AUT-01)."""

from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, Unavailable
from consistori.signature.engine.demo.seals import issue_seal
from consistori.signature.engine.errors import KeyRefused
from consistori.signature.engine.signer import Keyring
from consistori.signature.models import AutomatedAct, Seal
from consistori.signature.seals import act_in_force, seal_pdf, sealing_for
from consistori.signature.services.seals import bring_seal, end_act, fix_act, issue_demo_seal, remove_seal
from consistori.signature.tests.sealing import SECRET, give_seal, sealing_house
from consistori.tenancy.scope import working_for

__all__ = ["give_seal", "sealing_house"]

SAID = {
    "kind": "authentic_copy",
    "decree": "Decret 2026/0140",
    "definition_body": "Secretaria",
    "supervision_body": "Alcaldia",
    "appeals_body": "Alcaldia",
}


def p12(authority: Any, password: bytes = b"obre") -> bytes:
    made = issue_seal(authority, organisation="Ajuntament de Vall-llobera", body="Secretaria", kind="ec")
    return pkcs12.serialize_key_and_certificates(
        b"seal", made.key, made.certificate, list(made.chain), BestAvailableEncryption(password)
    )


def test_a_seal_brought_in_a_file_seals_and_its_key_opens_only_with_the_secret_of_the_signer(
    town: Any, secretary: Any, authority: Any, sealing_house: Any, decree: bytes
) -> None:
    with working_for(town):
        seal = bring_seal(by=secretary, body="Secretaria", file=p12(authority), password="obre")
        fix_act(by=secretary, seal=seal, **SAID)
        sealing = sealing_for("authentic_copy", town)
    assert sealing is not None
    signed = seal_pdf(sealing, decree, reason="prova")

    assert signed.data.startswith(decree)
    assert signed.stamped_at is not None
    assert SECRET.encode() not in bytes(seal.sealed)
    for other in (Keyring(seal_secret="another"), Keyring()):
        with pytest.raises(KeyRefused):
            other.open_seal("b", 1, sealing.fingerprint, sealing.sealed)
    with pytest.raises(KeyRefused):
        Keyring(seal_secret=SECRET).open_seal("b", 1, b"\0" * 32, sealing.sealed)


def test_the_certificate_of_a_seal_is_checked_once_a_minute_and_each_seal_has_its_stamp(
    town: Any, secretary: Any, authority: Any, sealing_house: Any, decree: bytes, monkeypatch: Any
) -> None:
    from consistori.signature import seals
    from consistori.signature.engine import before

    checked: list[Any] = []
    real = before.check_certificate
    monkeypatch.setattr(
        before, "check_certificate", lambda *said, **more: (checked.append(1), real(*said, **more))[1]
    )
    with working_for(town):
        seal = bring_seal(by=secretary, body="Secretaria", file=p12(authority), password="obre")
        fix_act(by=secretary, seal=seal, **SAID)
        sealing = sealing_for("authentic_copy", town)
    assert sealing is not None

    stamps = [seal_pdf(sealing, decree, reason="prova").stamped_at for _ in range(3)]
    assert len(checked) == 1 and None not in stamps
    monkeypatch.setattr(seals, "CHECKED_FOR", 0.0)
    seal_pdf(sealing, decree, reason="prova")

    assert len(checked) == 2


def test_a_seal_asks_the_signer_once_reads_the_roots_once_a_minute_and_takes_little_room(
    town: Any, secretary: Any, authority: Any, sealing_house: Any, decree: bytes, monkeypatch: Any
) -> None:
    from consistori.signature import ports
    from consistori.signature.engine.signer_client import SignerClient

    asked: list[str] = []
    real = SignerClient._ask
    monkeypatch.setattr(
        SignerClient,
        "_ask",
        lambda self, head, *said: (asked.append(head["word"]), real(self, head, *said))[1],
    )
    roots: list[int] = []
    trust = ports.trust_list()
    monkeypatch.setattr(ports, "trust_list", lambda: (roots.append(1), trust)[1])
    with working_for(town):
        seal = bring_seal(by=secretary, body="Secretaria", file=p12(authority), password="obre")
        fix_act(by=secretary, seal=seal, **SAID)
        sealing = sealing_for("authentic_copy", town)
    assert sealing is not None
    asked.clear()

    first, second = (seal_pdf(sealing, decree, reason="prova").data for _ in range(2))

    assert asked == ["seal-once", "seal-once"]
    assert len(roots) == 1
    assert len(second) < len(first) - 10_000
    assert not sealing_house.keyring._open


def test_the_last_use_of_a_seal_is_noted_to_the_minute(
    town: Any, secretary: Any, authority: Any, sealing_house: Any, statements: Any
) -> None:
    with working_for(town):
        seal = bring_seal(by=secretary, body="Secretaria", file=p12(authority), password="obre")
        fix_act(by=secretary, seal=seal, **SAID)
        sealing_for("authentic_copy", town)
        seal.refresh_from_db()
        assert seal.last_used_at is not None
        with statements() as s:
            sealing_for("authentic_copy", town)

    assert s.count == 2


@pytest.mark.parametrize(
    ("said", "field"),
    [({"password": "tanca"}, "password"), ({"file": b"res"}, "file"), ({"body": " "}, "body")],
)
def test_what_is_wrong_in_the_file_is_told_at_its_field(
    town: Any, secretary: Any, authority: Any, sealing_house: Any, said: dict[str, Any], field: str
) -> None:
    given = {"body": "Secretaria", "file": p12(authority), "password": "obre", **said}
    with working_for(town), pytest.raises(BadInput) as refused:
        bring_seal(by=secretary, **given)

    assert refused.value.field == field


def test_without_the_signer_nothing_is_kept(
    town: Any, secretary: Any, authority: Any, sealing_house: Any
) -> None:
    sealing_house.stop()
    with working_for(town):
        with pytest.raises(Unavailable):
            issue_demo_seal(by=secretary, body="Secretaria", kind="ec")
        assert not Seal.objects.exists()


@pytest.mark.parametrize("missing", ["decree", "definition_body", "supervision_body", "appeals_body"])
def test_nothing_is_automated_before_a_decree_says_all_that_the_law_wants(
    town: Any, secretary: Any, sealing_house: Any, missing: str
) -> None:
    with working_for(town):
        seal = issue_demo_seal(by=secretary, body="Secretaria", kind="ec")
        with pytest.raises(BadInput) as refused:
            fix_act(by=secretary, seal=seal, **{**SAID, missing: " "})
        assert sealing_for("authentic_copy", town) is None

    assert refused.value.field == missing
    assert "41.2" in refused.value.article


def test_a_new_decree_ends_the_one_before_and_the_old_is_kept(
    town: Any, secretary: Any, sealing_house: Any
) -> None:
    with working_for(town):
        seal = issue_demo_seal(by=secretary, body="Secretaria", kind="ec")
        first = fix_act(by=secretary, seal=seal, **SAID, starts_on=today() - timedelta(days=9))
        fix_act(by=secretary, seal=seal, **{**SAID, "decree": "Decret 2026/0150"})

        first.refresh_from_db()
        assert first.ends_on == today()
        in_force = act_in_force("authentic_copy")
        assert in_force is not None
        assert in_force.decree == "Decret 2026/0150"
        with pytest.raises(BadInput):
            remove_seal(seal, by=secretary)
        end_act(in_force, by=secretary)
        remove_seal(seal, by=secretary)
        assert bytes(Seal.objects.get().sealed) == b""
        with pytest.raises(AlreadyDone):
            end_act(in_force, by=secretary)


def test_only_the_secretary_and_the_administrator_keep_them(
    town: Any, clerk: Any, outsider: Any, sealing_house: Any, give_seal: Any
) -> None:
    with working_for(town):
        fixed = give_seal(town)
        for other in (clerk, outsider):
            for act in (
                lambda by: issue_demo_seal(by=by, body="X"),
                lambda by: fix_act(by=by, seal=fixed.seal, **SAID),
                lambda by: end_act(fixed, by=by),
                lambda by: remove_seal(fixed.seal, by=by),
            ):
                with pytest.raises(NotPermitted):
                    act(other)


def test_in_the_browser_the_secretary_has_one_issued_and_fixes_what_it_seals(
    town: Any, secretary: Any, clerk: Any, sealing_house: Any, authority: Any, monkeypatch: Any, sign_in: Any
) -> None:
    monkeypatch.setattr("consistori.signature.web.seals.demo_authority", lambda: authority)
    browser, at = sign_in(secretary), f"/e/{town.slug}/desk/signature/seals/"

    assert browser.post(f"{at}demo/", {"body": "Secretaria"}).status_code == 302
    with working_for(town):
        seal = Seal.objects.get()
    wrong = browser.post(f"{at}acts/fix/", {**SAID, "seal": seal.pk, "appeals_body": ""})
    assert wrong.status_code == 422
    assert "Decret 2026/0140" in wrong.content.decode()
    assert browser.post(f"{at}acts/fix/", {**SAID, "seal": seal.pk}).status_code == 302
    page = browser.get(at).content.decode()
    assert "Decret 2026/0140" in page
    with working_for(town):
        fixed = AutomatedAct.objects.get()
    assert browser.post(f"{at}acts/{fixed.pk}/end/").status_code == 302
    assert sign_in(clerk).post(f"{at}demo/", {"body": "X"}).status_code == 403
