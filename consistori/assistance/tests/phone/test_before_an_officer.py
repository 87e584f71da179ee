"""Filing for somebody before an authorised officer: who may be assisted, the consent, her signature, the entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from consistori.assistance.models import AssistedFiling, Contact, HelpedDraft
from consistori.assistance.phone.after_signing import register_what_was_signed
from consistori.assistance.phone.assisted import (
    begin_assisted,
    file_signed,
    keep_consent,
    leave_assisted,
)
from consistori.assistance.phone.consent import consent_pdf
from consistori.assistance.phone.rules import may_be_assisted, shown_holds
from consistori.assistance.phone.services import write_page
from consistori.documents.received import ReceivedFile
from consistori.eoffice.models import Draft
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, Verdict
from consistori.registry.models import EntryPerson, RegistryEntry
from consistori.signature.events import DocumentSigned
from consistori.signature.models import SignatureRequest

CONSENT = b"Jo, Laia Riubrugent, consento. [signatura manuscrita]\n"


@dataclass
class Somebody:
    """What the rule asks of a party."""

    identifier: str = "12345678Z"
    is_person: bool = True
    obliged: bool = False

    @property
    def obliged_electronic(self) -> Verdict:
        return Verdict(self.obliged, "professional")


@pytest.mark.parametrize(
    ("party", "lacks", "for_obliged", "may"),
    [
        (Somebody(), True, False, True),
        (Somebody(is_person=False), True, False, False),
        (Somebody(obliged=True), True, False, False),
        (Somebody(), True, True, False),
        (Somebody(), False, False, False),
        (Somebody(identifier=""), True, False, False),
    ],
    ids=["natural", "firm", "obliged", "for somebody obliged", "has the means", "without number"],
)
def test_whom_an_officer_may_assist(party: Somebody, lacks: bool, for_obliged: bool, may: bool) -> None:
    """R-FUN-01: only natural persons who are not obliged and lack the means."""
    verdict = may_be_assisted(party, lacks_means=lacks, acts_for_obliged=for_obliged)

    assert bool(verdict) is may
    assert may or "39/2015" in verdict.article


def test_a_document_that_has_lapsed_identifies_nobody() -> None:
    assert shown_holds(None, date(2026, 11, 27))
    assert shown_holds(date(2026, 11, 27), date(2026, 11, 27))
    assert not shown_holds(date(2026, 11, 26), date(2026, 11, 27))


@pytest.fixture
def begun(filled: Any, officer: Any, secretary: Any) -> AssistedFiling:
    return begin_assisted(filled, by=secretary, shown="dni", lacks_means=True)


@pytest.fixture
def waiting(begun: AssistedFiling, filled: Any, secretary: Any) -> AssistedFiling:
    """The consent is kept and the application waits for her signature."""
    return keep_consent(
        begun,
        filled,
        by=secretary,
        received=ReceivedFile.from_bytes("consentiment.txt", CONSENT),
        copy_given=True,
    )


def test_the_consent_names_who_what_and_before_whom(begun: AssistedFiling) -> None:
    for words in ("Laia Riubrugent", "12345678Z", "Mercè Soldevila", "Terrassa d'un bar"):
        assert words in begun.consent_text
    assert consent_pdf(begun).startswith(b"%PDF-")
    assert begun.held_on == today()


def test_the_consent_that_is_printed_stays_in_no_cache(
    town: Any, begun: AssistedFiling, secretary: Any, sign_in: Any
) -> None:
    printed = sign_in(secretary).get(f"/e/{town.slug}/desk/phone/filings/{begun.pk}/consent.pdf")

    assert printed.content.startswith(b"%PDF-")
    assert printed["Cache-Control"] == "private, no-store"


def test_what_the_officer_signs_is_registered_with_the_consent(
    town: Any, waiting: AssistedFiling, secretary: Any
) -> None:
    request = SignatureRequest.objects.get(document_id=waiting.application_id)
    assert request.signer_id == secretary.person_id

    register_what_was_signed(entity=town, filing_id=str(waiting.pk))
    register_what_was_signed(entity=town, filing_id=str(waiting.pk))

    entry = RegistryEntry.objects.get()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.entry, entry.channel) == ("filed", entry, "counter")
    assert [row.document_id for row in entry.documents.all()] == [waiting.application_id, waiting.consent_id]
    assert EntryPerson.objects.get(entry=entry).party_id == waiting.party_id
    assert entry.answers["tables"] == 6
    assert "Mercè Soldevila" in entry.observations
    assert Draft.objects.get().entry == entry
    assert HelpedDraft.objects.get().state == "filed"
    assert Contact.objects.get().entry == entry


def test_her_signature_is_what_registers_it(waiting: AssistedFiling) -> None:
    from consistori.assistance.phone.after_signing import the_application_is_signed

    row = SignatureRequest.objects.get(document_id=waiting.application_id)
    fact = DocumentSigned(
        document_id=row.document_id, request_id=row.pk, title="", signer_id=row.signer_id, asked_by_id=None,
        sha256="", stamped_at="",
    )  # fmt: skip
    from procrastinate.contrib.django.models import ProcrastinateJob

    the_application_is_signed(fact)

    assert ProcrastinateJob.objects.filter(task_name="assistance.register_what_was_signed").count() == 1
    assert not RegistryEntry.objects.exists()


def test_a_draft_that_changes_after_she_signed_is_not_filed(waiting: AssistedFiling, filled: Any) -> None:
    from consistori.eoffice.filing.drafts import save_answers

    draft = Draft.objects.select_for_update().get(pk=waiting.draft_id)
    save_answers(draft, {**filled.content.answers, "tables": 60}, page="terrace", is_right=True)

    assert file_signed(waiting) is None

    waiting.refresh_from_db()
    assert waiting.state == "left"
    assert not RegistryEntry.objects.exists()


def test_an_authorisation_that_ended_files_nothing(waiting: AssistedFiling, officer: Any) -> None:
    officer.ends_on = today()
    officer.save()

    assert file_signed(waiting) is None
    assert not RegistryEntry.objects.exists()


def test_without_the_copy_in_their_hands_nothing_goes_on(
    begun: AssistedFiling, filled: Any, secretary: Any
) -> None:
    with pytest.raises(BadInput) as refused:
        keep_consent(
            begun, filled, by=secretary, received=ReceivedFile.from_bytes("c.txt", CONSENT), copy_given=False
        )

    assert refused.value.field == "copy_given"
    assert "art. 12.2" in refused.value.article


def test_only_who_is_in_the_register_begins_and_only_she_goes_on(
    filled: Any, officer: Any, secretary: Any, clerk: Any
) -> None:
    with pytest.raises(NotPermitted):
        begin_assisted(filled, by=clerk, shown="dni", lacks_means=True)
    begun = begin_assisted(filled, by=secretary, shown="dni", lacks_means=True)

    with pytest.raises(NotPermitted):
        keep_consent(
            begun, filled, by=clerk, received=ReceivedFile.from_bytes("c.txt", CONSENT), copy_given=True
        )
    with pytest.raises(AlreadyDone):
        begin_assisted(filled, by=secretary, shown="dni", lacks_means=True)


def test_authorised_again_by_another_decree_she_does_not_sign_by_the_one_that_ended(
    begun: AssistedFiling, filled: Any, officer: Any, secretary: Any
) -> None:
    from consistori.assistance.models import AuthorisedOfficer

    AuthorisedOfficer.objects.filter(pk=officer.pk).update(ends_on=today())
    AuthorisedOfficer.objects.create(
        person_id=secretary.person_id, name=secretary.name, post="Secretària", decree="Decret 2026/0141",
        starts_on=today(),
    )  # fmt: skip

    with pytest.raises(NotPermitted):
        keep_consent(
            begun, filled, by=secretary, received=ReceivedFile.from_bytes("c.txt", CONSENT), copy_given=True
        )

    begun.refresh_from_db()
    assert begun.state == "consent" and not SignatureRequest.objects.exists()


def test_an_officer_without_a_key_is_told_before_the_consent(
    filled: Any, officer: Any, secretary: Any
) -> None:
    from consistori.signature.models import SigningKey

    SigningKey.objects.update(removed_at=now())

    with pytest.raises(NotPermitted) as refused:
        begin_assisted(filled, by=secretary, shown="dni", lacks_means=True)

    assert "clau" in str(refused.value) or "key" in str(refused.value)
    assert not AssistedFiling.objects.exists()


def test_while_it_waits_for_her_the_draft_does_not_change_and_it_can_be_left(
    waiting: AssistedFiling, filled: Any, secretary: Any
) -> None:
    filled.helped.refresh_from_db()
    with pytest.raises(AlreadyDone):
        write_page(filled, filled.form.pages[0], {"bar": ["Un altre"]})

    leave_assisted(waiting, by=secretary)

    assert not SignatureRequest.objects.waiting().exists()
    assert HelpedDraft.objects.get().state == "filling"
    assert Draft.objects.open().exists()


def test_a_firm_is_never_assisted_in_the_pages_either(
    town: Any, filled: Any, officer: Any, secretary: Any, sign_in: Any
) -> None:
    party = filled.helped.party
    party.is_professional = True
    party.save()
    browser = sign_in(secretary)
    where = f"/e/vall-llobera/desk/phone/drafts/{filled.helped.pk}/officer/"

    refused = browser.post(where, {"shown": "dni", "lacks_means": "on"})

    assert refused.status_code == 422
    assert not AssistedFiling.objects.exists()
