"""Somebody from outside signs: by identifying themselves, with a certificate, or not."""

from __future__ import annotations

import hashlib
import re
from typing import Any, ClassVar

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.services import create_from_bytes
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, NotHere, NotPermitted
from consistori.signature.circuits import guest_files, guests, ports
from consistori.signature.circuits.asked import GuestAsked, StepAsked
from consistori.signature.circuits.ports import Proven
from consistori.signature.circuits.rules import Kind
from consistori.signature.engine.pades import Policy, Purpose, sign_pdf
from consistori.signature.models import GuestInvitation
from consistori.signature.tests.circuiting import begin, states
from consistori.signature.tests.sealing import authority, give_seal, sealing_house, stamps, trust
from consistori.signature.tests.test_sign_and_validate import hand_of
from consistori.signature.validation import report_on
from consistori.tenancy.scope import working_for
from consistori.trail.selectors import timeline

__all__ = ["authority", "give_seal", "sealing_house", "stamps", "trust"]

HERS = Proven("00000000T", "Laia Font Puig", "valid", "substantial", "a" * 64)
OTHER = Proven("12345678Z", "Pere Riba", "valid", "substantial", "b" * 64)
ASKED = GuestAsked("Laia Font Puig", "00000000-T", "laia@example.cat", "Directora de l’obra")


class Come:
    """The identity of the office, with whoever the test says."""

    def __init__(self) -> None:
        self.proven: Proven | None = None

    def who(self, request: Any) -> Proven | None:
        return self.proven

    def door(self, request: Any, back: str) -> str:
        return f"/entrar/?next={back}"


@pytest.fixture
def come(monkeypatch: Any) -> Come:
    made = Come()
    monkeypatch.setattr(ports, "_hung", [made])
    return made


@pytest.fixture
def invited(town: Any, clerk: Any, decree: bytes, run_jobs: Any, settings: Any) -> Any:
    """`(circuit, step, token)` of a certification of works that waits for its director, invited by e-mail."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with working_for(town):
        paper = create_from_bytes(by=clerk, data=decree, name="c.pdf", title="Certificació secreta d’obra")
        circuit, (step,) = begin(clerk, paper, StepAsked(Kind.SIGNATURE, 0, guest=ASKED, days=5))
    run_jobs()
    (letter,) = [one for one in mail.outbox if one.to == ["laia@example.cat"]]
    assert "secreta" not in letter.subject + letter.body
    token = re.search(r"/signa/([\w-]+)/", letter.body)
    assert token
    return circuit, step, token[1]


def _address(token: str) -> str:
    return f"/e/vall-llobera/signa/{token}/"


def test_the_paper_says_as_what_they_sign_and_the_title_is_not_told_before_they_identify(
    invited: Any, town: Any, client: Any, come: Come
) -> None:
    circuit, _step, token = invited

    page = client.get(_address(token))

    assert circuit.version.signer_posts == ["Directora de l’obra"]
    assert page.status_code == 200 and "secreta" not in page.content.decode()
    assert f"/entrar/?next=/e/vall-llobera/signa/{token}/" in page.content.decode()
    assert client.get(_address(token) + "document.pdf").status_code == 404


def test_another_person_sees_nothing_and_the_try_is_written(
    invited: Any, town: Any, client: Any, come: Come
) -> None:
    _circuit, step, token = invited
    come.proven = OTHER

    page = client.get(_address(token))
    posted = client.post(_address(token), {"what": "identity", "accept": "on"})

    assert (page.status_code, posted.status_code) == (403, 403)
    assert "secreta" not in page.content.decode()
    with working_for(town):
        kinds = [entry.kind for entry in timeline([step.circuit.document_id], internal=True)]
        assert "signature.GuestTurnedAway" in kinds
        assert GuestInvitation.objects.get().used_at is None


def test_signed_by_identity_with_what_proves_it_sealed_over_the_document(
    invited: Any, town: Any, client: Any, come: Come, give_seal: Any, run_jobs: Any
) -> None:
    circuit, step, token = invited
    with working_for(town):
        give_seal(town, "guest_signature")
    come.proven = HERS

    shown = client.get(_address(token)).content.decode()
    unmarked = client.post(_address(token), {"what": "identity"})
    answer = client.post(_address(token), {"what": "identity", "accept": "on"})
    run_jobs()
    after = client.get(_address(token)).content.decode()

    assert "Certificació secreta" in shown and "Directora de l’obra" in shown
    assert (unmarked.status_code, answer.status_code) == (422, 302)
    assert "L’heu signat" in after
    with working_for(town):
        guest = GuestInvitation.objects.get()
        assert guest.evidence["assertion_sha256"] == "a" * 64 and guest.evidence["file_sha256"]
        assert guest.evidence["accepted"] and guest.evidence["at"] and guest.evidence["address"]
        circuit.refresh_from_db()
        step.refresh_from_db()
        assert circuit.state == "ended" and step.settled_by_name == "Laia Font Puig"
        document = Document.objects.select_related("latest_blob").get(pk=circuit.document_id)
        data = blobs.open(document.latest_blob.sha256).read()
    (seal,) = report_on(data).signatures
    assert guest.evidence["sha256"] in seal.reason


def test_a_link_serves_once_and_not_after_it_was_taken_back(
    invited: Any, town: Any, clerk: Any, come: Come, give_seal: Any
) -> None:
    from consistori.signature.circuits.services import recall_circuit

    circuit, _step, token = invited
    with working_for(town):
        give_seal(town, "guest_signature")
        guest = guests.guest_behind(token)
        with pytest.raises(NotPermitted):
            guests.sign_by_identity(guest, OTHER, accepted="Sí", address="")
        recall_circuit(circuit, by=clerk)
        with pytest.raises(NotHere):
            guests.guest_behind(token)
        with pytest.raises(NotHere):
            guests.guest_behind("x" * 43)


def test_without_the_decree_that_says_so_identity_is_no_signature(invited: Any, town: Any) -> None:
    with working_for(town):
        guest = guests.guest_behind(invited[2])
        with pytest.raises(BadInput) as refused:
            guests.sign_by_identity(guest, HERS, accepted="Sí", address="")

    assert refused.value.article == "Llei 39/2015, art. 10.4"


def test_they_give_it_back_with_their_reason(invited: Any, town: Any, client: Any, come: Come) -> None:
    circuit, _step, token = invited
    come.proven = HERS

    empty = client.post(_address(token), {"what": "decline", "reason": ""})
    client.post(_address(token), {"what": "decline", "reason": "Hi ha un error a l’amidament"})

    assert empty.status_code == 422
    page = client.get(_address(token))
    assert (page.status_code, page["Referrer-Policy"]) == (200, "same-origin")
    with working_for(town):
        circuit.refresh_from_db()
        assert (circuit.state, circuit.reason) == ("returned", "Hi ha un error a l’amidament")
        assert states(circuit) == ["returned"]


def _signed(town: Any, circuit: Any, hand: Any, another: bytes = b"") -> bytes:
    """What the guest downloads, signed with their certificate."""
    with working_for(town):
        document = Document.objects.select_related("latest_blob").get(pk=circuit.document_id)
        data = blobs.open(document.latest_blob.sha256).read()
    return bytes(
        sign_pdf(another or data, hand, Purpose(policy=Policy("1.3.6.1.4.1.99999.7")), at=now()).data
    )


@pytest.fixture
def hand(authority: Any, trust: Any, stamps: Any) -> Any:
    """The hand of a certificate of `Laia Font Puig`."""
    issued = authority.issue(given_name="Laia", family_name="Font Puig", post="", kind="ec")
    return hand_of(issued, trust, stamps)


def test_they_bring_it_signed_with_their_certificate_and_it_is_checked(
    invited: Any,
    town: Any,
    client: Any,
    come: Come,
    hand: Any,
    trust: Any,
    decree: bytes,
    monkeypatch: Any,
) -> None:
    circuit, step, token = invited
    come.proven = HERS
    monkeypatch.setattr("consistori.signature.validation.trust_list", lambda: trust)
    numbers = {"Laia": "00000000T"}
    monkeypatch.setattr(guest_files, "_identifier_of", lambda certificate: numbers["Laia"])
    good, other = _signed(town, circuit, hand), _signed(town, circuit, hand, decree)

    def bring(data: bytes) -> Any:
        file = SimpleUploadedFile("signat.pdf", data, content_type="application/pdf")
        return client.post(_address(token), {"what": "file", "file": file})

    changed = bring(other)
    numbers["Laia"] = "12345678Z"
    of_another = bring(good)
    numbers["Laia"] = "00000000T"
    answer = bring(good)

    assert (changed.status_code, of_another.status_code, answer.status_code) == (422, 422, 302)
    assert "Laia Font Puig" in of_another.content.decode()
    with working_for(town):
        circuit.refresh_from_db()
        step.refresh_from_db()
        assert circuit.state == "ended" and step.sha256 == hashlib.sha256(good).hexdigest()
        assert GuestInvitation.objects.get().way == "file"


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("IDCES-12345678Z", "12345678Z"),
        ("12345678z", "12345678Z"),
        ("IDCES-X1234567L", "X1234567L"),
        ("PASFR-09AB12345", ""),
        ("", ""),
    ],
)
def test_the_number_of_a_certificate_is_read_as_europe_writes_it(said: str, number: str) -> None:
    class Certificate:
        class subject:
            native: ClassVar[dict[str, str]] = {"serial_number": said}

    assert guest_files._identifier_of(Certificate) == number


def test_staff_who_need_not_see_it_see_the_address_masked(
    invited: Any, clerk: Any, secretary: Any, sign_in: Any
) -> None:
    _circuit, step, _token = invited
    address = f"/e/vall-llobera/desk/signature/steps/{step.pk}/"

    assert "laia@example.cat" in sign_in(clerk).get(address).content.decode()
    page = sign_in(secretary).get(address).content.decode()
    assert "laia@example.cat" not in page and "l•••@example.cat" in page


def test_another_link_goes_and_the_one_before_serves_no_more(
    invited: Any, town: Any, clerk: Any, sign_in: Any, run_jobs: Any
) -> None:
    _circuit, step, token = invited

    answer = sign_in(clerk).post(f"/e/vall-llobera/desk/signature/steps/{step.pk}/invite/")
    run_jobs()

    assert answer.status_code == 302
    with working_for(town), pytest.raises(NotHere):
        guests.guest_behind(token)
    assert len([one for one in mail.outbox if one.to == ["laia@example.cat"]]) == 2
