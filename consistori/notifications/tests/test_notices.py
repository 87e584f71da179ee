"""Notices: to whom, by what, in which language, each once; greylists, refusals, cuts, bounces; never the content."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from consistori.kernel.clock import now
from consistori.notifications.models import Evidence, Notice
from consistori.notifications.notices.jobs import send_notices
from consistori.notifications.notices.rules import (
    Kind,
    Known,
    Trouble,
    next_try,
    trouble_of,
    whom_to_tell,
)
from consistori.notifications.notices.sending import send_due, send_these
from consistori.notifications.tests.post_office import open_office
from consistori.parties.services import add_channel

MAIL, OTHER = "avisos@pontvell.example", "laia@example.cat"


def keys() -> list[Any]:
    return list(Notice.objects.order_by("id").values_list("pk", flat=True))


def only() -> Notice:
    return Notice.objects.get()


E, M = Kind.EMAIL, Kind.MOBILE


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ([], []),
        ([Known(E, "a@x.cat")], [("a@x.cat", "communicated")]),
        ([Known(E, "b@x.cat", False), Known(E, "a@x.cat")], [("a@x.cat", "communicated")]),
        ([Known(E, "a@x.cat"), Known(M, "600")], [("a@x.cat", "communicated")]),
        ([Known(M, "600")], [("600", "only_mobile")]),
        ([Known(E, "a@x.cat", wanted=False)], []),
        ([Known(E, "a@x.cat", wanted=False), Known(M, "600")], []),
        (
            [Known(E, "a@x.cat"), Known(M, "600", wanted=True)],
            [("600", "asked"), ("a@x.cat", "communicated")],
        ),
        ([Known(E, "a@x.cat"), Known(E, "b@x.cat", False, True)], [("b@x.cat", "asked")]),
        ([Known(M, "600", wanted=False)], []),
    ],
)
def test_notices_go_where_they_were_asked_for_and_never_where_they_were_not_wanted(known, told):
    assert [(one.value, one.why) for one in whom_to_tell(known)] == told


@pytest.mark.parametrize(
    ("status", "code", "trouble"),
    [
        ("5.1.1", 550, Trouble.NO_SUCH),
        ("5.2.2", 552, Trouble.FULL),
        ("5.2.1", 0, Trouble.CLOSED),
        ("5.7.1", 550, Trouble.BLOCKED),
        ("4.4.7", 0, Trouble.SILENT),
        ("", 550, Trouble.NO_SUCH),
        ("5.0.0", 0, Trouble.OTHER),
        ("", 0, Trouble.OTHER),
    ],
)
def test_what_a_server_says_is_understood(status, code, trouble):
    assert trouble_of(status, code) == trouble


def test_it_is_tried_more_and_more_seldom_and_no_longer_than_two_days():
    waited, tries = timedelta(), 0
    while (wait := next_try(tries := tries + 1, waited)) is not None:
        waited += wait

    assert next_try(1, timedelta()) == timedelta(minutes=5)
    assert timedelta(hours=43) < waited <= timedelta(hours=48)
    assert tries < 25


def test_a_notice_leaves_by_smtp_in_their_language_with_a_return_address_of_its_own(
    town: Any, sent: Any, firm: Any, settings: Any, run_jobs: Any
) -> None:
    settings.BOUNCES_TO = "retorns@vall-llobera.example"
    firm.language = "es"
    firm.save()
    (row,) = sent(firm, title="Sanció per abocar runa")

    with open_office(settings) as office:
        run_jobs()

    (kept,) = office.kept
    words = kept.letter.get_content()
    assert kept.to == MAIL
    assert kept.sender.startswith("retorns+") and kept.sender.endswith("@vall-llobera.example")
    assert kept.letter["Auto-Submitted"] == "auto-generated"
    assert "Construccions Pont Vell SL" in words and "jueves, 11 de junio" in words, words
    assert f"{town.public_url}/carpeta/notificacions/" in words
    assert "runa" not in words and row.number not in words and "B66012345" not in words
    assert only().state == "sent" and "queued as 4F3A" in only().said
    line = Evidence.objects.get(kind="notice_sent")
    assert line.said["to"] == "a···s@pontvell.example" and MAIL not in str(line.said)


def test_a_person_is_not_named_in_a_notice(
    town: Any, sent: Any, laia: Any, secretary: Any, mailoutbox: Any
) -> None:
    add_channel(laia, by=secretary, kind="email", value=OTHER)
    sent((laia, {"chose": "electronic"}))

    send_these(town, keys())

    (letter,) = mailoutbox
    assert "Laia" not in letter.body and "Laia" not in letter.subject and "12345678Z" not in letter.body
    assert letter.from_email == "consistori@localhost" or "+" not in letter.from_email


def test_of_three_notices_one_server_refuses_one_says_later_and_the_third_arrives(
    town: Any, sent: Any, firm: Any, laia: Any, pere: Any, secretary: Any, settings: Any, clock: Any
) -> None:
    add_channel(laia, by=secretary, kind="email", value=OTHER)
    add_channel(pere, by=secretary, kind="email", value="pere@full.example")
    sent(firm, laia, pere)

    with open_office(settings) as office:
        office.answers = {
            MAIL: ["550 5.1.1 No such user here"],
            OTHER: ["451 4.7.1 Greylisted, come back", "250 2.1.5 Ok"],
        }
        assert send_these(town, keys()) == 1
        refused, later, taken = (Notice.objects.get(value=one) for one in (MAIL, OTHER, "pere@full.example"))
        assert (refused.state, refused.trouble, refused.status) == ("refused", "no_such", "5.1.1")
        assert (later.state, later.tries) == ("delayed", 1)
        assert later.next_try_at == now() + timedelta(minutes=5)
        assert taken.state == "sent"

        assert send_due(town) == 0
        clock.goes_on(minutes=6)
        assert send_due(town) == 1

    assert [one.to for one in office.kept] == ["pere@full.example", OTHER]
    assert Evidence.objects.filter(kind="notice_failed").count() == 1


def test_a_job_that_begins_again_sends_nothing_twice(
    town: Any, sent: Any, firm: Any, settings: Any, clock: Any
) -> None:
    sent(firm)

    with open_office(settings) as office:
        send_these(town, keys())
        send_notices(entity=town, notice_ids=[str(key) for key in keys()])
        clock.goes_on(hours=1)
        send_due(town)

    assert len(office.kept) == 1


def test_two_jobs_at_the_same_notice_send_it_once(town: Any, sent: Any, firm: Any, settings: Any) -> None:
    sent(firm)
    key = keys()[0]

    with open_office(settings) as office:
        # The other job gets as far as its last word while this one waits for the answer to RCPT.
        def the_other_claims(to: str) -> str:
            office.asked.append(to)
            if len(office.asked) == 1:
                Notice.objects.filter(pk=key).update(state="handing", handing_at=now())
            return "250 2.1.5 Ok"

        office.answer_to = the_other_claims  # type: ignore[method-assign]
        # One connection to the database in a test: it is claimed before, as if the other had been first.
        Notice.objects.filter(pk=key).update(state="handing", handing_at=now())
        assert send_these(town, [key]) == 0

    assert office.kept == []


@pytest.mark.django_db(transaction=False)
def test_cut_after_the_last_word_it_is_doubtful_and_never_sent_again(
    town: Any, sent: Any, firm: Any, settings: Any, clock: Any
) -> None:
    sent(firm)

    with open_office(settings) as office:
        office.hangs_up_after = {MAIL}
        send_these(town, keys())
        office.hangs_up_after = set()
        clock.goes_on(hours=3)
        send_due(town)

    assert only().state == "doubtful"
    assert len(office.kept) == 1
    assert Evidence.objects.filter(kind="notice_doubtful").exists()


def test_killed_in_that_very_moment_it_is_doubtful_a_quarter_of_an_hour_later(
    town: Any, sent: Any, firm: Any, settings: Any, clock: Any
) -> None:
    sent(firm)
    Notice.objects.update(state="handing", handing_at=now())

    with open_office(settings) as office:
        clock.goes_on(minutes=10)
        send_due(town)
        assert only().state == "handing"
        clock.goes_on(minutes=10)
        send_due(town)

    assert only().state == "doubtful"
    assert office.kept == []


def test_a_server_that_refuses_after_the_whole_text_has_not_taken_it(
    town: Any, sent: Any, firm: Any, settings: Any
) -> None:
    sent(firm)

    with open_office(settings) as office:
        office.after_data = {MAIL: "554 5.7.1 Looks like spam"}
        send_these(town, keys())

    assert (only().state, only().trouble) == ("refused", "blocked")


def test_with_nobody_at_the_door_all_wait_and_two_days_later_it_is_given_up(
    town: Any, sent: Any, firm: Any, laia: Any, secretary: Any, settings: Any, clock: Any
) -> None:
    add_channel(laia, by=secretary, kind="email", value=OTHER)
    sent(firm, laia)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    assert send_these(town, keys()) == 0
    assert set(Notice.objects.values_list("state", flat=True)) == {"delayed"}
    for _ in range(60):
        clock.goes_on(hours=1)
        send_due(town)

    assert set(Notice.objects.values_list("state", "trouble")) == {("given_up", "silent")}


def test_what_was_opened_meanwhile_needs_no_notice(
    town: Any, sent: Any, laia: Any, secretary: Any, open_it: Any, mailoutbox: Any
) -> None:
    from consistori.notifications.tests.conftest import reader_of

    add_channel(laia, by=secretary, kind="email", value=OTHER)
    (row,) = sent((laia, {"chose": "electronic"}))
    open_it(row, reader_of(laia))

    send_these(town, keys())

    assert only().state == "needless" and mailoutbox == []
