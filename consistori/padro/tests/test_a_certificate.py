"""The certificate: to the secretary's tray; signed, it goes out by itself; given back, somebody looks at it."""

import pytest

from consistori.directory.models import Post
from consistori.padro.models import ResidencePaper
from consistori.padro.rules.slips import Span, What, Why
from consistori.padro.services import ask_at_counter, order_paper
from consistori.padro.services.issuing import certificate_signed
from consistori.parties.services import add_party
from consistori.registry.services import EntryPersonSaid, register_entry
from consistori.registry.texts import REPRESENTATIVE
from consistori.signature.models import SignatureRequest
from consistori.signature.services import return_request, withdraw_request

State = ResidencePaper.State


@pytest.fixture
def certificate(registrar, laia, house, secretary, series, run_jobs):
    paper = ask_at_counter(
        by=registrar, party=laia, residence=house, what=What.CERTIFICATE, span=Span.ALONE, purpose="Jutjat"
    )
    run_jobs()
    return ResidencePaper.objects.get(pk=paper.pk)


def test_it_waits_in_the_tray_and_goes_out_when_it_is_signed(certificate, secretary):
    request = SignatureRequest.objects.get(document=certificate.document)
    assert (certificate.state, request.signer_id) == (State.SIGNING, secretary.person_id)

    certificate_signed(certificate.document_id)

    certificate = ResidencePaper.objects.get(pk=certificate.pk)
    assert certificate.state == State.ISSUED
    assert certificate.exit.reference.startswith("S") and certificate.case is not None


def test_given_back_it_waits_with_what_the_secretary_says(certificate, secretary, hear):
    return_request(
        SignatureRequest.objects.get(document=certificate.document), by=secretary, reason="Falta el pis"
    )
    hear()

    certificate = ResidencePaper.objects.get(pk=certificate.pk)
    assert (certificate.state, certificate.note, certificate.document) == (
        State.STOPPED,
        "Falta el pis",
        None,
    )


@pytest.mark.parametrize(
    ("kind", "state", "why"), [("alone", State.SIGNING, ""), ("history", State.ASKED, Why.HISTORY)]
)
def test_an_entry_of_its_procedure_asks_for_it_from_whichever_door(
    kind, state, why, registrar, laia, house, secretary, hear
):
    entry = register_entry(
        by=registrar, subject="Certificat d’empadronament", people=[EntryPersonSaid(party=laia)],
        procedure="PAD-08", answers={"kind": kind, "for_whom": "Jutjat de Figueres", "language": "es"},
    )  # fmt: skip
    hear()

    paper = ResidencePaper.objects.get(entry=entry)
    assert (paper.what, paper.state, paper.why) == (What.CERTIFICATE, state, why)
    assert (paper.purpose, paper.language) == ("Jutjat de Figueres", "es")


def test_withdrawn_from_the_tray_it_waits_for_somebody_and_can_be_ordered_again(
    certificate, secretary, registrar, hear
):
    withdraw_request(SignatureRequest.objects.get(document=certificate.document), by=secretary)
    hear()

    stopped = ResidencePaper.objects.get(pk=certificate.pk)
    assert (stopped.state, stopped.document) == (State.STOPPED, None)
    assert secretary.name in stopped.note
    order_paper(stopped, by=registrar)
    hear()

    assert ResidencePaper.objects.get(pk=certificate.pk).state == State.SIGNING


def test_asked_by_whoever_acts_for_another_adult_it_waits_for_a_person(
    registrar, secretary, laia, house, approved, seal, hear
):
    jan = add_party(by=secretary, name="Jan", surname1="Serrat", identifier="00000001R")
    for procedure in ("PAD-03", "PAD-08"):
        register_entry(
            by=registrar, subject="Empadronament", procedure=procedure, answers={"kind": "alone"},
            people=[EntryPersonSaid(party=jan), EntryPersonSaid(party=laia, role=REPRESENTATIVE)],
        )  # fmt: skip
    hear()

    found = ResidencePaper.objects.values_list("state", "why", "document")
    assert list(found) == [(State.ASKED, Why.NOT_THEIRS, None)] * 2


def test_without_a_secretary_it_stops(laia, house, registrar, run_jobs):
    Post.objects.filter(role="secretary").delete()

    paper = ask_at_counter(by=registrar, party=laia, residence=house, what=What.CERTIFICATE, span=Span.ALONE)
    run_jobs()

    paper = ResidencePaper.objects.get(pk=paper.pk)
    assert (paper.state, paper.why) == (State.STOPPED, Why.NO_SECRETARY)
