"""A decree, whole: from the template to the proof that three people have it, each by their way, and a trail that an
outsider checks without the program."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from consistori.cases.deadlines.opening import TermOfProcedure, open_term
from consistori.cases.deadlines.selectors import main_term_of
from consistori.cases.models import CaseDocument, CaseFile, Step
from consistori.cases.services import add_party
from consistori.cases.steps.acts import add_step
from consistori.deadlines.models import Deadline
from consistori.deadlines.rules.values import Ending, StartKind, Unit
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.notifications.models import Notification
from consistori.notifications.readers import Reader
from consistori.notifications.services import record_access, record_delivery, record_warning, settle_lapsed
from consistori.parties.models import Party, WayChoice
from consistori.signature.models import SignatureRequest, SigningKey
from consistori.signature.tests.conftest import PASSPHRASE
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent
from consistori.trail.services import export_chain
from tests.journeys.test_a_decree_from_nothing import begun, case, key

__all__ = ["case", "key"]

DESK = "/e/vall-llobera/desk/"
SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "verify_trail.py"


@pytest.fixture
def three(case: CaseFile, town: Any, clerk: Any) -> tuple[Party, Party, Party]:
    """A firm, a neighbour who chose the electronic way, and a man of 84."""
    told = timezone.localdate() - timedelta(days=60)
    with working_for(town):
        firm = _party(kind="legal", name="Forn de l’Església, SL", identifier="B17999996", key="forn")
        chose = _party(name="Laia", surname1="Riubrugent", identifier="12345678Z", key="laia")
        old = _party(name="Ferran", surname1="Solà", identifier="00000000T", key="ferran")
        WayChoice.objects.create(
            party=chose, way="electronic", told_on=told, effective_on=told + timedelta(days=7)
        )
        for party, role in ((chose, "applicant"), (firm, "interested"), (old, "interested")):
            add_party(case, party, by=clerk, role=role)
        term = TermOfProcedure(
            "X", 3, Unit.MONTHS, "Llei 39/2015, art. 21.3", Ending.POSITIVE_SILENCE, StartKind.ENTRY
        )
        open_term(case, term, by=clerk, start_on=timezone.localdate(), reference="E2026000041")
    return firm, chose, old


def _party(*, key: str, identifier: str, **said: Any) -> Party:
    kind = "nif" if said.get("kind") == "legal" else "dni"
    made: Party = Party.objects.create(
        sort_name=key, name_key=key, identifier=identifier, identifier_kind=kind, **said
    )
    return made


@pytest.fixture
def decree(
    case: CaseFile, clerk: Any, mayor: Any, key: SigningKey, town: Any, sign_in: Any, run_jobs: Any
) -> Document:
    """Begun from its template, written, sent to the mayor and signed by her."""
    import re
    import uuid

    from consistori.documents.models import Writing

    browser = sign_in(clerk)
    document = begun(browser, town, case)
    with working_for(town):
        writing = Writing.objects.get(document=document)
    html = re.sub(r"<span[^>]* data-missing=[^>]*>.*?</span>", "tres metres", writing.html)
    sent = {"html": html, "edition": str(writing.edition), "token": str(uuid.uuid4())}
    assert browser.post(f"{DESK}documents/{document.pk}/text/save/", sent).json()["pending"] == []
    said = {"signer": [str(mayor.person_id)], "in_order": "on", "note": ""}
    assert browser.post(f"{DESK}signature/ask/{document.pk}/", said).status_code == 302
    with working_for(town):
        request = SignatureRequest.objects.get(document=document)
    signing = {"request": [str(request.pk)], "key": str(key.pk), "passphrase": PASSPHRASE}
    sign_in(mayor).post(f"{DESK}signature/sign/", signing)
    run_jobs()
    with working_for(town):
        request.refresh_from_db()
        assert request.state == "signed", request.trouble
        document.refresh_from_db()
        add_step(case, by=clerk, code="08", on=timezone.localdate(), sense="granted", document=document)
    return document


def test_signed_numbered_notified_to_three_and_back_in_the_case(
    case: CaseFile,
    decree: Document,
    three: tuple[Party, Party, Party],
    clerk: Any,
    town: Any,
    sign_in: Any,
    run_jobs: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    from consistori.bodies.models import Decree

    firm, chose, old = three
    with working_for(town):
        numbered = Decree.objects.get(document=decree)
        rows = {row.party_id: row.pk for row in case.parties.all()}
    assert (numbered.year, numbered.number) == (timezone.localdate().year, 1)

    # The clerk notifies: each way with its reason, and what article 40.2 asks is written already.
    browser = sign_in(clerk)
    form = browser.get(f"{DESK}cases/{case.number}/notifying/new/?document={decree.pk}")
    assert form.status_code == 200 and numbered.said in form.text
    said = {"document": str(decree.pk), "title": "Concessió de la terrassa", "body": "Alcaldia"}
    said |= {"act_on": timezone.localdate().isoformat(), "footing": "ends_way", "act_number": numbered.said}
    said |= {f"to-{rows[one.pk]}": "on" for one in three}
    sent = browser.post(f"{DESK}cases/{case.number}/notifying/send/", said, follow=True)
    assert sent.status_code == 200, sent.text
    run_jobs()
    with working_for(town):
        of = {row.party_id: row for row in Notification.objects.all()}
        assert [(of[one.pk].channel, of[one.pk].lapses) for one in three] == [
            ("electronic", True),
            ("electronic", True),
            ("paper", False),
        ]
        assert Step.objects.todo().get(case=case, code="09").document_id == decree.pk

    # The firm opens it at the office, after the warning; the man signs the receipt at home; the neighbour does nothing.
    with working_for(town):
        reader = Reader("Forn de l’Església, SL", "B17999996", "certificate", "high")
        citizen = Actor(None, "Forn de l’Església, SL", town.pk, channel="citizen")
        warned = record_warning(of[firm.pk], by=citizen, reader=reader)
        record_access(of[firm.pk], by=citizen, reader=reader, warned_at=warned)
        record_delivery(of[old.pk], by=clerk, at=now(), carrier="paper", receiver={"name": "Ferran Solà"})
    run_jobs()
    later = timezone.now() + timedelta(days=11, hours=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    with working_for(town):
        seen = Notification.objects.with_standing().get(party=chose)
        assert (seen.state, seen.standing_now, str(seen.standing())) == ("available", "lapsed", "lapsed")
    settle_lapsed(town)
    run_jobs()

    # Back in the case: the step has ended, the term to resolve is met, and the three proofs are filed.
    with working_for(town):
        step = Step.objects.get(case=case, code="09")
        assert (step.standing, step.happened_on) == ("done", _day_eleven(of[chose.pk]))
        main = main_term_of(case)
        assert main is not None and main.state == Deadline.State.MET
        proofs = Notification.objects.exclude(proof=None).values_list("proof_id", flat=True)
        assert len(proofs) == 3
        assert CaseDocument.objects.filter(case=case, document_id__in=list(proofs)).count() == 3
    page = sign_in(clerk).get(f"{DESK}cases/{case.number}/notifying/acts/{decree.pk}/")
    assert all(str(one.display_name) in page.text for one in three)

    # Somebody from outside checks the whole story with the script alone.
    path = tmp_path / "trail.jsonl"
    with working_for(town), path.open("w", encoding="utf-8") as to:
        export_chain(to)
        kinds = list(TrailEvent.objects.order_by("seq").values_list("kind", flat=True))
    checked = subprocess.run([sys.executable, str(SCRIPT), str(path)], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    _in_order(
        kinds,
        "documents.DocumentReceived",
        "signature.SignatureRequested",
        "signature.DocumentSigned",
        "notifications.PutAtDisposal",
        "notifications.NotificationAccessed",
        "notifications.NotificationDelivered",
        "notifications.NotificationLapsed",
        "notifications.ProofMade",
        "cases.DocumentFiled",
    )
    path.write_text(path.read_text().replace("notifications.NotificationLapsed", "notifications.Nothing"))
    assert subprocess.run([sys.executable, str(SCRIPT), str(path)], capture_output=True).returncode == 1


def _day_eleven(one: Notification) -> date:
    assert one.available_at is not None
    day: datetime = timezone.localtime(one.available_at)
    return day.date() + timedelta(days=11)


def _in_order(found: list[str], *wanted: str) -> None:
    at = 0
    for kind in wanted:
        assert kind in found[at:], (kind, found[at:])
        at = found.index(kind, at) + 1
