"""A power is registered once and for ever; what happens to it counts since it is registered (R-REP-06 to 09)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction

from consistori.eoffice.identity.powers import ChangeKind
from consistori.eoffice.models import RegisteredPower, SignatureEvidence
from consistori.eoffice.powers.registering import Asked, By, change_power, register_power
from consistori.eoffice.powers.selectors import given_to, own_powers, power_named
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted

HERE = ZoneInfo("Europe/Madrid")


@pytest.fixture
def on_day(monkeypatch: Any) -> Any:
    """`on_day(2026, 6, 3)`: it is that day at ten in the morning."""

    def be(*day: int) -> None:
        moment = datetime(*day, 10, tzinfo=HERE)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return be


def test_it_holds_who_gives_who_may_act_when_until_and_what_for(give: Any) -> None:
    row = give("a")

    kept = RegisteredPower.objects.get(pk=row.pk)
    assert (kept.grantor_name, kept.grantor_identifier) == ("Joan Puigdollers", "99000138L")
    assert (kept.proxy_name, kept.proxy_identifier) == ("Laia Riubrugent", "12345678Z")
    assert (kept.kind, kept.registered_on, kept.until) == ("a", today(), None)
    assert kept.reference == f"P{today().year}00001"
    assert kept.entry.channel == "counter"
    assert kept.document.is_frozen
    assert kept.document.version.code


def test_the_entry_needs_nobody_to_distribute_it(give: Any) -> None:
    assert give().entry.state.handled == "done"


def test_the_database_itself_refuses_to_change_a_power(give: Any) -> None:
    give()

    with pytest.raises(DatabaseError), transaction.atomic():
        RegisteredPower.objects.update(kind="a")


def test_more_than_five_years_is_cut_to_five(give: Any, on_day: Any) -> None:
    on_day(2026, 3, 10)

    assert give(until=date(2035, 1, 1)).until == date(2031, 3, 10)
    assert power_named(give().reference).end.last == date(2031, 3, 10)


@pytest.mark.parametrize(
    ("kind", "procedures", "field"), [("d", (), "kind"), ("", (), "kind"), ("c", (), "procedures")]
)
def test_a_kind_that_is_not_one_of_the_three_is_refused(
    give: Any, kind: str, procedures: Any, field: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        give(kind, procedures=procedures)

    assert refusal.value.field == field
    assert not RegisteredPower.objects.exists()


def test_nobody_gives_a_power_to_themselves(give: Any) -> None:
    with pytest.raises(BadInput) as refusal:
        give(proxy="joan")

    assert refusal.value.field == "proxy"


def test_a_firm_gives_it_by_its_certificate_or_with_a_deed_never_by_coming(give: Any) -> None:
    with pytest.raises(BadInput) as refusal:
        give(grantor="firm")
    assert refusal.value.field == "deed"

    assert give(grantor="firm", deed="Notaria de Vall-llobera, 123, 2 de març de 2026").origin == "deed"


def test_revoked_on_monday_and_registered_on_wednesday_tuesday_still_counts(
    give: Any, on_day: Any, secretary: Any
) -> None:
    on_day(2026, 5, 4)
    row = give()
    on_day(2026, 6, 3)

    change_power(
        power_named(row.reference), ChangeKind.REVOCATION, by=By(secretary), filed_on=date(2026, 6, 1)
    )

    end = power_named(row.reference).end
    assert (end.last, end.why) == (date(2026, 6, 2), "revocation")


def test_who_gave_it_revokes_it_in_the_office_and_who_has_it_renounces_it(
    give: Any, at_work: Any, joan: Any, citizen: Any
) -> None:
    first, second = give(), give("a")
    by = Actor.program(at_work.pk)

    with pytest.raises(NotPermitted):
        change_power(power_named(first.reference), ChangeKind.REVOCATION, by=By(by, citizen))
    change_power(power_named(first.reference), ChangeKind.REVOCATION, by=By(by, joan))
    given_up = change_power(power_named(second.reference), ChangeKind.RENUNCIATION, by=By(by, citizen))

    assert given_to(citizen) == []
    assert SignatureEvidence.objects.count() == 2
    assert [(one.name, one.role) for one in given_up.entry.people.all()] == [
        ("Laia Riubrugent", "applicant"),
        ("Joan Puigdollers", "addressee"),
    ]
    with pytest.raises(AlreadyDone):
        change_power(power_named(first.reference), ChangeKind.REVOCATION, by=By(by, joan))


def test_the_same_press_registers_it_once(parties: Any, joan: Any, at_work: Any) -> None:
    by = By(Actor.program(at_work.pk), joan, token="one")

    first = register_power(parties["joan"], parties["laia"], Asked("b"), by=by)

    assert register_power(parties["joan"], parties["laia"], Asked("b"), by=by) == first
    assert RegisteredPower.objects.count() == 1


def test_whoever_acts_for_another_gives_no_power(
    parties: Any, give: Any, for_joan: Any, at_work: Any
) -> None:
    acting = for_joan(give())

    with pytest.raises(NotPermitted) as refusal:
        register_power(parties["joan"], parties["firm"], Asked("b"), by=By(Actor.program(at_work.pk), acting))

    assert "6.5" in refusal.value.article


def test_a_low_assurance_gives_no_power(parties: Any, joan: Any, at_work: Any) -> None:
    from dataclasses import replace

    with pytest.raises(NotPermitted):
        register_power(
            parties["joan"],
            parties["laia"],
            Asked("b"),
            by=By(Actor.program(at_work.pk), replace(joan, level="low")),
        )


def test_neither_a_processor_nor_the_outsider_registers_one(give: Any, clerk: Any, outsider: Any) -> None:
    for who in (clerk, outsider):
        with pytest.raises(NotPermitted):
            give(by=who)

    assert not RegisteredPower.objects.exists()


def test_a_person_sees_their_powers_in_four_statements(
    give: Any, joan: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        give()

    with django_assert_max_num_queries(4):
        assert len(own_powers(joan)) == 3


def test_extended_it_counts_five_years_more_at_most(give: Any, on_day: Any, secretary: Any) -> None:
    on_day(2026, 3, 10)
    row = give(until=date(2027, 1, 1))
    on_day(2026, 12, 2)

    change_power(power_named(row.reference), ChangeKind.EXTENSION, by=By(secretary), until=date(2040, 1, 1))

    assert power_named(row.reference).end.last == date(2031, 12, 2)
    with pytest.raises(BadInput):
        change_power(
            power_named(row.reference),
            ChangeKind.EXTENSION,
            by=By(secretary),
            until=today() - timedelta(days=1),
        )


def test_whoever_read_it_before_it_was_revoked_revokes_it_no_more(give: Any, secretary: Any) -> None:
    row = give()
    first, second = power_named(row.reference), power_named(row.reference)

    change_power(first, ChangeKind.REVOCATION, by=By(secretary))
    with pytest.raises(AlreadyDone):
        change_power(second, ChangeKind.REVOCATION, by=By(secretary))

    assert row.changes.count() == 1


def test_a_seal_that_may_not_be_used_today_is_tried_again(give: Any, at_work: Any, monkeypatch: Any) -> None:
    from consistori.eoffice.powers import sealing
    from consistori.signature.seals import NoSeal

    def ended(*_said: Any) -> None:
        raise NoSeal

    monkeypatch.setattr(sealing, "sealing_for", ended)
    row = give()

    with pytest.raises(sealing.NotSealedYet):
        sealing.seal_act(entity=at_work, document_id=str(row.document_id), number=row.entry.reference)
