"""Each use of a seal is counted and told; it has a limit an hour, a brake, and a list of who may command it."""

from datetime import timedelta
from typing import Any

import pytest

from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.signature.models import AutomatedAct, SealHour
from consistori.signature.seal_policies import may_use_seal
from consistori.signature.seal_uses import hour_of, tell_uses, uses_of
from consistori.signature.seals import NoSeal, sealing_for
from consistori.signature.services.seal_brakes import let_seal_go_on, set_use, stop_seal
from consistori.signature.services.seals import fix_act
from consistori.signature.tests.sealing import give_seal, sealing_house
from consistori.signature.tests.test_seals import SAID
from consistori.tenancy.scope import current_scope

__all__ = ["give_seal", "sealing_house"]


@pytest.fixture
def fixed(at_work: Any, give_seal: Any) -> AutomatedAct:
    made: AutomatedAct = give_seal(at_work, "authentic_copy")
    return made


def test_at_its_limit_it_does_not_seal_and_says_it(at_work, fixed, secretary):
    set_use(fixed, by=secretary, per_hour=3)
    assert sealing_for("authentic_copy", at_work, uses=2) is not None

    with pytest.raises(NoSeal, match="3"):
        sealing_for("authentic_copy", at_work, uses=2)
    assert sealing_for("authentic_copy", at_work) is not None
    with pytest.raises(NoSeal):
        sealing_for("authentic_copy", at_work)
    assert SealHour.objects.get().count == 3
    SealHour.objects.update(hour=hour_of(now()) - timedelta(hours=1))
    assert sealing_for("authentic_copy", at_work) is not None


def test_more_at_once_than_its_limit_are_refused_whole(at_work, fixed, secretary):
    set_use(fixed, by=secretary, per_hour=3)

    with pytest.raises(NoSeal):
        sealing_for("authentic_copy", at_work, uses=4)

    assert not SealHour.objects.exists()


def test_a_batch_is_one_fact_with_its_count_told_once(at_work, fixed, secretary):
    sealing_for("authentic_copy", at_work, uses=1000)
    current_scope().pending.clear()
    assert tell_uses(by=secretary) == 0
    SealHour.objects.update(hour=hour_of(now()) - timedelta(hours=1))

    assert tell_uses(by=secretary) == 1
    assert tell_uses(by=secretary) == 0

    (told,) = [one.event for one in current_scope().pending]
    assert (told.kind(), told.count, told.what) == ("signature.SealUsed", 1000, "authentic_copy")
    assert uses_of([fixed.pk]) == {fixed.pk: {"hour": 0, "month": 1000}}


def test_the_brake_stops_it_at_once_and_only_who_keeps_it_lets_it_go_on(
    at_work, fixed, secretary, mayor, clerk, outsider
):
    for other in (clerk, outsider):
        with pytest.raises(NotPermitted):
            stop_seal(fixed.seal, by=other, reason="x")
    with pytest.raises(BadInput):
        stop_seal(fixed.seal, by=mayor, reason="  ")

    stop_seal(fixed.seal, by=mayor, reason="Segella de nit")

    with pytest.raises(NoSeal, match="Segella de nit"):
        sealing_for("authentic_copy", at_work)
    with pytest.raises(NotPermitted):
        let_seal_go_on(fixed.seal, by=mayor)
    let_seal_go_on(fixed.seal, by=secretary)
    assert sealing_for("authentic_copy", at_work) is not None
    with pytest.raises(AlreadyDone):
        let_seal_go_on(fixed.seal, by=secretary)


def test_who_may_command_it_is_said_by_post_and_a_new_decree_keeps_it(
    at_work, fixed, secretary, clerk, mayor
):
    assert may_use_seal(clerk, fixed)
    set_use(fixed, by=secretary, per_hour=50, roles=["secretary", "mayor"])
    newer = fix_act(by=secretary, seal=fixed.seal, **{**SAID, "decree": "Decret 2026/0170"})

    assert (newer.per_hour, newer.roles) == (50, ["mayor", "secretary"])
    assert may_use_seal(mayor, newer) and may_use_seal(secretary, newer)
    refused = may_use_seal(clerk, newer)
    assert not refused and "42" in refused.article
    assert not may_use_seal(secretary, None)


@pytest.mark.parametrize(("said", "field"), [({"per_hour": 0}, "per_hour"), ({"roles": ["king"]}, "roles")])
def test_what_cannot_be_is_told_at_its_field(at_work, fixed, secretary, said, field):
    with pytest.raises(BadInput) as refused:
        set_use(fixed, by=secretary, **{"per_hour": 5, **said})

    assert refused.value.field == field


def test_in_the_browser_the_mayor_stops_it_and_the_secretary_sets_its_limit(
    town, at_work, fixed, mayor, secretary, outsider, sign_in
):
    at = f"/e/{town.slug}/desk/signature/seals/"
    sealing_for("authentic_copy", at_work)
    browser = sign_in(mayor)
    assert browser.post(f"{at}{fixed.seal_id}/stop/", {"reason": ""}).status_code == 422
    assert browser.post(f"{at}{fixed.seal_id}/stop/", {"reason": "Segella de nit"}).status_code == 302
    page = browser.get(at).content.decode()
    assert "Segella de nit" in page and "20000" in page.replace(".", "").replace(" ", "")
    assert browser.post(f"{at}{fixed.seal_id}/go-on/").status_code == 403
    assert browser.get(f"{at}acts/{fixed.pk}/use/").status_code == 403
    keeper = sign_in(secretary)
    assert keeper.post(f"{at}{fixed.seal_id}/go-on/").status_code == 302
    assert (
        keeper.post(f"{at}acts/{fixed.pk}/use/", {"per_hour": 40, "roles": ["registrar"]}).status_code == 302
    )
    stranger = sign_in(outsider)
    for address in (f"{fixed.seal_id}/stop/", f"{fixed.seal_id}/go-on/", f"acts/{fixed.pk}/use/"):
        assert stranger.post(f"{at}{address}", {"reason": "x", "per_hour": 1}).status_code == 404

    fixed.refresh_from_db()
    assert (fixed.per_hour, fixed.roles, fixed.seal.is_stopped) == (40, ["registrar"], False)
