"""That it was there: slips sealed at entry and exit, rounds of every hour chained, the certificate by itself."""

import io
import json
from datetime import date, timedelta

import pikepdf
import pytest
from django.utils.timezone import localtime

from consistori.bulletin.exposing import certifying, rounds, sealing
from consistori.bulletin.exposing.certifying import certify, report_of, rounds_of
from consistori.bulletin.jobs import settle
from consistori.bulletin.models import BoardRound, Datum, Edict
from consistori.bulletin.rules.rounds import broken_at
from consistori.bulletin.services import publish_edict, take_down
from consistori.documents import blobs
from consistori.kernel.clock import now
from consistori.signature.models import SignatureRequest
from consistori.signature.tests.sealing import authority, give_seal, sealing_house, stamps, trust  # noqa: F401
from consistori.tenancy.scope import current_scope, working_for

TODAY = (date.today() + timedelta(days=1)).isoformat()
AFTER = (date.today() + timedelta(days=2)).isoformat()
"""Certificates of demonstration hold from the day in which they are issued: the story is of tomorrow."""


@pytest.fixture
def exposed(written, clerk, decided, at, public_page):
    """On the board from ten in the morning until the end of that day."""
    at(TODAY, "10:00")
    return publish_edict(decided(written), by=clerk, until_on=date.fromisoformat(TODAY))


def hours(town, at, *moments):
    for day, hour in moments:
        at(day, hour)
        rounds.go_round(town, always=True)


def stretches(pairs):
    return ["-".join(f"{localtime(moment):%H:%M}" for moment in pair) for pair in pairs]


def told(kind):
    return [one.event for one in current_scope().pending if one.event.kind() == kind]


def test_each_round_is_what_the_public_page_served_and_they_are_chained(exposed, town, at):
    hours(town, at, (TODAY, "11:07"), (TODAY, "12:07"), (TODAY, "13:07"))

    kept = list(BoardRound.objects.all())
    said = json.loads(kept[0].content)["edicts"]
    assert said == [{"reference": f"{TODAY[:4]}/1", "seen": "served", "sha256": exposed.shown_sha256}]
    assert broken_at([one.as_round for one in kept]) is None
    altered = [one.as_round for one in kept]
    altered[1] = type(altered[1])(
        2, altered[1].content.replace("served", "absent"), altered[1].previous, altered[1].hash
    )
    assert broken_at(altered) == 2
    assert broken_at([altered[0], altered[2]]) == 3


def test_what_is_not_served_as_it_was_published_is_told_once_and_said(exposed, town, at, public_page):
    hours(town, at, (TODAY, "11:07"))
    public_page.changes[f"/e/vall-llobera/tauler/{TODAY[:4]}/1/document/"] = b"%PDF-1.7 another"
    hours(town, at, (TODAY, "12:07"), (TODAY, "13:07"))
    public_page.changes.clear()
    public_page.down = True
    hours(town, at, (TODAY, "14:07"), (TODAY, "15:07"), (TODAY, "16:07"))
    public_page.down = False
    hours(town, at, (TODAY, "17:07"))

    at(TODAY, "17:10")
    report = report_of(exposed, rounds_of(exposed), until=now())
    assert (report.rounds, report.served) == (4, 2)
    assert stretches(report.faults) == ["12:07-17:07"]
    assert stretches(report.gaps) == ["13:07-17:07"]
    assert len(told("bulletin.EdictNotServed")) == 1


def test_what_ends_is_certified_by_itself_with_its_seal(exposed, town, at, give_seal):  # noqa: F811
    give_seal(town, "board_exposure")
    give_seal(town, "board_certificate")
    sealing.seal_moment(town, exposed.pk, "entry")
    hours(town, at, *[(TODAY, f"{hour}:07") for hour in range(11, 24)])
    at(AFTER, "00:22")
    certify(town, exposed.pk)
    certify(town, exposed.pk)

    edict = Edict.objects.select_related("certificate__latest_blob", "entry_slip__latest_blob").get(
        pk=exposed.pk
    )
    assert edict.certificate_state == "ready"
    fact = told("bulletin.ExposureCertified")
    assert [(one.rounds, one.is_continuous) for one in fact] == [(13, True)]
    assert edict.entry_slip.latest_blob.kind == edict.certificate.latest_blob.kind == "signature"
    assert edict.exit_slip_id and edict.exit_sealed_at
    with (
        blobs.open(edict.certificate.latest_blob.sha256) as stream,
        pikepdf.open(io.BytesIO(stream.read())) as pdf,
    ):
        proof = json.loads(pdf.attachments["rounds.json"].get_file().read_bytes())
    assert proof["sha256"] == edict.shown_sha256 and len(proof["rounds"]) == 13
    assert not Datum.objects.filter(edict=edict).exclude(text="").exists()


def test_without_that_decree_the_secretary_signs_it(exposed, town, at, secretary):
    at(AFTER, "00:22")
    certify(town, exposed.pk)

    edict = Edict.objects.get(pk=exposed.pk)
    asked = SignatureRequest.objects.get(document_id=edict.certificate_id)
    assert edict.certificate_state == "signing" and asked.signer_id == secretary.person_id
    certifying.certificate_returned(edict.certificate_id, "El títol no és aquest")
    assert Edict.objects.get(pk=exposed.pk).certificate_fault == "El títol no és aquest"


def test_with_nobody_to_certify_somebody_is_told(exposed, town, at):
    at(AFTER, "00:22")
    certify(town, exposed.pk)

    edict = Edict.objects.get(pk=exposed.pk)
    assert edict.certificate_state == "stopped" and edict.certificate_fault


def test_while_the_timestamps_are_away_it_is_tried_again(exposed, town, at, give_seal, stamps):  # noqa: F811
    give_seal(town, "board_exposure")
    stamps.down = True

    with pytest.raises(sealing.NotSealedYet):
        sealing.seal_moment(town, exposed.pk, "entry")
    stamps.down = False
    sealing.seal_moment(town, exposed.pk, "entry")

    edict = Edict.objects.select_related("entry_slip__latest_blob").get(pk=exposed.pk)
    assert edict.entry_sealed_at and edict.entry_slip.latest_blob.kind == "signature"
    assert edict.entry_slip.versions.count() == 2


def test_taken_down_it_is_certified_until_then(exposed, town, at, secretary):
    hours(town, at, (TODAY, "11:07"))
    at(TODAY, "11:30")
    take_down(exposed, by=secretary, why="court", words="Interlocutòria 12/2026")
    at(TODAY, "11:31")
    certify(town, exposed.pk)

    edict = Edict.objects.get(pk=exposed.pk)
    assert edict.certificate_state == "signing"
    assert report_of(edict, rounds_of(edict)).is_continuous


def test_the_job_finds_what_began_and_what_ended(written, printed, town, clerk, decided, at, public_page):
    at("2026-03-16")
    publish_edict(decided(written), by=clerk, until_on=date.fromisoformat("2026-03-16"))
    publish_edict(decided(printed), by=clerk, starts_on=date(2026, 3, 17), until_on=date(2026, 3, 30))

    assert settle(town) == 1
    at("2026-03-17", "00:02")
    assert settle(town) == 2
    at("2026-03-19", "00:02")
    assert settle(town) == 2
    with working_for(town):
        assert Edict.objects.to_certify(date(2026, 3, 19)).count() == 1
