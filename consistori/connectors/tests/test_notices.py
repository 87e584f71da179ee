"""Notices by the gateway and by the mailbox of returns: what comes back is known, once, and nobody can forge it."""

from __future__ import annotations

import mailbox
from typing import Any

import pytest

from consistori.connectors.mailbox import fake
from consistori.connectors.mailbox.client import Mailbox
from consistori.connectors.sms import fake as sms
from consistori.formats.tests.test_bounces import AWAY, LETTER, POSTFIX, TOKEN
from consistori.notifications.models import Evidence, Notice, NoticeWish
from consistori.notifications.notices.ports import MailboxSilent, returned_mail
from consistori.notifications.notices.reading import read_returned
from consistori.notifications.notices.returns import message_id, read_token, return_address, token_of
from consistori.notifications.notices.sending import send_these
from consistori.notifications.notices.services import tell_wish
from consistori.parties.services import add_channel
from consistori.tenancy.scope import current_scope

DEAD = POSTFIX.format(action="failed", status="5.1.1")


@pytest.fixture
def notice(town: Any, sent: Any, firm: Any, settings: Any, mailoutbox: Any) -> Notice:
    """A notice that was taken."""
    settings.BOUNCES_TO = "retorns@vall-llobera.example"
    sent(firm)
    send_these(town, list(Notice.objects.values_list("pk", flat=True)))
    found: Notice = Notice.objects.get()
    assert found.state == "sent"
    return found


def about(notice: Notice, text: str) -> bytes:
    """That message, to the return address of this notice."""
    return text.replace(TOKEN, return_address(notice.entity_id, notice.pk)).encode()


def test_each_notice_has_a_return_address_that_says_which_one_it_is_and_cannot_be_forged(
    notice: Notice,
) -> None:
    address = return_address(notice.entity_id, notice.pk)
    token = token_of(notice.entity_id, notice.pk)

    assert len(address.partition("@")[0]) <= 64
    assert (
        read_token(address)
        == read_token(message_id(notice.entity_id, notice.pk))
        == (notice.entity_id, notice.pk)
    )
    assert read_token(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert read_token(token.replace(f"{notice.entity_id}-", f"{notice.entity_id + 1}-", 1)) is None


def test_one_that_comes_back_is_shown_and_written_down_once(town: Any, notice: Notice) -> None:
    with fake.answering(about(notice, DEAD), about(notice, DEAD)) as box:
        first = read_returned(Mailbox(box.url, fake.PASSWORD))
        again = read_returned(Mailbox(box.url, fake.PASSWORD))

    notice.refresh_from_db()
    assert (first.read, first.bounced, again.read) == (2, 1, 0)
    assert (notice.state, notice.trouble, notice.status) == ("bounced", "no_such", "5.1.1")
    assert Evidence.objects.filter(kind="notice_bounced").count() == 1


def test_it_is_known_by_the_letter_that_it_brings_back_where_there_is_no_such_mailbox(
    notice: Notice, settings: Any
) -> None:
    raw = DEAD.replace("<notice-1@vall-llobera.example>", notice.message_id).encode()

    with fake.answering(raw) as box:
        read_returned(Mailbox(box.url, fake.PASSWORD))

    notice.refresh_from_db()
    assert notice.state == "bounced"


def test_what_names_none_of_ours_or_was_only_a_delay_changes_nothing(notice: Notice) -> None:
    late = about(notice, POSTFIX.format(action="delayed", status="4.4.1"))
    forged = DEAD.replace(
        TOKEN, "retorns+1-aaaaaaaaaaaaaaaaaaaaaaaaaa-aaaaaaaaaaaaa@vall-llobera.example"
    ).encode()

    with fake.answering(late, forged, about(notice, AWAY), about(notice, LETTER), b"\xff\x00") as box:
        found = read_returned(Mailbox(box.url, fake.PASSWORD))
        assert box.seen == {1, 2, 3, 4, 5}

    notice.refresh_from_db()
    assert (found.read, found.bounced, found.strange) == (5, 0, 2)
    assert notice.state == "sent"


def test_somebody_who_is_away_settles_a_doubt(notice: Notice) -> None:
    Notice.objects.update(state="doubtful", sent_at=None)

    with fake.answering(about(notice, AWAY)) as box:
        read_returned(Mailbox(box.url, fake.PASSWORD))

    notice.refresh_from_db()
    assert notice.state == "sent" and notice.sent_at


def test_a_folder_of_messages_is_read_too(notice: Notice, tmp_path: Any, settings: Any) -> None:
    folder = mailbox.Maildir(tmp_path / "retorns", create=True)
    folder.add(about(notice, DEAD))
    settings.BOUNCES_URL = f"file://{tmp_path}/retorns"
    port = returned_mail()
    assert port is not None

    first, again = read_returned(port), read_returned(port)

    notice.refresh_from_db()
    assert (first.bounced, again.read, len(folder)) == (1, 0, 1)
    assert notice.state == "bounced"


def test_a_mailbox_that_does_not_answer_or_let_us_in_loses_nothing() -> None:
    assert read_returned(Mailbox("imap://retorns@127.0.0.1:9/INBOX", "x", timeout=0.5)).read == 0
    with fake.answering(b"") as box, pytest.raises(MailboxSilent), Mailbox(box.url, "wrong").opened():
        pass
    with pytest.raises(MailboxSilent), Mailbox("pop3://x@y/").opened():
        pass


def test_that_it_failed_is_a_fact_of_the_trail(notice: Notice) -> None:
    with fake.answering(about(notice, DEAD)) as box:
        read_returned(Mailbox(box.url, fake.PASSWORD))

    told = [one.event.kind() for one in current_scope().pending]
    assert told[-1] == "notices.NoticeFailed"


def test_a_text_message_only_where_it_was_asked_for(
    town: Any, sent: Any, firm: Any, secretary: Any, settings: Any, mailoutbox: Any
) -> None:
    add_channel(firm, by=secretary, kind="mobile", value="600111222")
    with sms.answering() as gateway:
        settings.SMS_URL, settings.SMS_TOKEN = gateway.url, sms.KEY
        sent(firm)
        tell_wish(firm, by=secretary, kind="mobile", value="600111222", wanted=True)
        sent(firm)
        send_these(town, list(Notice.objects.values_list("pk", flat=True)))

    assert len(mailoutbox) == 2
    (said,) = gateway.sent
    assert said["to"] == "+34600111222"
    assert "11/6/2026" in said["text"] and "carpeta/notificacions/" in said["text"]
    assert NoticeWish.objects.get().told_by == secretary.name
