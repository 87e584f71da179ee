"""From the case to the board and back: chosen, cleaned, exposed, certified, and the certificate filed by itself."""

from datetime import timedelta

import pytest
from django.test import Client

from consistori.bulletin.exposing.certifying import settle_certificate
from consistori.bulletin.models import Datum, Edict
from consistori.bulletin.ports import Served
from consistori.bulletin.selectors import listed_for
from consistori.cases.board import reacting
from consistori.cases.board.acts import publish_from_case
from consistori.cases.models import CaseDocument, CaseEdict, CaseFile, Step
from consistori.cases.services import add_document, add_party, reserve_case
from consistori.documents.services import create_from_bytes
from consistori.documents.writing.services import start_text
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.tenancy.scope import working_for

SAID = "<p>Laia Riubrugent Pou, amb DNI 12345678Z, demana una terrassa a la plaça.</p>"


@pytest.fixture
def act(case, clerk):
    """A text of the case that tells of whoever applies."""
    document = start_text(by=clerk, title="Aprovació inicial", html=SAID, language="ca")
    add_document(case, document, by=clerk)
    return document


class Silent:
    def read(self, url, *, most):
        return Served(0)


@pytest.fixture(autouse=True)
def nobody_reads(monkeypatch):
    monkeypatch.setattr("consistori.bulletin.ports.page_reader", Silent)


def publish(browser, town, case, act, **said):
    """As a clerk does it: choose, decide what is proposed, put it on the board. Gives the page of the edict."""
    base = f"/e/{town.slug}/desk"
    answer = browser.post(
        f"{base}/cases/{case.number}/board/begin/",
        {"document": act.pk, "kind": "plurality", "title": "Terrassa"},
    )
    page = answer["Location"]
    with working_for(town):
        decisions = {f"datum-{one.pk}": one.proposal for one in Datum.objects.all()}
    browser.post(f"{page}decide/", {**decisions, "hide": ""})
    # A browser takes no day that is not written as ISO 8601 has it.
    assert f'value="{today().isoformat()}"' in browser.get(page).content.decode()
    starts = today()
    until = starts + timedelta(days=3)
    browser.post(f"{page}publish/", {"starts_on": starts.isoformat(), "until_on": until.isoformat()})
    return page


def test_from_the_case_to_the_public_page_and_back(case, act, town, clerk, secretary, sign_in, run_jobs):
    number = case.number
    browser = sign_in(clerk)
    page = publish(browser, town, case, act)
    shown = browser.get(page).content.decode()

    public = Client().get(f"/e/{town.slug}/tauler/").content.decode()
    read = Client().get(f"/e/{town.slug}/tauler/{today().year}/1/").content.decode()
    pdf = Client().get(f"/e/{town.slug}/tauler/{today().year}/1/document/")
    assert "Terrassa" in public and "***4567**" in read and "12345678Z" not in read + public
    assert pdf["Content-Type"] == "application/pdf" and "unavailable_after" in pdf["X-Robots-Tag"]
    assert number in shown
    with working_for(town):
        edict = Edict.objects.get()
        before = today() - timedelta(days=4)
        Edict.objects.filter(pk=edict.pk).update(starts_on=before, until_on=before + timedelta(days=3))
        gone = Client()
    assert gone.get(f"/e/{town.slug}/tauler/{today().year}/1/").status_code == 410
    assert gone.get(f"/e/{town.slug}/tauler/{today().year}/1/document/").status_code == 410


def test_the_certificate_is_filed_by_itself_and_a_closed_case_takes_it_when_reopened(case, act, clerk, town):
    edict = publish_from_case(case, act, by=clerk, kind="plurality")
    certificate = create_from_bytes(by=clerk, data=_pdf(), name="c.pdf", title="Certificat d’exposició")
    Edict.objects.filter(pk=edict.pk).update(certificate=certificate)
    event = settled(edict, town)

    CaseFile.objects.filter(pk=case.pk).update(situation="closed", closed_at=now(), ending="resolved")
    reacting.bring_it_back(event)
    assert not CaseDocument.objects.filter(case=case, document=certificate).exists()
    CaseFile.objects.filter(pk=case.pk).update(situation="open", closed_at=None, ending="")
    reacting.file_what_came_meanwhile(type("E", (), {"case_id": case.pk}))
    reacting.bring_it_back(event)

    assert CaseDocument.objects.filter(case=case, document=certificate).count() == 1


def _pdf():
    import typst

    return typst.compile(b"Certificat", format="pdf")


def settled(edict, town):
    from consistori.tenancy.scope import current_scope

    settle_certificate(edict.pk, by=Actor.program(town.pk))
    return next(
        one.event for one in current_scope().pending if one.event.kind() == "bulletin.ExposureCertified"
    )


def test_public_information_is_a_step_that_waits_until_its_last_day(case, act, clerk, town):
    edict = publish_from_case(case, act, by=clerk, kind="public_information", journal="BOP 1")
    Edict.objects.filter(pk=edict.pk).update(starts_on=today(), until_on=today() + timedelta(days=30))
    thread = CaseEdict.objects.get(edict=edict)

    reacting.wait_for_it(type("E", (), {"edict_id": edict.pk}))
    reacting.wait_for_it(type("E", (), {"edict_id": edict.pk}))

    step = Step.objects.get(case=case, code="05")
    thread.refresh_from_db()
    assert step.until == today() + timedelta(days=30) and thread.step_id == step.pk


def test_a_protected_party_of_the_case_is_seen_before_anything_is_decided(case, act, clerk, neighbour):
    type(neighbour).objects.filter(pk=neighbour.pk).update(is_protected=True)
    add_party(case, neighbour, by=clerk, role="applicant")

    edict = publish_from_case(case, act, by=clerk, kind="plurality")

    assert Datum.objects.filter(edict=edict, what="protected").exists()


def test_what_a_reserved_case_prepares_is_listed_to_nobody_else(case, act, clerk, secretary, hire, town):
    publish_from_case(case, act, by=clerk, kind="plurality", title="Secret encara")
    reserve_case(case, by=secretary, reason="Menors")
    other = hire(town, "processor", "Bruna", "Serra")
    rows = list(Edict.objects.drafts())

    assert listed_for(secretary, rows) == rows
    assert listed_for(other, rows) == []


def test_only_what_lies_in_the_case_and_only_by_who_works_on_it(case, act, clerk, mayor, outsider):
    other = create_from_bytes(by=clerk, data=_pdf(), name="x.pdf", title="Un altre")

    with pytest.raises(BadInput):
        publish_from_case(case, other, by=clerk, kind="plurality")
    with pytest.raises(NotPermitted):
        publish_from_case(case, act, by=mayor, kind="plurality")
    with pytest.raises(NotPermitted):
        publish_from_case(case, act, by=outsider, kind="plurality")


def test_the_outsider_posts_and_nothing_happens(case, act, town, clerk, outsider, sign_in):
    edict = publish_from_case(case, act, by=clerk, kind="plurality")
    browser = sign_in(outsider)
    for path in (f"cases/{case.number}/board/begin/", *(f"board/{edict.pk}/{do}/" for do in
                 ("decide", "publish", "extend", "down", "drop", "certify"))):  # fmt: skip
        assert browser.post(f"/e/{town.slug}/desk/{path}", {}).status_code == 404

    assert Edict.objects.drafts().count() == 1
