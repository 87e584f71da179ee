"""What the office says is kept by the secretary and the administrator, in versions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from consistori.eoffice.models import Incident, OfficeSetting, OfficeText, PublicNotice
from consistori.eoffice.office import services
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent

DESK = "/e/vall-llobera/desk/office/"
BEGAN = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def test_a_text_is_a_new_version_and_an_empty_one_goes_back(at_work, secretary):
    first = services.write_text(page="dades", language="ca", text="Les nostres dades.", by=secretary)
    second = services.write_text(page="dades", language="ca", text="", by=secretary)

    assert (first.number, second.number) == (1, 2)
    assert OfficeText.objects.count() == 2
    with pytest.raises(AlreadyDone):
        services.write_text(page="dades", language="ca", text=" ", by=secretary)
    with pytest.raises(BadInput):
        services.write_text(page="no-hi-es", language="ca", text="x", by=secretary)


def test_the_page_shows_what_the_town_wrote_and_who(town, secretary, client):
    with working_for(town):
        services.write_text(
            page="dades", language="ca", text="Primer.\n\n- Un punt\n- Un altre", by=secretary
        )
    text = client.get("/e/vall-llobera/seu/dades/").content.decode()

    assert "<li>Un punt</li>" in text
    assert "Mercè Soldevila" in text
    assert "pendent de validar" not in text


def test_hours_that_cannot_be_read_are_refused_at_their_day(at_work, secretary):
    with pytest.raises(BadInput) as refusal:
        services.change_setting(by=secretary, hours=["9-14", "matí", "", "", "", "", ""])

    assert refusal.value.field == "day_1"
    assert not OfficeSetting.objects.exists()


def test_no_term_is_extended_without_its_decision(at_work, secretary):
    with pytest.raises(BadInput) as refusal:
        services.publish_incident(by=secretary, what_ca="Cau", starts_at=BEGAN, extended_to=date(2026, 12, 1))

    assert refusal.value.field == "decision"
    assert refusal.value.article == "Llei 39/2015, art. 32.4"


def test_an_incident_cannot_end_before_it_begins(at_work, secretary):
    incident = services.publish_incident(by=secretary, what_ca="Cau", starts_at=BEGAN)

    with pytest.raises(BadInput):
        services.change_incident(
            incident, by=secretary, ends_at=BEGAN - timedelta(hours=1), extended_to=None, decision=""
        )
    services.change_incident(
        incident,
        by=secretary,
        ends_at=BEGAN + timedelta(hours=1),
        extended_to=date(2026, 12, 1),
        decision="Decret 1",
    )
    assert Incident.objects.get().decision == "Decret 1"


def test_an_incident_stays_at_the_door_while_its_extension_runs(at_work, secretary):
    moment = now()
    over = {"starts_at": moment - timedelta(days=2), "ends_at": moment - timedelta(days=1)}
    services.publish_incident(by=secretary, what_ca="Passada", **over)
    services.publish_incident(
        by=secretary, what_ca="Ampliada", extended_to=today() + timedelta(days=1), decision="D 1", **over
    )

    assert [one.what_ca for one in Incident.objects.on_home(moment)] == ["Ampliada"]


def test_a_notice_is_taken_down_once_and_stays_written(at_work, secretary):
    notice = services.publish_public_notice(by=secretary, title_ca="Festa major")
    services.withdraw_public_notice(notice, by=secretary)

    assert not PublicNotice.objects.shown_on(today()).exists()
    assert PublicNotice.objects.count() == 1
    with pytest.raises(AlreadyDone):
        services.withdraw_public_notice(notice, by=secretary)


@pytest.mark.parametrize("who", ["clerk", "mayor"])
def test_others_of_the_house_look_but_do_not_write(who, request, town, sign_in):
    actor = request.getfixturevalue(who)
    with working_for(town), pytest.raises(NotPermitted):
        services.publish_public_notice(by=actor, title_ca="Festa")
    browser = sign_in(actor)

    assert browser.get(DESK).status_code == 200
    for path in ("hours/", "texts/dades/", "incidents/new/", "notices/new/"):
        assert browser.get(DESK + path).status_code == 403


def test_the_outsider_sees_nothing(town, outsider, sign_in):
    browser = sign_in(outsider)

    for path in ("", "hours/", "texts/dades/", "incidents/new/", "notices/new/"):
        assert browser.get(DESK + path).status_code == 404


def test_the_secretary_does_it_all_in_her_pages(town, secretary, sign_in):
    browser = sign_in(secretary)
    hours: dict[str, Any] = {f"day_{n}": "9-14" if n < 5 else "" for n in range(7)}

    assert browser.post(f"{DESK}hours/", hours | {"creation_act": "Ordenança"}).status_code == 302
    assert browser.post(f"{DESK}hours/", hours | {"day_0": "tard"}).context["form"].errors["day_0"]
    assert browser.post(f"{DESK}texts/dades/?in=es", {"text": "Nuestros datos."}).status_code == 302
    assert browser.post(f"{DESK}notices/new/", {"title_ca": "Fira"}).status_code == 302
    said = {"what_ca": "Cau", "starts_at": "2026-11-26T09:00", "extended_to": "2026-12-01"}
    assert "decision" in browser.post(f"{DESK}incidents/new/", said).context["form"].errors
    assert browser.post(f"{DESK}incidents/new/", said | {"decision": "Decret 1"}).status_code == 302
    with working_for(town):
        incident, notice = Incident.objects.get(), PublicNotice.objects.get()
        assert OfficeSetting.objects.get().hours[4] == "9-14"
        assert OfficeText.objects.get().language == "es"
    ended = {"ends_at": "2026-11-26T11:00", "extended_to": "2026-12-01", "decision": "Decret 1"}
    assert browser.post(f"{DESK}incidents/{incident.pk}/", ended).status_code == 302
    assert browser.post(f"{DESK}notices/{notice.pk}/withdraw/").status_code == 302
    text = browser.get(DESK).content.decode()
    assert "en una llengua" in text
    with working_for(town):
        assert TrailEvent.objects.filter(kind__startswith="eoffice.").count() == 6
