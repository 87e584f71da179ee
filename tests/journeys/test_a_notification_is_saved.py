"""Journey 3: on the fifth day nobody has opened it; who is at risk is in Today, and what is done stays written."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from consistori.desk.inbox.today import waiting_in
from consistori.desk.saving.rules import is_at_risk
from consistori.desk.saving.selectors import AT_RISK, in_my_hands, unopened, waiting, with_what_is_known
from consistori.desk.saving.services import choose_reminding, log_call, remind, remind_by_itself
from consistori.desk.saving.today import rows_of
from consistori.eoffice.models import IdentityAssertion
from consistori.kernel.clock import now, today
from consistori.kernel.errors import BadInput, NotPermitted, Refusal
from consistori.notifications.models import Evidence, Notice
from consistori.notifications.tests import conftest as notifying
from consistori.parties.models import Channel, Party
from consistori.parties.services import add_channel
from consistori.tenancy.scope import working_for

clock, errand, signed, facts = notifying.clock, notifying.errand, notifying.signed, notifying.facts
firm, laia, pere, prepared, sent, open_it = (
    notifying.firm, notifying.laia, notifying.pere, notifying.prepared, notifying.sent, notifying.open_it,
)  # fmt: skip
DESK = "/e/vall-llobera/desk/"


@pytest.fixture
def waits(sent: Any, firm: Any, clock: Any) -> Any:
    """An electronic one to a firm, put at disposal on Monday 1; it is Saturday 6, the fifth day."""
    (row,) = sent(firm)
    clock.is_at(2026, 6, 6, 9)
    return row


def test_on_the_fifth_day_it_is_there_and_on_the_fourth_it_was_not(
    waits: Any, clerk: Any, clock: Any
) -> None:
    clock.is_at(2026, 6, 5, 23, 59)
    assert unopened(clerk, today()) == []

    clock.is_at(2026, 6, 6, 0, 0)
    (one,) = unopened(clerk, today())

    assert (one.left, one.last_day.isoformat(), one.is_at_risk) == (6, "2026-06-11", True)
    clock.is_at(2026, 6, 12, 0, 0)
    assert unopened(clerk, today()) == []


def test_what_is_on_paper_or_opened_is_not_there(
    sent: Any, firm: Any, pere: Any, clerk: Any, clock: Any, open_it: Any
) -> None:
    electronic, _on_paper = sent(firm, pere)
    clock.is_at(2026, 6, 6, 9)
    assert [one.row.pk for one in unopened(clerk, today())] == [electronic.pk]

    open_it(electronic, notifying.reader_of(firm))

    assert unopened(clerk, today()) == []


@pytest.mark.parametrize("entered,bounced,email,mobile", list(itertools.product([True, False], repeat=4)))
def test_the_question_and_the_rule_say_the_same(
    waits: Any, clerk: Any, firm: Any, entered: bool, bounced: bool, email: bool, mobile: bool
) -> None:
    Channel.objects.filter(party=firm).delete()
    if email:
        add_channel(firm, by=clerk, kind="email", value="nova@pontvell.example")
    if mobile:
        add_channel(firm, by=clerk, kind="mobile", value="+34600000000")
    if entered:
        IdentityAssertion.objects.create(
            at=now(), way="certificate", method="certificate", level="high", identifier=waits.addressee_identifier,
            name="x", kind="firm", said=b"x", sha256="a" * 64,
        )  # fmt: skip
    Notice.objects.filter(notification=waits).delete()
    if bounced:
        Notice.objects.create(
            notification=waits,
            party=firm,
            kind="email",
            value="x@y.example",
            why="communicated",
            state="bounced",
        )

    (one,) = unopened(clerk, today())

    assert with_what_is_known(waiting(today())).filter(AT_RISK).exists() == is_at_risk(one.signs)
    assert (one.known.has_entered, one.known.has_bounced) == (entered, bounced)


def test_it_is_in_the_today_of_whoever_sent_it_and_of_nobody_else(
    waits: Any, clerk: Any, secretary: Any, town: Any
) -> None:
    hers, others = (
        rows_of(waiting_in([], one.person_id, [], [one]), {town.pk: town}) for one in (clerk, secretary)
    )

    assert [(row.url, row.at.isoformat()) for row in hers] == [("/e/vall-llobera/desk/saving/", "2026-06-11")]
    assert others == []
    assert in_my_hands(waiting(today()), clerk.person_id).count() == 1


def test_the_page_shows_the_signs_and_what_can_be_done(
    waits: Any, clerk: Any, sign_in: Any, statements: Any
) -> None:
    page = sign_in(clerk)
    page.get(f"{DESK}saving/")

    with statements() as seen:
        text = page.get(f"{DESK}saving/").content.decode()

    assert "Construccions Pont Vell SL" in text and "E/2026/7" in text
    assert f"{waits.pk}/by-hand/" in text
    assert seen.count <= 20, seen.sql


def test_another_notice_goes_out_and_a_second_press_sends_none(waits: Any, clerk: Any) -> None:
    Notice.objects.all().delete()

    assert remind([waits], by=clerk) == 1
    assert remind([waits], by=clerk) == 0


def test_a_call_is_kept_with_the_evidence_and_notifies_nothing(waits: Any, clerk: Any, sign_in: Any) -> None:
    page = sign_in(clerk)
    address = f"{DESK}saving/{waits.pk}/call/"
    assert page.get(address).status_code == 200

    wrong = page.post(address, {"outcome": "sang"})
    page.post(address, {"outcome": "told", "note": "Hi entrarà avui"})

    assert wrong.status_code == 422
    said = Evidence.objects.get(kind="called").said
    assert said["outcome"] == "told" and said["note"] == "Hi entrarà avui"
    waits.refresh_from_db()
    assert waits.is_open() and waits.practised_at is None
    assert "Hi entrarà avui" in page.get(address).content.decode()


def test_what_is_not_so_is_refused(waits: Any, clerk: Any, outsider: Any, open_it: Any, firm: Any) -> None:
    with pytest.raises(BadInput):
        log_call(waits, by=clerk, outcome="sang")
    with pytest.raises(NotPermitted):
        log_call(waits, by=outsider, outcome="told")
    with pytest.raises(NotPermitted):
        choose_reminding(by=clerk, reminds=True, on_day=5)
    open_it(waits, notifying.reader_of(firm))
    waits.refresh_from_db()
    with pytest.raises(Refusal):
        log_call(waits, by=clerk, outcome="told")


def test_the_program_reminds_by_itself_only_where_the_town_wants_it_and_once(
    waits: Any, secretary: Any, town: Any, clock: Any
) -> None:
    Notice.objects.all().delete()
    assert remind_by_itself(town) == 0

    with working_for(town):
        choose_reminding(by=secretary, reminds=True, on_day=5)
    assert remind_by_itself(town) == 1
    clock.is_at(2026, 6, 8, 9)
    assert remind_by_itself(town) == 0
    assert Evidence.objects.filter(kind="reminded").count() == 1
    with pytest.raises(BadInput):
        choose_reminding(by=secretary, reminds=True, on_day=10)


def test_the_outsider_finds_nobody(waits: Any, outsider: Any, sign_in: Any) -> None:
    elsewhere = sign_in(outsider)

    for address in ("saving/", f"saving/{waits.pk}/call/"):
        assert elsewhere.get(f"{DESK}{address}").status_code == 404
        assert elsewhere.post(f"{DESK}{address}", {}).status_code in (404, 405)
    assert Party.objects.exists() and not Evidence.objects.filter(kind="called").exists()
